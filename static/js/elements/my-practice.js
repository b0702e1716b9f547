// <my-practice>: what was done on this phone, or how to begin. Its parts each show one side of it.

import "./practice-body.js";
import "./practice-changes.js";
import "./practice-month.js";
import "./practice-sessions.js";
import "./practice-weeks.js";
import { follow } from "../diary.js";

class MyPractice extends HTMLElement {
  #stop = null;

  connectedCallback() {
    this.#stop = follow(({ length }) => {
      // Its parts have states of their own.
      for (const part of this.querySelectorAll(":scope > [data-when]")) {
        part.hidden = part.dataset.when !== (length ? "some" : "empty");
      }
    });
  }

  disconnectedCallback() { this.#stop(); }
}

customElements.define("my-practice", MyPractice);
