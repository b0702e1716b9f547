// <coming-events>: what is over does not stand as coming, however long ago the page was made.
// With data-most it shows only so many; where there is a place for the past, what is over goes there.

import { dayOf, isOver } from "../days.js";
import { showWhen } from "./states.js";

class ComingEvents extends HTMLElement {
  connectedCallback() {
    // An installed app stays open for days.
    document.addEventListener("visibilitychange", this.#sort);
    this.#sort();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#sort);
  }

  #sort = () => {
    const today = dayOf(new Date());
    const most = Number(this.dataset.most ?? Infinity);
    const past = this.querySelector("[data-past]");
    let coming = 0;
    for (const event of this.querySelectorAll("[data-last]")) {
      if (past?.contains(event)) continue;
      const over = isOver(event.dataset.last, today);
      if (over && past) past.querySelector("ol").prepend(event);
      else event.hidden = over || ++coming > most;
    }
    if (past) past.hidden = !past.querySelector("[data-last]");
    showWhen(this, coming ? "some" : "none");
  };
}

customElements.define("coming-events", ComingEvents);
