// <keeping-promise>: what this browser says of keeping data, and a way to ask it again.

import { showWhen } from "./states.js";

class KeepingPromise extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-action=ask]").addEventListener("click", this.#ask);
    this.#show();
  }

  async #show(...more) {
    const kept = await navigator.storage?.persisted?.();
    showWhen(this, kept ? "persisted" : "not-persisted", ...more);
  }

  #ask = async () => {
    await navigator.storage?.persist?.();
    this.#show("asked");
  };
}

customElements.define("keeping-promise", KeepingPromise);
