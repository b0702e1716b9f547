// <damaged-records>: what could not be read stands here, to be saved for somebody who can, or removed.

import { handOver } from "../files.js";
import { emptyQuarantine, getQuarantine, getSessions } from "../store.js";

class DamagedRecords extends HTMLElement {
  #records = [];

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.#show();
  }

  async #show() {
    await getSessions(); // what is damaged is found by reading
    this.#records = await getQuarantine();
    this.querySelector("[data-records]").replaceChildren(...this.#records.map(({ id }) => {
      const item = document.createElement("li");
      item.textContent = id;
      return item;
    }));
    this.hidden = !this.#records.length;
  }

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "save") await handOver("fascia-damaged.json", JSON.stringify(this.#records, null, 2), "application/json");
    if (action !== "remove") return;
    await emptyQuarantine();
    await this.#show();
    document.querySelector("main").focus({ preventScroll: true }); // what was pressed goes
  };
}

customElements.define("damaged-records", DamagedRecords);
