// <update-notice>: a new release is ready. Shown quietly; nothing happens without a yes.

import { offline } from "../offline.js";

class UpdateNotice extends HTMLElement {
  connectedCallback() {
    offline.addEventListener("update", this.#offer);
    this.querySelector("[data-action=apply]").addEventListener("click", () => offline.apply());
    this.querySelector("[data-action=later]").addEventListener("click", () => {
      this.hidden = true;
      offline.later();
    });
  }

  disconnectedCallback() {
    offline.removeEventListener("update", this.#offer);
  }

  #offer = () => { this.hidden = false; };
}

customElements.define("update-notice", UpdateNotice);
