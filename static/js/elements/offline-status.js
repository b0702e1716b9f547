// <offline-status>: what is stored on this phone, told truthfully. With data-detail it also
// checks every stored file when asked, and says what the browser promises to keep.

import { offline } from "../offline.js";
import { fillValues, showWhen } from "./states.js";

class OfflineStatus extends HTMLElement {
  #format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });

  connectedCallback() {
    offline.addEventListener("change", this.#show);
    for (const part of this.querySelectorAll("[data-scripted]")) part.hidden = false;
    this.querySelector("[data-action=check]")?.addEventListener("click", this.#check);
    this.#show();
    offline.ask(this.hasAttribute("data-detail") ? "check" : "status");
  }

  disconnectedCallback() {
    offline.removeEventListener("change", this.#show);
  }

  #check = () => {
    this.toggleAttribute("aria-busy", true);
    offline.ask("check");
  };

  #show = async () => {
    const { state, details } = offline;
    const kept = (await navigator.storage?.persisted?.()) ? "persisted" : "not-persisted";
    showWhen(this, state, kept);
    const { stored, total, bytes, version, checked } = details;
    fillValues(this, {
      stored,
      total,
      entries: stored === undefined ? undefined : `${stored} / ${total}`,
      megabytes: bytes === undefined ? undefined : this.#format.format(bytes / 1e6),
      version,
      checked: checked && new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" }),
    });
    const bar = this.querySelector("progress");
    if (bar && total) bar.value = stored / total;
    if (checked) this.removeAttribute("aria-busy");
  };
}

customElements.define("offline-status", OfflineStatus);
