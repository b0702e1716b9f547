// <routine-player>: follows a routine. Makes a plan of the steps in the page, listens to the clock,
// shows the state of the session at its time, and tells the signals. Holds no time of its own and
// no sentences: every word is in the page already.

import { PlainClock, TrackClock } from "../clock.js";
import { holdSession } from "../offline.js";
import { followedBy, said } from "../phrases.js";
import {
  RESUMABLE, clockText, cuesBetween, isPlanOf, isWork, lengthOf, nextTime, previousTime, stateAt,
  stayLonger,
} from "../session.js";
import {
  AwakeScreen, canSpeak, claimPlayback, hush, leaveLockScreen, placeOnLockScreen,
  showOnLockScreen, speak, vibrate,
} from "../signals.js";
import * as store from "../store.js";
import { planOf } from "../timeline.js";
import { trackOf } from "../track.js";
import { fillValues, showWhen } from "./states.js";

/** Seconds that "stay longer" and "more time" add. */
const LONGER = { hold: 30, pause: 15 };

/** Milliseconds in which the store should have answered. */
const STORE_LIMIT = 1500;

/** A killed browser may lose this many milliseconds, not more. */
const KEEP_EVERY = 500;

/** A cue that is this many seconds old is no longer announced: the person was not there. */
const STALE = 2;

/** Before these the voice may finish: the pause between two steps is short for all there is to say. */
const FINISH_BEFORE = new Set(["settle", "hold", "rest"]);

/** Which view shows which kind of cue. */
const VIEWS = { transition: "settle", settle: "settle", swap: "swap", hold: "hold", rest: "hold", end: "end" };

/** Texts that the page holds, by the name that each has in an attribute of data. */
const textsOf = (root, key) => Object.fromEntries(
  [...root.querySelectorAll(`[data-${key}]`)].map((part) => [part.dataset[key], part.textContent]),
);

/** A step as the page has it: its seconds, and its words by name. */
function readStep(item) {
  const { side, field, seconds, swap, transition } = item.dataset;
  return {
    ...textsOf(item, "word"),
    side,
    field,
    seconds: Number(seconds),
    swap: Number(swap),
    transition: Number(transition),
    still: "still" in item.dataset,
    picture: item.querySelector("[data-picture]"),
  };
}

class RoutinePlayer extends HTMLElement {
  #plan;
  #original;
  #phrases;
  #steps;
  #clock = null;
  #screen = new AwakeScreen();
  #releaseSession = null;
  #lastTime = -1;
  #shown = "";
  #kept = 0;
  #voice = true;
  #frame = 0;
  #language = document.documentElement.lang;

  connectedCallback() {
    this.#steps = [...this.querySelectorAll("[data-steps] > li")].map(readStep);
    this.#phrases = textsOf(this, "phrase");
    this.#original = planOf(this.#steps);
    this.#plan = this.#original;
    this.#listen();
    this.#prepare();
  }

  disconnectedCallback() {
    this.#leave();
  }

  // ---- before ----

  async #prepare() {
    this.#show("ready");
    this.#paint(0);
    this.#showVoice();
    globalThis.speechSynthesis?.addEventListener("voiceschanged", () => this.#showVoice());
    // Which button it will be is known in a moment; a store that hangs must not keep it back.
    const [kept, voice] = await Promise.race([
      Promise.all([store.getCheckpoint(), store.getSetting("voice")]),
      new Promise((resolve) => setTimeout(resolve, STORE_LIMIT, [])),
    ]);
    this.#voice = voice ?? true;
    this.#showVoice();
    if (!store.lasting) this.#tell("unkept");
    const resumable = this.#canResume(kept);
    this.#find("[data-first]").hidden = resumable;
    if (!resumable) return;
    const { phase } = stateAt(kept.plan, kept.time);
    const resume = this.#find("[data-resume]");
    fillValues(resume, { clock: clockText(kept.time) });
    showWhen(resume, phase.side);
    resume.hidden = false;
  }

  #canResume(kept) {
    return Boolean(kept) && kept.page === this.dataset.page && Date.now() - kept.at < RESUMABLE
      && isPlanOf(kept.plan, this.#original) && kept.time < lengthOf(kept.plan);
  }

  // ---- starting: everything here runs within the tap, or the browser allows no sound ----

