// <score-line>: a number from 0 to 10, chosen on the giving line. The place before 0 is no answer:
// there the ball rests, and there it can be put back.

const NO_ANSWER = -1;

/** From so many points on there is room for an arrow between before and now. */
const ROOM = 2;

class ScoreLine extends HTMLElement {
  #input = this.querySelector("input");
  #before = null;

  connectedCallback() {
    this.addEventListener("input", this.#paint);
    this.#paint();
  }

  /** The number, null while there is none. */
  get value() {
    const { valueAsNumber } = this.#input;
    return valueAsNumber === NO_ANSWER ? null : valueAsNumber;
  }

  set value(number) {
    this.#input.value = number ?? NO_ANSWER;
    this.#paint();
  }

  /** The number to compare with: it stays as a ring. */
  set before(number) {
    this.#before = number;
    this.#paint();
  }

  #paint = () => {
    const { value } = this;
    this.style.setProperty("--score", value ?? NO_ANSWER);
    this.#input.setAttribute("aria-valuetext", value ?? this.querySelector("[data-unsaid]").textContent);
    this.querySelectorAll("li").forEach((part, number) => part.toggleAttribute("data-chosen", number === value));
    this.#compare();
  };

  #compare() {
    const ring = this.querySelector("[data-ring]");
    if (!ring) return;
    const change = this.#before === null || this.value === null ? 0 : this.value - this.#before;
    ring.hidden = this.#before === null;
    this.style.setProperty("--before", this.#before ?? 0);
    const arrow = this.querySelector("[data-arrow]");
    arrow.hidden = Math.abs(change) < ROOM;
    arrow.dataset.arrow = change < 0 ? "less" : "more";
  }
}

customElements.define("score-line", ScoreLine);
