// Shows on any page what the answers of the safety check change: rows of lists, a technique, the
// steps of a routine, the days of a programme. Only whoever has answers loads this. It writes no
// words: they stand on the page of the check, and rows are borrowed from the lists.

import { isAdapted, loadHealth, withImplied } from "../health.js";
import { addressOf, nameIn, pageOf, pathOf, rowOf, rowsOf } from "../rows.js";
import { adapt, insteadOf, judge, stepsOf, substituteFor } from "../safety.js";
import { clockText } from "../session.js";
import { fillValues, showWhen } from "./states.js";

/** An element and those in it. */
const all = (root, selector) =>
  [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];

/** Whys that only say how, or that something must be asked first: no reason to leave it. */
const MILD = new Set(["lighter", "ask", "easier"]);

class ForYou {
  #facts;
  #profile;
  #check;
  /** Condition → the one that the person answered: itself, or what brings it along. */
  #told = new Map();
  #plans = new Map();
  #seen = new WeakSet();

  constructor({ facts, answers, profile }, check) {
    this.#facts = facts;
    this.#profile = profile;
    this.#check = check;
    for (const answered of Object.keys(answers.conditions)) {
      for (const id of withImplied(facts, answered)) {
        if (id === answered || !this.#told.has(id)) this.#told.set(id, answered);
      }
    }
  }

  start() {
    if (this.#profile.stopped) return this.#stop();
    this.#sweep(document.body);
    const path = pathOf(location.pathname);
    if (this.#facts.routines[path]) this.#showRoutine(path);
    for (const link of document.querySelectorAll('a.button[href$="/play"]')) this.#showStart(link);
    // Rows and techniques that come later: what is found, chosen on the map or opened over a routine.
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node instanceof Element) this.#sweep(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  }

  #sweep(root) {
    for (const link of all(root, "a.row, a.sitting, a.plan")) this.#mark(link);
    for (const article of all(root, "[data-technique]")) this.#showTechnique(article);
  }

  // ---- what holds ----

  #judge = (id) => judge(this.#facts, this.#profile, id);

  #planOf(path) {
    if (!this.#plans.has(path)) {
      const steps = stepsOf(this.#facts, path);
      this.#plans.set(path, adapt(this.#facts, this.#profile, steps, this.#facts.caps[path]));
    }
    return this.#plans.get(path);
  }

  /** What to say about the page that an address leads to; undefined when nothing is different. */
  #verdict(path) {
    const [kind, id] = path.split("/");
    const technique = kind === "techniques" && this.#facts.techniques[id];
    if (technique) {
      const verdict = this.#judge(id);
      if (!verdict.allowed) return "not";
      return verdict.locked ? "ask" : isAdapted(technique, verdict) ? "adapted" : undefined;
    }
    const sessions = this.#facts.programmes[path];
    if (sessions) return sessions.some((each) => this.#verdict(each)) ? "adapted" : undefined;
    if (!this.#facts.routines[path]) return undefined;
    const plan = this.#planOf(path);
    if (!plan.offered) return "not";
    return plan.asks.length ? "ask" : plan.changed ? "adapted" : undefined;
  }

  // ---- words ----

  /** One of the pieces, filled in, with the states that hold. */
  #part(name, values = {}, states = []) {
    const pieces = this.#check.getElementById("for-you").content;
    const part = document.importNode(pieces.querySelector(`[data-part="${name}"]`), true);
    part.removeAttribute("data-part");
    showWhen(part, ...states);
    fillValues(part, values);
    return part;
  }

  #label = (id) => this.#check.getElementById(`ask-${id}`)?.textContent ?? "";

  #time(seconds) {
    if (seconds < 120) return this.#part("seconds", { number: seconds });
    return this.#part("minutes", { number: seconds % 60 ? clockText(seconds) : seconds / 60 });
  }

  /** Why, each condition once, in the words in which it was asked; a closed place has none. */
  #reasons(reasons) {
    const once = new Map(reasons.map(({ condition, why }) => [this.#told.get(condition), why]));
    return [...once].map(([answered, why]) => this.#part("reason", { label: this.#label(answered) }, [why]));
  }

  /** A band that says what is different, why, and where to ask or to change the answers. */
  #band(name, states, values, reasons, asks) {
    const band = this.#part(name, values, [...states, reasons.length && "why"]);
    band.querySelector("[data-reasons]").append(...this.#reasons(reasons));
    if (asks.length) band.querySelector("[data-ask]").hash = this.#told.get(asks[0]);
    return band;
  }

  // ---- a red flag: help and information, nothing to begin ----

  #stop() {
    const flags = this.#profile.ids.filter((id) => this.#facts.conditions[id].severity === "red-flag");
    document.documentElement.dataset.forYou = "stop";
    const band = this.#part("stop");
    band.querySelector("[data-reasons]").append(...flags.map((id) =>
      this.#part("flag", {
        label: this.#label(id),
        help: this.#check.querySelector(`#${id} [data-help]`).textContent.trim(),
      })));
    document.querySelector(".go")?.prepend(band);
  }

  // ---- a row ----

  #mark(link) {
    if (this.#seen.has(link) || link.matches("technique-sheet > .list .row")) return;
    this.#seen.add(link);
    const verdict = this.#verdict(pathOf(link.pathname));
    if (!verdict) return;
    link.dataset.forYou = verdict;
    const text = link.matches(".plan") ? link
      : link.querySelector(".row__name")?.parentElement ?? link.querySelector("span:not(.row__number)");
    text.append(this.#part(verdict));
  }

  // ---- a technique, on its page or over a routine ----

  async #showTechnique(article) {
    const id = article.dataset.technique;
    const technique = this.#facts.techniques[id];
    const verdict = this.#judge(id);
    const states = {
      not: !verdict.allowed,
      ask: verdict.allowed && verdict.locked,
      easier: verdict.allowed && verdict.easier,
      tools: verdict.allowed && verdict.lost.length > 0,
      lighter: verdict.allowed && (verdict.cap < technique.cap || verdict.seconds < technique.dose[1]),
    };
    const holds = Object.keys(states).filter((state) => states[state]);
    if (!holds.length) return;
    const title = ["not", "ask", "lighter"].find((state) => states[state]) ?? "other";
    const reasons = states.not ? verdict.reasons.filter(({ why }) => !MILD.has(why)) : verdict.reasons;
    const shown = holds.filter((state) => state !== "lighter" || title === "lighter");
    const band = this.#band("technique", [...shown, title], {}, reasons, verdict.asks);
    const sheet = article.closest(".sheet");
    if (states.not) return this.#leaveOut(article, band, id, sheet);
    if (sheet) article.before(band);
    else document.querySelector(".go").prepend(band);
    if (states.lighter) this.#lighten(article, technique, verdict);
    for (const tool of verdict.lost) {
      for (const name of article.querySelectorAll(`[data-tool="${tool}"]`)) {
        const struck = document.createElement("s");
        struck.append(...name.childNodes);
        name.append(struck);
      }
    }
    if (states.easier || states.lighter) article.querySelector("[data-stronger]")?.remove();
  }

  async #leaveOut(article, band, id, sheet) {
    article.hidden = true;
    article.before(band);
    if (!sheet) document.body.dataset.forYou = "not";
    const button = band.querySelector("[data-action=read]");
    button.addEventListener("click", () => {
      article.hidden = false;
      article.tabIndex = -1;
      article.focus({ preventScroll: true });
      button.remove();
    });
    const instead = substituteFor(this.#facts, this.#profile, id);
    band.querySelector("[data-rows]").append(...(await rowsOf(instead ? [`techniques/${instead}`] : [])));
  }

  /** The numbers that hold for this person beside those for anybody. */
  #lighten(article, { target, cap, dose: [, seconds] }, verdict) {
    const aim = Math.min(target, verdict.cap);
    if (verdict.seconds < seconds) this.#replace(article, "seconds", this.#time(verdict.seconds));
    if (aim < target) this.#replace(article, "pressure", this.#part("score", { number: aim }));
    const scale = article.querySelector(".pressure");
    if (!scale || verdict.cap >= cap) return;
    article.querySelector("[data-scale]").textContent = this.#part("scale").textContent;
    this.#redraw(scale, aim, verdict.cap);
  }

