// <practice-changes>: what the numbers before and after say of each place: a ring before, a dot after.

import { dayText } from "../dates.js";
import { follow } from "../diary.js";
import { changesOf } from "../history.js";
import { fillValues, showWhen } from "./states.js";

/** The plot, in units of its viewBox: one column a session, ten points from bottom to top. */
const LEFT = 12;
const COLUMN = 25;
const BOTTOM = 76;
const POINT = 6.8;

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const heightOf = (score) => BOTTOM - score * POINT;

function plot({ before, after }, n) {
  const x = LEFT + n * COLUMN;
  return [
    shape("path", { class: after > before ? "change__line change__line--up" : "change__line", d: `M${x} ${heightOf(before)}V${heightOf(after)}` }),
    shape("circle", { class: "change__ring", cx: x, cy: heightOf(before), r: 4.5 }),
    shape("circle", { class: after > before ? "change__dot change__dot--up" : "change__dot", cx: x, cy: heightOf(after), r: 5.5 }),
  ];
}

class PracticeChanges extends HTMLElement {
  #number = new Intl.NumberFormat(document.documentElement.lang);
  #stop = null;

  connectedCallback() { this.#stop = follow(this.#show, { later: true }); }

  disconnectedCallback() { this.#stop(); }

  #show = (sessions) => {
    const changes = changesOf(sessions).filter(({ region }) => this.#nameOf(region));
    this.querySelector("[data-changes]").replaceChildren(...changes.map((change) => this.#row(change)));
    this.hidden = !changes.length;
  };

  #nameOf(region) { return this.querySelector(`[data-region-name="${CSS.escape(region)}"]`)?.textContent; }

  #row({ region, points, usual, trend }) {
    const row = this.querySelector("template:not([data-point])").content.firstElementChild.cloneNode(true);
    fillValues(row, { region: this.#nameOf(region), usual: this.#number.format(Math.abs(usual)) });
    showWhen(row, trend);
    row.querySelector("svg").append(...points.flatMap(plot));
    const point = this.querySelector("template[data-point]").content.firstElementChild;
    row.querySelector("[data-points]").append(...points.map(({ day, before, after }) => {
      const said = point.cloneNode(true);
      fillValues(said, { day: dayText(day), before, after });
      return said;
    }));
    return row;
  }
}

customElements.define("practice-changes", PracticeChanges);
