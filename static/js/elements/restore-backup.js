// <restore-backup>: what a backup file would bring, and then brings: all of it or nothing.

import { merge, readBackup, tooLarge } from "../backup.js";
import { dateText } from "../dates.js";
import { dayOf } from "../days.js";
import { bringBack, everything, lasting } from "../store.js";
import { fillValues, showWhen } from "./states.js";

class RestoreBackup extends HTMLElement {
  #sealed = null;
  #backup = null;

  connectedCallback() {
    this.querySelector("[type=file]").addEventListener("change", this.#choose);
    this.querySelector("form").addEventListener("submit", this.#unseal);
    this.addEventListener("click", this.#press);
  }

  #choose = async ({ target }) => {
    const [file] = target.files;
    target.value = ""; // the same file may be chosen again
    this.#backup = this.#sealed = null;
    if (!file) return;
    if (tooLarge(file.size)) return showWhen(this, "huge");
    const text = await file.text();
    const { isSealed } = await import("../vault.js");
    if (!isSealed(text)) return this.#read(text);
    this.#sealed = text;
    showWhen(this, "sealed");
    this.querySelector("[name=passphrase]").focus();
  };

  #unseal = async (event) => {
    event.preventDefault();
    const { open } = await import("../vault.js");
    const field = this.querySelector("[name=passphrase]");
    try {
      const text = await open(this.#sealed, field.value);
      field.value = "";
      await this.#read(text);
    } catch ({ message }) {
      showWhen(this, "sealed", message === "wrong" ? "wrong" : "unopened");
      field.select();
    }
  };

  async #read(text) {
    const read = readBackup(text);
    if (!read.ok) {
      fillValues(this, { place: read.details ?? "" });
      return showWhen(this, read.why);
    }
    this.#backup = read.backup;
    const { sessions, favourites, programmes, settings } = merge(await everything(), read.backup);
    const brought = ({ add, update }) => add.length + update.length;
    fillValues(this, {
      date: dateText(dayOf(new Date(read.backup.exportedAt))),
      added: sessions.add.length,
      updated: sessions.update.length,
      same: sessions.same.length,
      others: brought(favourites) + brought(programmes) + Object.keys(settings.add).length,
    });
    showWhen(this, "preview", "health" in settings.add && "health");
    this.querySelector("[data-when=preview]").focus();
  }

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "leave") {
      this.#backup = null;
      showWhen(this);
    }
    if (action !== "restore" || !this.#backup) return;
    // Against what is here now: another tab may have added something since.
    const { sessions, favourites, programmes, settings } = merge(await everything(), this.#backup);
    const records = ({ add, update }) => [...add, ...update];
    await bringBack({
      sessions: records(sessions), favourites: records(favourites), programmes: records(programmes), settings: settings.add,
    });
    this.#backup = null;
    showWhen(this, lasting ? "restored" : "unwritten");
    this.querySelector("label").focus();
  };
}

customElements.define("restore-backup", RestoreBackup);