  #replace(article, name, now) {
    const place = article.querySelector(`[data-fact=${name}]`);
    const fact = this.#part("fact");
    fact.querySelector("[data-was]").append(...place.childNodes);
    fact.querySelector("[data-now]").append(now);
    place.append(fact);
  }

  /** The scale of macros.html for another aim and another limit. */
  #redraw(scale, target, cap) {
    const numbers = [...scale.querySelectorAll("text")];
    const at = (number) => Number(numbers[number].getAttribute("x"));
    const place = (shape, values) => {
      for (const [name, value] of Object.entries(values)) shape.setAttribute(name, value);
    };
    const low = Math.max(target - 1, 1);
    const high = Math.min(target + 1, cap);
    place(scale.querySelector(".pressure__zone"), { x: at(low) - 15, width: at(high) - at(low) + 30 });
    place(scale.querySelector("rect[fill]"), { x: at(cap) + 15, width: 313 - at(cap) });
    place(scale.querySelector(".give__ball"), { cx: at(target), cy: numbers[target].dataset.ball });
    for (const [number, text] of numbers.entries()) {
      text.classList.toggle("pressure__number--target", number === target);
      text.classList.toggle("pressure__number--over", number > cap);
    }
    place(scale.querySelector("svg"), { "aria-label": this.#part("aim", { target, cap }).textContent });
    scale.querySelector("[data-above]").textContent = this.#part("above", { cap }).textContent;
  }

  // ---- a routine ----

  async #showRoutine(path) {
    const plan = this.#planOf(path);
    if (plan.offered && !plan.asks.length && !plan.changed) return;
    const better = plan.offered && !plan.different ? [] : insteadOf(this.#facts, this.#profile, path);
    const rows = [...document.querySelectorAll("technique-sheet > .list .row")];
    const marks = await Promise.all(rows.map((_, index) => this.#step(path, plan, index)));
    const changed = marks.filter(Boolean).length;
    const title = !plan.offered ? "not" : plan.asks.length ? "ask" : plan.different ? "different" : "adapted";
    const band = this.#band(
      "routine",
      [title, plan.offered && !plan.asks.length && changed && "steps", plan.slower && "slower", better.length && "better"],
      { changed, total: rows.length },
      plan.steps.flatMap(({ reasons }) => reasons),
      plan.asks,
    );
    band.querySelector("[data-rows]").append(...(await rowsOf(better)));
    document.querySelector(".go").prepend(band);
    for (const [index, mark] of marks.entries()) {
      if (!mark) continue;
      rows[index].dataset.forYou = plan.steps[index].from ? "not" : "adapted";
      rows[index].append(mark);
    }
  }

  /** What is different in one step; null when nothing is. */
  async #step(path, plan, index) {
    const { technique: id, seconds } = stepsOf(this.#facts, path)[index];
    const step = plan.steps[index];
    const states = {
      rest: step.rest,
      swap: step.from && !step.rest,
      less: !step.from && step.seconds < seconds,
      cap: !step.rest && step.lighter,
      easier: step.easier,
    };
    const holds = Object.keys(states).filter((state) => states[state]);
    if (!holds.length) return null;
    const row = states.swap && (await rowOf(`techniques/${step.technique}`));
    const once = this.#time(step.seconds).textContent;
    const both = step.side === "left-right" ? this.#part("both", { time: once }).textContent : once;
    const time = both.replaceAll(" ", "\u00a0"); // never broken over two lines
    return this.#part("step", { name: row ? nameIn(row) : "", time, cap: step.cap }, holds);
  }

  /** The button that begins a routine says what is different; where it is not for now, it leads on. */
  async #showStart(link) {
    const path = pathOf(link.pathname);
    const verdict = this.#verdict(path);
    if (verdict === "adapted") {
      const name = link.querySelector(".visually-hidden");
      link.replaceChildren(...this.#part("start-adapted").childNodes, ...(name ? [name] : []));
    } else if (verdict === "ask") {
      link.replaceChildren(...this.#part("start-ask").childNodes);
      link.href = `${addressOf("health")}#${this.#told.get(this.#planOf(path).asks[0])}`;
    } else if (verdict === "not") {
      const [row] = await rowsOf(insteadOf(this.#facts, this.#profile, path));
      link.hidden = !row;
      if (!row) return;
      link.replaceChildren(...this.#part("start-other", { name: nameIn(row) }).childNodes);
      link.href = row.querySelector("a").href;
    }
  }
}

async function start() {
  const health = await loadHealth();
  const page = pathOf(location.pathname);
  if (health && page !== "health") new ForYou(health, await pageOf("health")).start();
}

start();
