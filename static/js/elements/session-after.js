// <session-after>: what somebody adds to a session that has ended: a second score, how each place
// feels, a line of their own. The player shows it with the record that it has given to the store;
// every change is kept as it is made, so there is no button for it.

import "./score-line.js";
import { keepSession, lasting } from "../store.js";
import { fillValues, showWhen } from "./states.js";

/** What is being written is kept when the writing stops for so many milliseconds. */
const PAUSE = 400;

class SessionAfter extends HTMLElement {
  #record = null;
  #timer = 0;
  /** Whether the store has answered: before, nothing is said of keeping. */
  #answered = false;

  connectedCallback() {
    this.addEventListener("input", this.#change);
    this.addEventListener("change", this.#keep);
    document.addEventListener("visibilitychange", this.#keepRest);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#keepRest);
    this.#keepRest();
  }

  /** Ask about the session of `record`. */
  show(record) {
    this.#record = record;
    this.#score.before = record.before;
    this.#score.value = record.after;
    this.#note.value = record.note ?? "";
    this.#listPlaces();
    this.#say();
    this.hidden = false;
    this.#keep();
  }

  get #score() { return this.querySelector("score-line"); }

  get #note() { return this.querySelector("textarea"); }

  /** The parts of the body that were practised, in the order of the page, which has their names. */
  #listPlaces() {
    const { steps, areas } = this.#record;
    const worked = new Set(steps.filter(({ seconds }) => seconds > 0).map(({ region }) => region));
    const list = this.querySelector("[data-places]");
    const row = list.querySelector("template");
    const rows = [...list.querySelectorAll("[data-region-name]")]
      .filter((name) => worked.has(name.dataset.regionName))
      .map((name) => {
        const place = row.content.cloneNode(true);
        fillValues(place, { region: name.textContent });
        for (const choice of place.querySelectorAll("input")) {
          choice.name = name.dataset.regionName;
          choice.checked = choice.value === areas[choice.name];
        }
        return place;
      });
    for (const old of list.querySelectorAll("fieldset")) old.remove();
    list.append(...rows);
    list.hidden = !rows.length;
  }

  #change = () => {
    const chosen = [...this.querySelectorAll(":checked")].map(({ name, value }) => [name, value]);
    this.#record = {
      ...this.#record,
      after: this.#score.value,
      areas: { ...this.#record.areas, ...Object.fromEntries(chosen) },
      note: this.#note.value,
    };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#keep, PAUSE);
    this.#say();
  };

  #keep = async () => {
    clearTimeout(this.#timer);
    this.#timer = 0;
    await keepSession(this.#record);
    this.#answered = true;
    this.#say();
  };

  /** Whoever leaves while writing loses nothing. */
  #keepRest = () => {
    if (this.#timer) this.#keep();
  };

  #say() {
    const { before, after } = this.#record;
    fillValues(this, { before, after });
    showWhen(
      this,
      this.#answered && (lasting ? "kept" : "unkept"),
      before !== null && "before",
      after !== null && "after",
    );
  }
}

customElements.define("session-after", SessionAfter);
