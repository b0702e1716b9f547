// <session-before>: what stands before a session: advice that follows from the last ones, and a
// first score for those who like to compare. The player asks for its `score` when it begins.

import "./score-line.js";
import { adviceAfter } from "../aftercare.js";
import { getSessions } from "../store.js";
import { showWhen } from "./states.js";

class SessionBefore extends HTMLElement {
  async connectedCallback() {
    showWhen(this, adviceAfter(await getSessions()));
  }

  /** From 0 to 10, null when it was passed over. */
  get score() { return this.querySelector("score-line").value; }
}

customElements.define("session-before", SessionBefore);
