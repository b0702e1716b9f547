// <erase-everything>: nothing of this person stays on this phone. The stored site does.

import { eraseEverything, lasting } from "../store.js";
import { showWhen } from "./states.js";

class EraseEverything extends HTMLElement {
  #dialog = this.querySelector("dialog");

  connectedCallback() { this.addEventListener("click", this.#press); }

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "erase") this.#dialog.showModal();
    else if (action === "sure") {
      await eraseEverything();
      this.#dialog.close();
      showWhen(this, lasting ? "erased" : "unerased");
    } else if (action === "keep" || target === this.#dialog) this.#dialog.close();
  };
}

customElements.define("erase-everything", EraseEverything);
