// <too-much>: asks what is felt and offers the ways on that follow from it. It decides nothing about
// the session: it sends "way" with {way, score, signal, wait, closes, rescreen}.

import { lightOf, waysAt } from "../much.js";
import { fillValues } from "./states.js";

class TooMuch extends HTMLElement {
  #dialog = this.querySelector("dialog");
  #score = this.querySelector("[data-score]");
  #lights = [...this.querySelectorAll("[data-light]")];
  #cap = 10;
  #possible = {};
  #elsewhere = false;
  #felt = null;

  connectedCallback() {
    this.#score.addEventListener("input", () => this.#weigh());
    this.#dialog.addEventListener("close", () => this.dispatchEvent(new Event("closed")));
    this.addEventListener("click", this.#press);
  }

  get open() { return this.#dialog.open; }

  /** Ask about a step: {target, cap}. */
  ask({ target, cap }) {
    this.#cap = cap;
    // Nothing is softer than no pressure at all.
    this.#possible = { swap: false, softer: target > 0 };
    this.#score.value = target;
    this.#show(null);
    this.#weigh();
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  /** What may take the place of the step: names for here, and for away from the spot that was felt. */
  offer({ here, elsewhere }) {
    fillValues(this, { here: here ?? "", elsewhere: elsewhere ?? "" });
    this.#elsewhere = Boolean(elsewhere);
    this.#possible.swap = Boolean(here);
    if (this.#felt) this.#offerFelt();
    else this.#weigh();
  }

  #weigh() {
    const score = Number(this.#score.value);
    const lights = this.#lights.map(({ dataset }) => ({ id: dataset.light, high: Number(dataset.high) }));
    const light = lightOf(score, lights);
    fillValues(this, { score });
    for (const text of this.#lights) text.hidden = text.dataset.light !== light;
    this.#dialog.dataset.now = light;
    this.#offer(this.querySelector("[data-stage=ask]"), waysAt(score, this.#cap, lights));
  }

  #show(signal) {
    this.#felt = signal;
    for (const stage of this.querySelectorAll("[data-stage]")) {
      stage.hidden = (stage.dataset.stage === "felt") !== Boolean(signal);
    }
    for (const text of this.querySelectorAll("[data-felt]")) text.hidden = text !== signal;
    if (!signal) return;
    this.#offerFelt();
    this.#dialog.scrollTop = 0;
    signal.querySelector("h2").focus({ preventScroll: true });
  }

  #offerFelt() {
    const ways = this.#felt.dataset.ways.split(" ");
    const place = this.querySelector("[data-ways-on]");
    place.append(...ways.map((way) => place.querySelector(`[data-way="${way}"]`)));
    this.#offer(place, ways, this.#elsewhere);
  }

  #offer(place, ways, swap = this.#possible.swap) {
    const possible = { ...this.#possible, swap };
    for (const button of place.querySelectorAll("[data-way]")) {
      const { way } = button.dataset;
      const shown = ways.includes(way) && possible[way] !== false;
      (button.closest("li") ?? button).hidden = !shown;
    }
  }

  #press = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { way, signal } = button.dataset;
    if (signal) return this.#show(this.querySelector(`[data-felt="${signal}"]`));
    if ("back" in button.dataset) {
      this.#show(null);
      return this.#score.focus();
    }
    if (way) this.#send(way);
  };

  #send(way) {
    const { felt = null, wait = 0, closes = null } = this.#felt?.dataset ?? {};
    const detail = {
      way,
      score: felt ? null : Number(this.#score.value),
      light: felt ? "red" : this.#dialog.dataset.now,
      signal: felt,
      wait: Number(wait),
      closes,
      rescreen: "rescreen" in (this.#felt?.dataset ?? {}),
    };
    this.#dialog.close();
    this.dispatchEvent(new CustomEvent("way", { detail }));
  }
}

customElements.define("too-much", TooMuch);
