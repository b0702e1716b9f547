// <today-plan>: what the programme that somebody follows has for today. Nobody is behind: a day that
// was missed can be taken up, and the rest moves along.

import { longDayText } from "../dates.js";
import { dayOf } from "../days.js";
import { catchUp, goOn, scheduleOf, todayOf } from "../enrolment.js";
import { following } from "../following.js";
import { addressOf } from "../rows.js";
import { keepEnrolment, onChange } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class TodayPlan extends HTMLElement {
  #followed = null;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    // An installed app stays open for days.
    document.addEventListener("visibilitychange", this.#show);
    onChange((place) => place === "programmes" && this.#show());
    this.#show();
  }

  disconnectedCallback() { document.removeEventListener("visibilitychange", this.#show); }

  #show = async () => {
    const all = await following();
    this.#followed = all.find(({ enrolment }) => enrolment.state === "active") ?? all.find(({ enrolment }) => enrolment.state === "paused");
    this.hidden = !this.#followed;
    navigator.clearAppBadge?.().catch(() => {});
    if (!this.#followed) return;
    const { programme, enrolment } = this.#followed;
    const today = dayOf(new Date());
    const now = todayOf(enrolment, programme, today);
    fillValues(this, { programme: programme.name });
    this.querySelector("[data-programme]").href = addressOf(programme.id);
    if (!now) return showWhen(this, "paused");
    if (now.missed) {
      fillValues(this, { missed: this.#dayOf(now.missed).number });
      return showWhen(this, "missed");
    }
    if (now.rest) {
      const next = scheduleOf(enrolment, programme, today).find(({ state }) => state === "coming");
      if (next) fillValues(this, { date: longDayText(next.day) });
      return showWhen(this, enrolment.started <= today && "rest", next && "next");
    }
    this.#list(now.day, enrolment);
    // Where the home screen can show a number it is what is left of today; it changes nothing by itself.
    const left = this.#dayOf(now.day).sessions.filter(({ key }) => !enrolment.done[key]).length;
    navigator.setAppBadge?.(left).catch(() => {});
  };

  #dayOf(key) { return this.#followed.programme.days.find((day) => day.key === key); }

  #list(key, { done }) {
    const { week, number, sessions } = this.#dayOf(key);
    const { days } = this.#followed.programme;
    fillValues(this, { week, number });
    showWhen(this, "today", days.at(-1).week > 1 ? "weeks" : "one-week");
    const row = this.querySelector("template").content.firstElementChild;
    this.querySelector("[data-sessions]").replaceChildren(...sessions.map((session) => {
      const item = row.cloneNode(true);
      item.querySelector("a").href = addressOf(`${session.path}/play`);
      fillValues(item, { name: session.name });
      showWhen(item, session.part, done[session.key] && "done");
      return item;
    }));
  }

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (!action) return;
    const { programme, enrolment } = this.#followed;
    const change = action === "catch-up" ? catchUp : goOn;
    await keepEnrolment(change(enrolment, programme, dayOf(new Date())));
    await this.#show();
    this.querySelector("a[data-programme]").focus();
  };
}

customElements.define("today-plan", TodayPlan);
