// <soreness-question>: asks once, on the day after a session, how that was; and says what follows.

import { adviceAfter, dueSoreness, wasYesterday } from "../aftercare.js";
import { getLately, keepSession } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class SorenessQuestion extends HTMLElement {
  #sessions = [];
  #due = null;

  connectedCallback() {
    this.addEventListener("click", this.#answer);
    // An installed app stays open for days.
    document.addEventListener("visibilitychange", this.#ask);
    this.#ask();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#ask);
  }

  #ask = async () => {
    const now = Date.now();
    const sessions = await getLately();
    const due = dueSoreness(sessions, now);
    if (!due) return;
    this.#sessions = sessions;
    this.#due = due;
    const { names } = due;
    fillValues(this, { name: names[document.documentElement.lang] ?? Object.values(names)[0] });
    showWhen(this, "ask", wasYesterday(due, now) ? "yesterday" : "earlier");
    this.hidden = false;
  };

  #answer = async (event) => {
    const level = event.target.closest("[data-level]")?.dataset.level;
    if (!level) return;
    const answered = { ...this.#due, sore: { level, at: Date.now() } };
    await keepSession(answered);
    const older = this.#sessions.slice(this.#sessions.indexOf(this.#due) + 1);
    showWhen(this, "told", adviceAfter([answered, ...older]) ?? level);
    this.querySelector("[data-told]").focus();
  };
}

customElements.define("soreness-question", SorenessQuestion);
