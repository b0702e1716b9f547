// <health-check>: the questions of the safety check. The server wrote what is asked; this puts the
// answers to it, keeps each at once, and tells how much stays for this person.

import { isAdapted, loadFacts, withImplied } from "../health.js";
import { REPEAT_AFTER, judge, profileOf, readAnswers } from "../safety.js";
import * as store from "../store.js";
import { fillValues, showWhen } from "./states.js";

const dateText = (moment) =>
  new Date(moment).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });

const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

class HealthCheck extends HTMLElement {
  #questions = [...this.querySelectorAll("[data-condition]")];
  #status = this.querySelector("[role=status]");
  #dock = document.querySelector(".check-up__dock");
  #dialog = this.querySelector("dialog");
  #facts = null;
  #answers = null;

  async connectedCallback() {
    for (const question of this.#questions) this.#prepare(question);
    try {
      const [facts, kept] = await Promise.all([loadFacts(), store.getSetting("health")]);
      this.#facts = facts;
      this.#answers = readAnswers(facts, kept, Date.now());
    } catch {
      // Then it is a list to read: nobody answers what is not kept.
      for (const pills of this.querySelectorAll("[role=radiogroup]")) pills.remove();
      for (const help of this.querySelectorAll("[data-help]")) help.hidden = false;
      return showWhen(this.#status, "failed");
    }
    for (const part of this.querySelectorAll("[data-scripted]")) part.hidden = false;
    this.#dock.hidden = false;
    this.addEventListener("change", this.#answer);
    this.addEventListener("click", this.#press);
    this.#dock.querySelector("[data-action=done]").addEventListener("click", this.#done);
    addEventListener("hashchange", this.#open);
    this.#restore();
    this.#open();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#open);
  }

  // ---- the questions ----

  /** No, yes or I don't know, below what is asked. */
  #prepare(question) {
    const pills = piece("answers");
    pills.setAttribute("aria-labelledby", `ask-${question.id}`);
    for (const input of pills.querySelectorAll("input")) input.name = question.id;
    question.querySelector("p").after(pills);
    this.#reveal(question, "no");
  }

  #reveal(question, answer) {
    question.dataset.answer = answer;
    for (const more of question.querySelectorAll("[data-help], [data-see]")) more.hidden = answer === "no";
  }

  #restore() {
    const { conditions } = this.#answers;
    for (const question of this.#questions) {
      const answer = conditions[question.id] ?? "no";
      question.querySelector(`[value=${answer}]`).checked = true;
      this.#reveal(question, answer);
    }
    this.#show();
    this.#tell();
  }

  /** Whoever comes for one question finds it unfolded. */
  #open = () => {
    const asked = this.#questions.find((question) => `#${question.id}` === location.hash);
    if (!asked) return;
    const fold = asked.closest("details");
    if (fold) fold.open = true;
    asked.scrollIntoView({ block: "center" });
  };

  // ---- answers ----

  #answer = ({ target }) => {
    const question = target.closest("[data-condition]");
    if (!question) return;
    const { id } = question;
    if (target.dataset.region) this.#pick(id, target);
    else if ("asked" in target.dataset) this.#confirm(id, target.checked);
    else {
      this.#set("conditions", id, target.value === "no" ? undefined : target.value);
      this.#set("since", id, target.value === "no" ? undefined : Date.now());
      if (target.value === "no") {
        this.#set("picked", id, undefined);
        this.#confirm(id, false);
      }
      this.#reveal(question, target.value);
    }
    this.#show();
    this.#keep();
  };

