// <store-trouble>: says when this phone does not keep what is done, and which records are damaged.

import { getQuarantine, getSessions, onTrouble, trouble } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class StoreTrouble extends HTMLElement {
  async connectedCallback() {
    onTrouble(this.#show);
    if (trouble) this.#show();
    await getSessions(); // what is damaged is found by reading
    this.#show();
  }

  #show = async () => {
    if (trouble === "blocked") return showWhen(this, trouble); // and then nothing can be read
    const { length } = await getQuarantine();
    fillValues(this, { number: length });
    showWhen(this, trouble, length && "damaged");
  };
}

customElements.define("store-trouble", StoreTrouble);
