// <my-find>: leads to what can be done with what somebody has at home, in the time they usually have.

import { addressOf } from "../rows.js";
import { getSetting } from "../store.js";

class MyFind extends HTMLElement {
  async connectedCallback() {
    const [tools, minutes] = await Promise.all([getSetting("tools"), getSetting("minutes")]);
    const query = new URLSearchParams((Array.isArray(tools) ? tools : []).map((tool) => ["tool", tool]));
    if (Number.isInteger(minutes)) query.set("minutes", minutes);
    this.querySelector("a").href = `${addressOf("find")}?${query}`;
    this.hidden = !String(query);
  }
}

customElements.define("my-find", MyFind);
