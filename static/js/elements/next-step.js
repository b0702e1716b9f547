// <next-step>: suggests one step on, or back, with the reason. Yes and no weigh the same.

import { dayOf, dayOfSession } from "../days.js";
import { follow } from "../diary.js";
import { loadHealth } from "../health.js";
import { RUNGS, accept, readLevel, refuse, suggestion } from "../progression.js";
import { getSetting, setSetting } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class NextStep extends HTMLElement {
  #level = null;
  #found = null;
  #stop = null;

  connectedCallback() {
    this.addEventListener("click", this.#answer);
    this.#stop = follow(this.#show);
  }

  disconnectedCallback() { this.#stop(); }

  #show = async (sessions) => {
    const [kept, health] = await Promise.all([getSetting("level"), loadHealth().catch(() => null)]);
    const today = dayOf(new Date());
    // Who has chosen nothing began with the first session.
    const first = sessions.at(-1);
    this.#level = readLevel(kept, first ? dayOfSession(first) : today);
    this.#found = suggestion(this.#level, sessions, today, { lighter: Boolean(health?.profile.ids.length) });
    this.hidden = !this.#found;
    if (!this.#found) return;
    const { to, direction, why, count } = this.#found;
    fillValues(this, { count });
    showWhen(this, direction, why, ...(direction === "stay" ? [] : ["steps", `to-${RUNGS[to]}`]));
  };

  #answer = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (!action) return;
    const decide = action === "accept" ? accept : refuse;
    await setSetting("level", decide(this.#level, this.#found, dayOf(new Date())));
    this.hidden = true;
    document.querySelector("main").focus({ preventScroll: true }); // what was pressed goes
  };
}

customElements.define("next-step", NextStep);
