// <save-backup>: everything of this person as one file, sealed with a passphrase where one is given.

import { backupOf, textOf } from "../backup.js";
import { dateText } from "../dates.js";
import { dayOf } from "../days.js";
import { handOver } from "../files.js";
import { storedRelease } from "../offline.js";
import { everything, getSetting, setSetting } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class SaveBackup extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-action=save]").addEventListener("click", this.#save);
    this.#show();
  }

  get #passphrase() { return this.querySelector("[name=passphrase]"); }

  async #show(...more) {
    const saved = await getSetting("backup");
    if (Number.isFinite(saved?.at)) fillValues(this, { date: dateText(dayOf(new Date(saved.at))) });
    showWhen(this, saved ? "saved" : "never", ...more);
  }

  #save = async () => {
    const now = Date.now();
    try {
      const all = await everything();
      const backup = backupOf(all, { version: await storedRelease(), now });
      const text = textOf(backup);
      const { value } = this.#passphrase;
      const sealed = value ? await (await import("../vault.js")).seal(text, value) : text;
      const done = await handOver(`fascia-${dayOf(new Date(now))}.json`, sealed, "application/json");
      if (!done) return;
      await setSetting("backup", { at: now, sessions: all.sessions.length });
      this.#passphrase.value = "";
      fillValues(this, { damaged: backup.damaged?.length });
      this.#show("made", backup.damaged && "damaged");
    } catch {
      this.#show("failed");
    }
  };
}

customElements.define("save-backup", SaveBackup);
