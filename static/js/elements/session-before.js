// <session-before>: what stands before a session: advice that follows from the last ones, what is
// true today, and a first score for those who like to compare. The player asks for its `score` when
// it begins, and hears "answered" when the steps may have to be others.

import "./score-line.js";
import { adviceAfter } from "../aftercare.js";
import { answer, loadAnswers } from "../health.js";
import { getLately } from "../store.js";
import { showWhen } from "./states.js";

class SessionBefore extends HTMLElement {
  async connectedCallback() {
    this.querySelector("[data-today]").addEventListener("change", this.#answer);
    showWhen(this, adviceAfter(await getLately()));
    const { conditions } = await loadAnswers();
    for (const input of this.querySelectorAll("[data-today] input")) input.checked = input.value in conditions;
    this.querySelector("[data-today]").hidden = false;
  }

  #answer = async ({ target }) => {
    await answer(target.value, target.checked);
    this.dispatchEvent(new CustomEvent("answered", { bubbles: true }));
  };

  /** From 0 to 10, null when it was passed over. */
  get score() { return this.querySelector("score-line").value; }
}

customElements.define("session-before", SessionBefore);
