// <health-invitation>: asks to fill in the safety check, when that was never done or long ago. It
// can be put off until tomorrow.

import { dayOf } from "../days.js";
import { REPEAT_AFTER } from "../safety.js";
import { getSetting, setSetting } from "../store.js";
import { showWhen } from "./states.js";

class HealthInvitation extends HTMLElement {
  async connectedCallback() {
    const [kept, later] = await Promise.all([getSetting("health"), getSetting("health-later")]);
    const now = Date.now();
    if (kept && now - kept.at < REPEAT_AFTER) return;
    if (later === dayOf(new Date(now))) return;
    showWhen(this, Number.isFinite(kept?.at) ? "again" : "first");
    this.querySelector("[data-action=later]").addEventListener("click", this.#putOff);
    this.hidden = false;
  }

  #putOff = () => {
    setSetting("health-later", dayOf(new Date()));
    this.hidden = true;
    document.querySelector("main").focus({ preventScroll: true }); // what was pressed goes
  };
}

customElements.define("health-invitation", HealthInvitation);
