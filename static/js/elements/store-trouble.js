// <store-trouble>: says when this phone does not keep what is done, and which records are damaged.

import { idle, sessions } from "../diary.js";
import { getQuarantine, onTrouble, trouble } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class StoreTrouble extends HTMLElement {
  connectedCallback() {
    onTrouble(this.#show);
    if (trouble) this.#show();
    // What is damaged is found by reading all of it, for which what is in sight does not wait.
    idle().then(sessions).then(this.#show);
  }

  #show = async () => {
    if (trouble === "blocked") return showWhen(this, trouble); // and then nothing can be read
    const { length } = await getQuarantine();
    fillValues(this, { number: length });
    showWhen(this, trouble, length && "damaged");
  };
}

customElements.define("store-trouble", StoreTrouble);
