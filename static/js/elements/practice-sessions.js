// <practice-sessions>: the sessions one by one, newest first, with what was said about each. A line
// of one's own can still be written or changed; a session can be removed.

import { longDayText } from "../dates.js";
import { dayOfSession } from "../days.js";
import { changed, follow } from "../diary.js";
import { minutesOf } from "../history.js";
import { addressOf, nameIn, rowOf } from "../rows.js";
import { clockText } from "../session.js";
import { dropSession, getSession, keepSession } from "../store.js";
import { fillValues, showWhen } from "./states.js";

/** So many at a time. */
const PORTION = 10;

/** What is being written is kept when the writing stops for so many milliseconds. */
const PAUSE = 400;

const { lang } = document.documentElement;

class PracticeSessions extends HTMLElement {
  #all = [];
  #shown = PORTION;
  #stop = null;
  #leaving = null;
  #timer = 0;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("input", this.#write);
    this.addEventListener("toggle", this.#open, { capture: true }); // it does not bubble
    this.#stop = follow((sessions) => {
      this.#all = sessions;
      this.#show();
    }, { later: true });
  }

  disconnectedCallback() { this.#stop(); }

  get #dialog() { return this.querySelector("dialog"); }

  #show() {
    const place = this.querySelector("[data-sessions]");
    const there = new Map([...place.children].map((row) => [row.dataset.id, row]));
    const rows = this.#all.slice(0, this.#shown).map((session) => {
      const row = there.get(session.id) ?? this.#row(session);
      this.#fill(row, session);
      return row;
    });
    place.replaceChildren(...rows);
    this.querySelector("[data-action=more]").hidden = this.#all.length <= this.#shown;
  }

  #row({ id, page, note }) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.id = id;
    row.querySelector("[data-note]").value = note ?? "";
    row.querySelector("[data-again]").href = addressOf(page);
    return row;
  }

  #fill(row, session) {
    const { names, planned, before, after, sore } = session;
    const minutes = Math.round(minutesOf(session));
    // Not the whole row: the steps that are listed in it have names and states of their own.
    const [head, facts] = [row.querySelector("summary"), row.querySelector("[data-facts]")];
    fillValues(head, {
      name: names[lang] ?? Object.values(names)[0] ?? "", when: longDayText(dayOfSession(session)), minutes,
    });
    fillValues(facts, { minutes, planned: Math.round(planned / 60), before, after });
    showWhen(
      facts,
      session.finished === false && "stopped",
      Number.isFinite(before) && Number.isFinite(after) && "scores",
      sore && `sore-${sore.level}`,
    );
  }

  /** What was done in it, when somebody looks. */
  #open = async ({ target }) => {
    if (!target.open || target.dataset.read) return;
    target.dataset.read = "";
    const session = this.#all.find(({ id }) => id === target.dataset.id);
    if (!session) return; // removed meanwhile
    const nameOf = async (id) => {
      const row = await rowOf(`techniques/${id}`).catch(() => null);
      return row ? nameIn(row) : id;
    };
    const fill = (name, values, ...states) => {
      const item = this.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
      fillValues(item, values);
      showWhen(item, ...states);
      return item;
    };
    const steps = session.steps.filter(({ seconds }) => seconds > 0).map(async ({ technique, side, seconds }) =>
      fill("step", { name: await nameOf(technique), time: clockText(seconds) }, side));
    const moments = (session.much ?? []).map(async ({ technique, score, signal }) =>
      fill("moment", { name: await nameOf(technique), score }, Number.isFinite(score) && "score", signal));
    target.querySelector("[data-steps]").append(...(await Promise.all(steps)));
    target.querySelector("[data-much]").append(...(await Promise.all(moments)));
  };

  #write = ({ target }) => {
    clearTimeout(this.#timer);
    const { id } = target.closest("[data-id]").dataset;
    this.#timer = setTimeout(async () => {
      const session = await getSession(id);
      if (!session) return;
      await keepSession({ ...session, note: target.value });
      changed();
    }, PAUSE);
  };

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "more") {
      this.#shown += PORTION;
      this.#show();
    } else if (action === "remove") {
      this.#leaving = target.closest("[data-id]").dataset.id;
      this.#dialog.showModal();
    } else if (action === "sure") {
      this.#dialog.close();
      await dropSession(this.#leaving);
      await changed();
      this.querySelector("summary")?.focus();
    } else if (action === "keep" || target === this.#dialog) this.#dialog.close();
  };
}

customElements.define("practice-sessions", PracticeSessions);
