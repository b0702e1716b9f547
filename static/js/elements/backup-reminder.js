// <backup-reminder>: after every so many sessions without a backup, says so once.

import { countSessions, getSetting, onChange, setSetting } from "../store.js";
import { fillValues } from "./states.js";

/** So many sessions are worth a file. */
const EVERY = 10;

class BackupReminder extends HTMLElement {
  #sessions = 0;

  connectedCallback() {
    this.querySelector("[data-action=later]").addEventListener("click", this.#putOff);
    onChange((place) => place === "sessions" && this.#show());
    this.#show();
  }

  #show = async () => {
    const [length, saved, later] = await Promise.all([countSessions(), getSetting("backup"), getSetting("backup-later")]);
    this.#sessions = length;
    const since = (kept) => length - (Number.isFinite(kept?.sessions) ? kept.sessions : 0);
    fillValues(this, { number: since(saved) });
    this.hidden = Math.min(since(saved), since(later)) < EVERY;
  };

  #putOff = () => {
    setSetting("backup-later", { sessions: this.#sessions });
    this.hidden = true;
    document.querySelector("main").focus({ preventScroll: true }); // what was pressed goes
  };
}

customElements.define("backup-reminder", BackupReminder);
