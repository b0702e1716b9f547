// <session-wishes>: a form of how a person likes their sessions. Sends "wishes" with all of them at
// each change, "try" with what is to be heard, and "forget".

import { readWishes } from "../wishes.js";
import { fillValues, showWhen } from "./states.js";

/** Both fields of a wish for sides, as the one choice that it is on the screen. */
const sidesOf = ({ first, only }) => (only ? `${first} only` : first);

class SessionWishes extends HTMLElement {
  #dialog = this.querySelector("dialog");
  #form = this.querySelector("form");
  #wishes = readWishes();

  connectedCallback() {
    this.#form.addEventListener("input", () => {
      this.#wishes = this.#read();
      this.#tell();
    });
    // A slider says so when it is let go: each wish may build the track anew.
    this.#form.addEventListener("change", () => {
      this.dispatchEvent(new CustomEvent("wishes", { detail: this.#wishes }));
    });
    this.#dialog.addEventListener("close", () => this.dispatchEvent(new Event("closed")));
    this.querySelector("[data-try]").addEventListener("click", () => this.dispatchEvent(new Event("try")));
    this.querySelector("[data-forget]").addEventListener("click", () => {
      this.querySelector("[data-longer]").hidden = true;
      this.dispatchEvent(new Event("forget"));
    });
  }

  get open() { return this.#dialog.open; }

  /** Show the form with these wishes; `voiced` is whether this phone can speak the language. */
  ask(wishes, { voiced, longer }) {
    this.#wishes = wishes;
    for (const field of this.#form.elements) {
      const { name, type, value } = field;
      if (!name) continue;
      const wish = name === "sides" ? sidesOf(wishes) : wishes[name];
      if (type === "radio") field.checked = value === wish;
      else if (type === "checkbox") field.checked = wish;
      else field.value = wish;
    }
    this.querySelector("[data-voiceless]").hidden = voiced;
    this.querySelector("[data-longer]").hidden = !longer;
    this.#form.elements.vibration.closest("label").hidden = !("vibrate" in navigator);
    this.#tell();
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  /** Say what of the sound will be heard with the phone locked. */
  heard(states) {
    showWhen(this.querySelector("[data-heard]"), ...states);
  }

  #read() {
    const { elements } = this.#form;
    const [first, only] = elements.sides.value.split(" ");
    const values = { first, only: only === "only" };
    for (const { name, type, checked, value } of elements) {
      if (!name || name === "sides") continue;
      if (type === "checkbox") values[name] = checked;
      else if (type === "range") values[name] = Number(value);
      else if (checked) values[name] = value;
    }
    return readWishes(values);
  }

  #tell() {
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
    const { pauses, holds, volume, breathIn, breathOut } = this.#wishes;
    fillValues(this, {
      pauses: `× ${number.format(pauses)}`,
      holds: `× ${number.format(holds)}`,
      volume: percent.format(volume),
      breathIn: number.format(breathIn),
      breathOut: number.format(breathOut),
    });
  }
}

customElements.define("session-wishes", SessionWishes);
