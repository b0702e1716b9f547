// <practice-body>: the body map, dotted where somebody worked, striped where it last felt sore.

import { dayOf } from "../days.js";
import { follow } from "../diary.js";
import { bodyOf } from "../history.js";

/** Dots by how much of the practice a place got. */
const DOTS = { little: 0.45, some: 0.75, much: 1 };

class PracticeBody extends HTMLElement {
  #words = {};
  #stop = null;

  connectedCallback() { this.#stop = follow((sessions) => this.#show(sessions), { later: true }); }

  disconnectedCallback() { this.#stop(); }

  /** The map is the largest part of the page, and below what is seen first. */
  #unpack() {
    const map = this.querySelector(":scope > template");
    if (!map) return;
    map.replaceWith(map.content);
    const keys = [...this.querySelectorAll(".keys li")];
    this.#words = Object.fromEntries(keys.map((key) => [key.dataset.state, key.textContent.trim()]));
  }

  #show(sessions) {
    this.#unpack();
    const body = bodyOf(sessions, dayOf(new Date()));
    for (const old of this.querySelectorAll("[data-told]")) old.remove();
    for (const [region, { level, feels }] of Object.entries(body)) {
      const state = feels === "sore" ? "sore" : "worked";
      for (const shape of this.querySelectorAll(`[data-zone="${CSS.escape(region)}"] .zone__shape`)) {
        const over = shape.cloneNode();
        over.setAttribute("class", "");
        over.setAttribute("fill", `url(#map-${state})`);
        over.setAttribute("data-told", "");
        if (state === "worked") over.setAttribute("opacity", DOTS[level]);
        shape.after(over);
      }
      const label = this.querySelector(`[data-of="${CSS.escape(region)}"]`);
      const word = document.createElement("span");
      word.dataset.told = "";
      word.className = "visually-hidden";
      word.textContent = `, ${this.#words[state]}`;
      label?.append(word);
    }
    this.#turn(body);
  }

  /** To the side of the body on which most was done. */
  #turn(body) {
    const seconds = { front: 0, back: 0 };
    for (const view of Object.keys(seconds)) {
      for (const { dataset } of this.querySelectorAll(`.map__view--${view} [data-of]`)) seconds[view] += body[dataset.of]?.seconds ?? 0;
    }
    this.querySelector(`[value=${seconds.back > seconds.front ? "back" : "front"}]`).checked = true;
  }
}

customElements.define("practice-body", PracticeBody);
