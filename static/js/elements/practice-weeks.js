// <practice-weeks>: minutes in each of the last weeks, and how this one stands beside the rhythm that
// somebody chose. A table whose cells are bars: it is read as it is seen.

import { shortDayText } from "../dates.js";
import { dayOf } from "../days.js";
import { follow } from "../diary.js";
import { rhythmOf, weeksOf } from "../history.js";
import { readRhythm } from "../rhythm.js";
import { getSetting } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class PracticeWeeks extends HTMLElement {
  #stop = null;

  connectedCallback() { this.#stop = follow(this.#show); }

  disconnectedCallback() { this.#stop(); }

  #show = async (sessions) => {
    const today = dayOf(new Date());
    const { state, done, least, most } = rhythmOf(sessions, today, readRhythm(await getSetting("rhythm")));
    const weeks = weeksOf(sessions, today);
    const now = Math.round(weeks.at(-1).minutes);
    const longest = Math.max(...weeks.map(({ minutes }) => minutes), 1);
    showWhen(this, state, now ? "minutes" : "none");
    fillValues(this, { minutes: now, done, least, most });
    const cell = this.querySelector("template").content.firstElementChild;
    this.querySelector("[data-bars]").replaceChildren(...weeks.map(({ monday, minutes }, n) => {
      const bar = cell.cloneNode(true);
      const last = n === weeks.length - 1;
      bar.style.setProperty("--share", (minutes / longest).toFixed(3));
      bar.toggleAttribute("data-now", last);
      fillValues(bar, { minutes: Math.round(minutes), week: shortDayText(monday) });
      showWhen(bar, last ? "now" : "past");
      return bar;
    }));
  };
}

customElements.define("practice-weeks", PracticeWeeks);
