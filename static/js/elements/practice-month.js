// <practice-month>: a month as lines of a week. A dip is a session; the longer, the deeper.

import { monthText, monthYearText, weekdayLetter } from "../dates.js";
import { addDays, dayOf, mondayOf } from "../days.js";
import { follow } from "../diary.js";
import { monthOf } from "../history.js";
import { fillValues } from "./states.js";

/** Not quite nothing: what has no height at all is not drawn. */
const FLAT = 0.01;

/** From a dip that is just seen to the deepest: an hour and more. In units of the drawing. */
const SHALLOW = 9;
const DEEP = 22;
const LONGEST = 60;

class PracticeMonth extends HTMLElement {
  #sessions = [];
  #month = dayOf(new Date()).slice(0, 7);
  #stop = null;

  connectedCallback() {
    const monday = mondayOf(dayOf(new Date()));
    this.querySelector("[data-weekdays]").replaceChildren(...[0, 1, 2, 3, 4, 5, 6].map((n) => {
      const day = document.createElement("li");
      day.textContent = weekdayLetter(addDays(monday, n));
      return day;
    }));
    this.addEventListener("click", this.#turn);
    this.#stop = follow((sessions) => {
      this.#sessions = sessions;
      this.#show();
    }, { whole: true });
  }

  disconnectedCallback() { this.#stop(); }

  #turn = ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (!action) return;
    const first = `${this.#month}-01`;
    this.#month = addDays(first, action === "earlier" ? -1 : 31).slice(0, 7);
    this.#show();
  };

  #show() {
    const today = dayOf(new Date());
    const { weeks } = monthOf(this.#sessions, this.#month, today);
    const textOf = this.#month.startsWith(today.slice(0, 4)) ? monthText : monthYearText;
    fillValues(this, { month: textOf(`${this.#month}-01`) });
    this.querySelector("[data-action=later]").disabled = this.#month >= today.slice(0, 7);
    const line = this.querySelector("template").content.firstElementChild;
    this.querySelector("[data-weeks]").replaceChildren(...weeks.map(({ days }) => {
      const week = line.cloneNode(true);
      days.forEach((day, n) => this.#fill(week.children[n], day));
      return week;
    }));
  }

  #fill(cell, { day, inMonth, future, today, minutes, sessions }) {
    cell.querySelector(".week__number").textContent = Number(day.slice(8));
    cell.classList.toggle("quiet", !inMonth || future);
    if (today) cell.setAttribute("aria-current", "date");
    const depth = sessions ? SHALLOW + (DEEP - SHALLOW) * Math.sqrt(Math.min(minutes, LONGEST) / LONGEST) : FLAT;
    cell.style.setProperty("--dip", depth.toFixed(2));
    cell.querySelector("i").hidden = !sessions;
    cell.querySelector("[data-practised]").hidden = !sessions;
    fillValues(cell, { minutes: Math.round(minutes) });
  }
}

customElements.define("practice-month", PracticeMonth);
