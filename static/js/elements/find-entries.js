// <find-entries>: narrows the list of everything that is there to what is typed and chosen. The
// server wrote all the rows; this shows some of them, in another order. The choice stands in the
// address, so that it can be shared and Back returns to it.

import { isEmpty, queryOf, readChoice } from "../choice.js";
import { fillValues, showWhen } from "./states.js";

/** A screen reader hears the number of results when somebody stops typing this long. */
const PAUSE = 700;

const WIDE = matchMedia("(min-width: 56rem)");

const loaded = () =>
  document.readyState === "complete"
    ? Promise.resolve()
    : new Promise((resolve) => addEventListener("load", resolve, { once: true }));

class FindEntries extends HTMLElement {
  #form = this.querySelector("form");
  #sum = this.querySelector("[data-sum]");
  #best = this.querySelector("[data-best]");
  #sections = [...this.querySelectorAll("[data-kind]")];
  /** Address below the language → its row. */
  #rows = new Map();
  /** Address → the list that it stands in when nothing is typed. */
  #homes = new Map();
  #finder = null;
  #listed = "";
  #strange = false;
  #timer = 0;

  connectedCallback() {
    const { lang } = document.documentElement;
    for (const section of this.#sections) {
      for (const row of section.querySelectorAll(".list > li")) {
        const path = row.querySelector("a").pathname.slice(lang.length + 2);
        this.#rows.set(path, row);
        this.#homes.set(path, section);
      }
    }
    this.#form.hidden = false;
    this.#form.querySelector("details").open = WIDE.matches;
    this.#form.addEventListener("input", this.#choose);
    this.#form.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    addEventListener("popstate", this.#restore);
    this.#restore();
    this.#start();
  }

  disconnectedCallback() {
    removeEventListener("popstate", this.#restore);
    clearTimeout(this.#timer);
  }

  /** The search itself comes after the first screen. */
  async #start() {
    await loaded();
    try {
      const [{ Finder }, answer] = await Promise.all([
        import("../find.js"),
        fetch(this.dataset.index),
      ]);
      if (!answer.ok) throw new Error(answer.status);
      this.#finder = await Finder.of(await answer.json());
      this.#show();
    } catch {
      this.#tell(["failed"]);
    } finally {
      this.removeAttribute("data-waiting");
    }
  }

  // ---- the choice: in the form, and in the address ----

  get #inputs() {
    return [...this.#form.querySelectorAll("[type=checkbox], [type=radio]")];
  }

  get #filters() {
    const filters = {};
    for (const { name, value, type } of this.#inputs) {
      filters[name] ??= { values: [], many: type === "checkbox" };
      if (value) filters[name].values.push(value);
    }
    return filters;
  }

  get #choice() {
    const chosen = {};
    for (const { name, value, checked } of this.#inputs) {
      if (checked && value) (chosen[name] ??= []).push(value);
    }
    return { words: this.#form.elements.q.value.trim(), chosen };
  }

  #restore = () => {
    const { words, chosen, strange } = readChoice(location.search, this.#filters);
    this.#form.elements.q.value = words;
    for (const input of this.#inputs) {
      input.checked = input.value ? Boolean(chosen[input.name]?.includes(input.value)) : !chosen[input.name];
    }
    this.#strange = strange;
    this.toggleAttribute("data-waiting", !this.#finder && !isEmpty({ words, chosen }));
    this.#show();
  };

  // Typing changes the present address; each chip is a step that Back undoes.
  #choose = (event) => {
    const address = location.pathname + queryOf(this.#choice);
    if (event.target === this.#form.elements.q) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.#strange = false;
    this.#show();
  };

  /** The results are there already: the keyboard of the phone makes room for them. */
  #submit = (event) => {
    event.preventDefault();
    this.#form.elements.q.blur();
  };

  #press = (event) => {
    const button = event.target.closest("[data-action]");
    if (!button) return;
    if (button.dataset.action === "clear") {
      this.#form.elements.q.value = "";
      for (const input of this.#inputs) input.checked = !input.value;
    } else {
      const { name, value } = button.dataset;
      for (const input of this.#inputs) {
        if (input.name === name) input.checked = input.type === "radio" ? !input.value : input.checked && input.value !== value;
      }
    }
    this.#form.querySelector("summary").focus({ preventScroll: true }); // what was pressed goes
    this.#choose(event);
  };

  // ---- results ----

  #show() {
    const choice = this.#choice;
    this.#showChosen(choice);
    for (const link of document.querySelectorAll(".languages")) {
      link.setAttribute("href", link.pathname + queryOf(choice));
    }
    if (!this.#finder) return;
    const { paths, ranked, left, loose, unsaid } = this.#finder.find(choice);
    this.#list(paths, ranked);
    const near = [
      left.length === 1 && "one-left",
      left.length > 1 && "left",
      loose && "loose",
      unsaid && "unsaid",
      this.#strange && "strange",
    ].filter(Boolean);
    fillValues(this.#sum, { number: paths.length, left: left.map((name) => this.#labels(name, choice)).join(", ") });
    this.#tell([...near, isEmpty(choice) ? "all" : paths.length === 1 ? "one" : "many"]);
  }

  #list(paths, ranked) {
    const listed = `${ranked} ${paths}`;
    if (listed === this.#listed) return; // one more letter often changes nothing
    this.#listed = listed;
    const rows = (wanted) => wanted.map((path) => this.#rows.get(path)).filter(Boolean);
    this.#best.hidden = !ranked;
    this.#best.querySelector(".list").replaceChildren(...(ranked ? rows(paths) : []));
    for (const section of this.#sections) {
      const here = ranked ? [] : paths.filter((path) => this.#homes.get(path) === section);
      section.hidden = !here.length;
      section.querySelector(".list").replaceChildren(...rows(here));
    }
  }

  #tell(states) {
    showWhen(this.#sum, ...states);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const said = [...this.#sum.children].filter((part) => !part.hidden).map((part) => part.textContent.trim());
      this.querySelector("[role=status]").textContent = said.join(" ");
    }, PAUSE);
  }

  /** What a person reads on the chips of a filter that are pressed. */
  #labels(name, { chosen }) {
    return this.#inputs
      .filter((input) => input.name === name && chosen[name]?.includes(input.value))
      .map((input) => input.parentElement.textContent.trim())
      .join(", ");
  }

  /** Each chip that is pressed once more, outside the fold, to take it back. */
  #showChosen({ words, chosen }) {
    const place = this.querySelector("[data-chosen]");
    const model = this.querySelector("template").content.firstElementChild;
    const chips = Object.entries(chosen).flatMap(([name, values]) =>
      values.map((value) => {
        const chip = model.cloneNode(true);
        const button = chip.querySelector("button");
        Object.assign(button.dataset, { name, value });
        fillValues(chip, { label: this.#labels(name, { chosen: { [name]: [value] } }) });
        return chip;
      }),
    );
    place.replaceChildren(...chips);
    place.hidden = !chips.length;
    this.querySelector("[data-action=clear]").hidden = isEmpty({ words, chosen });
  }
}

customElements.define("find-entries", FindEntries);