  async #start(plan, time) {
    if (this.#clock) return;
    this.#plan = plan;
    claimPlayback();
    const audio = this.#find("audio");
    this.#takeClock(new TrackClock(audio));
    this.#lastTime = time - 0.001;
    const track = trackOf(plan, (type) => audio.canPlayType(type) !== "");
    try {
      if (!track) throw new Error("no format that this browser plays");
      await this.#clock.load(track, time, true);
    } catch {
      await this.#goSilent(time, true);
    }
    this.#releaseSession = holdSession();
    if (!(await this.#screen.keep())) this.#tell("sleeps");
    const { phase } = stateAt(plan, time);
    if (phase.at < time) this.#say(phase); // going on in the middle: say where we are
    this.#showLockScreen();
    this.#update();
  }

  /** The browser plays nothing: the same session on the time that passes. */
  async #goSilent(time, playing) {
    this.#tell("silent");
    this.#takeClock(new PlainClock());
    await this.#clock.load(null, time, playing);
  }

  #takeClock(clock) {
    this.#clock?.release();
    this.#clock = clock;
    clock.addEventListener("tick", this.#update);
    clock.addEventListener("change", this.#changed);
    clock.addEventListener("fail", () => this.#goSilent(Math.max(0, this.#lastTime), true));
  }

  async #resume() {
    const kept = await store.getCheckpoint();
    if (this.#canResume(kept)) await this.#start(kept.plan, kept.time);
    else await this.#start(this.#original, 0);
  }

  // ---- while it runs ----

  #changed = () => {
    this.#update();
    this.#keep(true);
    if (this.#clock) placeOnLockScreen(this.#clock.time, lengthOf(this.#plan), this.#clock.playing);
  };

  #update = () => {
    if (!this.#clock) return;
    const { time } = this.#clock;
    const state = stateAt(this.#plan, time);
    this.#announce(time, state);
    this.#paint(time);
    if (state.over) return this.#finish();
    // Behind the sheet the view stays as it was.
    if (!this.#sheet.open) this.#show(this.#clock.playing ? VIEWS[state.phase.kind] : "paused");
    this.#keep();
    cancelAnimationFrame(this.#frame);
    if (this.#clock.playing && !document.hidden) this.#frame = requestAnimationFrame(this.#update);
  };

  /** Say each cue once; after a sleep or a jump, only where it ended. */
  #announce(time, state) {
    const since = this.#lastTime;
    this.#lastTime = time;
    const awake = time >= since && time - since < STALE;
    const missed = stateAt(this.#plan, since).phase !== state.phase;
    const cue = awake ? cuesBetween(this.#plan, since, time).at(-1) : missed && state.phase;
    if (cue) this.#say(cue, awake);
  }

  /** When the session flows from one step to the next, the voice finishes what it was saying. */
  #say(cue, flowing = false) {
    const words = said(cue, this.#steps, this.#phrases);
    this.#find("[data-announce]").textContent = words;
    if (this.#voice && !document.hidden) speak(words, this.#language, flowing && FINISH_BEFORE.has(cue.kind));
    if (cue.kind !== "halfway" && cue.kind !== "settle") vibrate(cue.side);
    this.#showLockScreen();
  }

  /** Write where the session stands; often enough to lose a second at most. */
  #keep(now = false) {
    if (!this.#clock || (!now && Date.now() - this.#kept < KEEP_EVERY)) return;
    const { time } = this.#clock;
    if (time >= lengthOf(this.#plan)) return;
    this.#kept = Date.now();
    store.keepCheckpoint({
      page: this.dataset.page,
      names: JSON.parse(this.dataset.names),
      plan: this.#plan,
      time,
      at: Date.now(),
    });
  }

  /** Go elsewhere because somebody asked for it: what was being said no longer holds. */
  #seek(time) {
    hush();
    this.#clock.seek(time);
    this.#lastTime = time - 0.001;
    this.#update();
  }

  async #lengthen(seconds) {
    const { time, playing } = this.#clock;
    this.#plan = stayLonger(this.#plan, time, seconds);
    this.#lastTime = time;
    const audio = this.#find("audio");
    try {
      await this.#clock.load(trackOf(this.#plan, (type) => audio.canPlayType(type) !== ""), time, playing);
    } catch {
      await this.#goSilent(time, playing);
    }
    this.#keep(true);
    this.#update();
  }

  async #finish() {
    cancelAnimationFrame(this.#frame);
    this.#show("end");
    this.#screen.release();
    this.#releaseSession?.();
    this.#releaseSession = null;
    leaveLockScreen();
    await store.dropCheckpoint();
    navigator.storage?.persist?.();
  }

  #leave() {
    cancelAnimationFrame(this.#frame);
    this.#clock?.release();
    this.#clock = null;
    this.#screen.release();
    this.#releaseSession?.();
    hush();
    leaveLockScreen();
  }

  // ---- what is seen ----

  #find(selector) { return this.querySelector(selector); }

  get #sheet() { return this.querySelector("[data-much]"); }

  #view() { return this.querySelector(`[data-view="${this.#shown}"]`); }

  #show(view) {
    if (view === this.#shown) return;
    const held = this.#view()?.contains(document.activeElement);
    this.#shown = view;
    this.dataset.shown = view;
    for (const part of this.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
    if (view !== "ready") this.#find("[data-title]").classList.add("visually-hidden");
    // Focus never stays on something that has gone.
    if (held) this.#view().querySelector("[data-focus]")?.focus();
  }

  #paint(time) {
    const state = stateAt(this.#plan, time);
    const { phase } = state;
    const index = this.#plan.indexOf(phase);
    const { name, settle, easier, cue, lighter, field: ground, picture } = this.#steps[phase.step];
    this.dataset.phase = phase.kind;
    this.dataset.side = phase.side;
    for (const field of ["straw", "apricot", "sea", "dusk"]) {
      this.classList.toggle(`field--${field}`, field === ground);
    }
    const key = `${phase.step} ${phase.side} ${index}`;
    if (this.#painted !== key) {
      this.#painted = key;
      fillValues(this, {
        step: name,
        settle,
        easier,
        cue,
        lighter,
        next: isWork(phase) ? followedBy(phase, this.#steps, this.#phrases) : "",
      });
      for (const place of this.querySelectorAll("[data-place=picture]")) {
        place.replaceChildren(...[...picture.childNodes].map((node) => node.cloneNode(true)));
      }
      for (const word of this.querySelectorAll("[data-side-word]")) {
        word.hidden = word.dataset.sideWord !== phase.side;
      }
      for (const word of this.querySelectorAll("[data-kind-word]")) {
        word.hidden = word.dataset.kindWord !== phase.kind;
      }
      this.#find("[data-progress]").setAttribute("aria-valuenow", phase.step + 1);
      [...this.querySelectorAll("[data-progress] > *")].forEach((bar, number) => {
        bar.dataset.state = number < phase.step ? "done" : number === phase.step ? "now" : "";
      });
    }
    // In a pause the count runs to the moment the next practice begins.
    const begins = this.#plan.find((next) => next.at > time && isWork(next));
    const pausing = phase.kind === "transition" || phase.kind === "settle" || phase.kind === "swap";
    const left = pausing && begins ? begins.at - time : state.left;
    this.#write({ left: clockText(left), count: String(Math.max(0, Math.ceil(left - 0.001))), total: clockText(state.total) });
    this.style.setProperty("--done", state.done.toFixed(4));
  }

  #painted = "";
  #written = {};

  #write(values) {
    const changed = Object.entries(values).filter(([name, value]) => this.#written[name] !== value);
    if (changed.length) fillValues(this, Object.fromEntries(changed));
    this.#written = { ...this.#written, ...values };
  }

  #showLockScreen() {
    const { phase } = stateAt(this.#plan, Math.max(0, this.#lastTime));
    const side = this.querySelector(`[data-side-name="${phase.side}"]`)?.textContent;
    const { name } = this.#steps[phase.step];
    showOnLockScreen({
      title: side ? `${name} · ${side}` : name,
      artist: this.#find("[data-title]").textContent,
      artwork: this.dataset.artwork,
      actions: {
        play: () => this.#clock?.play(),
        pause: () => this.#clock?.pause(),
        previoustrack: () => this.#act("previous"),
        nexttrack: () => this.#act("next"),
      },
    });
    if (this.#clock) placeOnLockScreen(this.#clock.time, lengthOf(this.#plan), this.#clock.playing);
  }

  #showVoice() {
    const button = this.#find("[data-action=voice]");
    button.hidden = !canSpeak(this.#language);
    button.setAttribute("aria-pressed", String(this.#voice));
  }

  /** Say once what this browser refuses; the session goes on. */
  #tell(what) {
    const note = this.querySelector(`[data-note="${what}"]`);
    if (note) note.hidden = false;
  }

  // ---- what is pressed ----

  #listen() {
    this.addEventListener("click", (event) => {
      const action = event.target.closest("[data-action]")?.dataset.action;
      if (action) this.#act(action);
    });
    this.#sheet.addEventListener("close", () => this.#update());
    document.addEventListener("visibilitychange", () => {
      this.#keep(true);
      this.#update();
    });
    addEventListener("pagehide", () => this.#keep(true));
  }

  #act(action) {
    const clock = this.#clock;
    if (action === "start") return this.#start(this.#original, 0);
    if (action === "resume") return this.#resume();
    if (action === "voice") {
      this.#voice = !this.#voice;
      if (!this.#voice) hush();
      this.#showVoice();
      return store.setSetting("voice", this.#voice);
    }
    if (!clock) return;
    const { time } = clock;
    switch (action) {
      case "pause":
        hush();
        return clock.pause();
      case "go":
        return clock.play();
      case "ready":
      case "next":
        return this.#seek(nextTime(this.#plan, time));
      case "previous":
        return this.#seek(previousTime(this.#plan, time));
      case "again":
        this.#seek(stateAt(this.#plan, time).phase.at);
        return clock.play();
      case "skip":
        this.#sheet.close();
        this.#seek(nextTime(this.#plan, time));
        return clock.play();
      case "longer":
        return this.#lengthen(LONGER.hold);
      case "more-time":
        return this.#lengthen(LONGER.pause);
      case "much":
        hush();
        this.#sheet.showModal();
        return clock.pause();
      case "softer":
        this.#sheet.close();
        return clock.play();
      case "stop":
        return this.#stop();
    }
  }

  /** End here: the end view, without the last bell. */
  async #stop() {
    this.#clock.release();
    this.#clock = null;
    this.#sheet.close();
    hush();
    await this.#finish();
  }
}

customElements.define("routine-player", RoutinePlayer);