  #set(part, id, value) {
    if (value === undefined) delete this.#answers[part][id];
    else this.#answers[part][id] = value;
  }

  #pick(id, { dataset: { region }, checked }) {
    const others = (this.#answers.picked[id] ?? []).filter((other) => other !== region);
    this.#set("picked", id, checked ? [...others, region] : others);
  }

  /** Whoever talked about one talked about what it brings with it. */
  #confirm(id, asked) {
    for (const one of withImplied(this.#facts, id)) {
      this.#set("confirmed", one, asked ? Date.now() : undefined);
    }
  }

  async #keep() {
    this.#answers.at = Date.now();
    await store.setSetting("health", this.#answers);
    this.#tell();
  }

  // ---- what is shown ----

  #show() {
    const now = Date.now();
    const { conditions } = this.#answers;
    const profile = profileOf(this.#facts, this.#answers, now);
    const techniques = Object.entries(this.#facts.techniques);
    const verdicts = techniques.map(([id, technique]) => ({ technique, ...judge(this.#facts, profile, id) }));
    const open = new Set(verdicts.flatMap(({ asks }) => asks));
    for (const question of this.#questions) {
      this.#showPlaces(question);
      this.#showAsked(question, open, now);
    }
    for (const theme of this.querySelectorAll(".theme")) {
      const told = theme.querySelectorAll("[data-condition]:not([data-answer=no])").length;
      const state = theme.querySelector(".theme__told");
      fillValues(state, { number: told });
      showWhen(state, told === 1 ? "one" : told && "many");
    }
    const left = verdicts.filter(({ allowed }) => allowed);
    const adapted = left.filter((verdict) => isAdapted(verdict.technique, verdict)).length;
    const asks = left.filter(({ locked }) => locked).length;
    const stop = this.#questions.some(({ id, dataset }) =>
      this.#facts.conditions[id].severity === "red-flag" && dataset.answer !== "no");
    fillValues(this.#dock, { fits: left.length, total: verdicts.length, adapted, asks });
    showWhen(
      this.#dock,
      ...(stop ? ["stop"] : [left.length === verdicts.length ? "all" : "some", adapted && "lighter", asks && "ask"]),
    );
    this.toggleAttribute("data-answered", Object.keys(conditions).length > 0);
  }

  #showPlaces(question) {
    const { regions = [], blockRegions = [] } = this.#facts.conditions[question.id];
    const wanted = question.dataset.answer !== "no" && [...regions, ...blockRegions].includes("picked");
    let places = question.querySelector("fieldset");
    if (!wanted) return places?.remove();
    if (!places) question.append((places = piece("places")));
    const picked = this.#answers.picked[question.id] ?? [];
    for (const input of places.querySelectorAll("input")) {
      input.checked = picked.includes(input.dataset.region);
    }
    showWhen(places, !picked.length && "open");
  }

  #showAsked(question, open, now) {
    const own = [...withImplied(this.#facts, question.id)];
    const confirmed = this.#answers.confirmed[question.id];
    const fresh = now - confirmed < REPEAT_AFTER;
    const wanted = question.dataset.answer !== "no" && (fresh || own.some((id) => open.has(id)));
    let asked = question.querySelector("label.question__more");
    if (!wanted) return asked?.remove();
    if (!asked) question.append((asked = piece("asked")));
    asked.querySelector("input").checked = fresh;
    if (fresh) fillValues(asked, { date: dateText(confirmed) });
    showWhen(asked, fresh ? "confirmed" : "open");
  }

  #tell(...more) {
    const { at, conditions } = this.#answers;
    // A stop signal in a session takes the moment away: then it is time as well.
    const told = at || Object.keys(conditions).some((id) => !this.#facts.conditions[id].lasts);
    const due = told && Date.now() - at > REPEAT_AFTER;
    if (at) fillValues(this.#status, { date: dateText(at) });
    showWhen(this.#status, at && "kept", due && "due", !store.lasting && "unkept", ...more);
  }

  // ---- what is pressed ----

  #press = ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "erase") this.#dialog.showModal();
    else if (action === "sure") this.#erase();
    else if (action === "keep" || target === this.#dialog) this.#dialog.close();
  };

  async #erase() {
    this.#dialog.close();
    await store.dropSetting("health");
    this.#answers = readAnswers(this.#facts, undefined, Date.now());
    this.#restore();
    this.#tell("erased");
  }

  /** Whoever has nothing to tell has told that: it is kept before the page goes. */
  #done = async (event) => {
    event.preventDefault();
    const { href } = event.currentTarget;
    await this.#keep();
    location.assign(href);
  };
}

customElements.define("health-check", HealthCheck);
