// <keep-button data-path>: keeps a technique, routine or programme at hand, or no longer.

import { dropFavourite, getFavourites, keepFavourite, onChange } from "../store.js";

class KeepButton extends HTMLElement {
  #button = this.querySelector("button");

  connectedCallback() {
    this.#button.addEventListener("click", this.#press);
    onChange((place) => place === "favourites" && this.#show());
    this.#show();
  }

  get #kept() { return this.#button.getAttribute("aria-pressed") === "true"; }

  set #kept(kept) { this.#button.setAttribute("aria-pressed", String(kept)); }

  #show = async () => {
    const kept = await getFavourites();
    this.#kept = kept.some(({ id }) => id === this.dataset.path);
  };

  #press = async () => {
    const { path } = this.dataset;
    if (this.#kept) await dropFavourite(path);
    else await keepFavourite(path);
    await this.#show();
    // Now there is something that should not be cleared away.
    if (this.#kept) navigator.storage?.persist?.();
  };
}

customElements.define("keep-button", KeepButton);
