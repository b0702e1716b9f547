// <routine-player>: follows a routine. Makes a course of the steps in the page, listens to the clock,
// shows the state of the session at its time, and tells the signals. Holds no time of its own and
// no sentences: every word is in the page already.

import { breathAt, scanAt, strokeAt } from "../breath.js";
import { PlainClock, TrackClock } from "../clock.js";
import { Course } from "../course.js";
import { dayOf } from "../days.js";
import { EASES_WITHIN } from "../much.js";
import { holdSession } from "../offline.js";
import { followedBy, said } from "../phrases.js";
import { RESUMABLE, clockText, cuesBetween, isWork, nextTime, previousTime } from "../session.js";
import {
  AwakeScreen, canSpeak, claimPlayback, hush, leaveLockScreen, placeOnLockScreen,
  showOnLockScreen, speak, vibrate,
} from "../signals.js";
import { capOf, holdsOf, mayBeFirmer, mayBeStronger, readLevel } from "../progression.js";
import * as store from "../store.js";
import { DEFAULTS, readLonger, readWishes } from "../wishes.js";
import { fillValues, showWhen } from "./states.js";

/** Seconds that "stay longer" and "more time" add. */
const LONGER = { hold: 30, pause: 15 };

/** Milliseconds in which the store should have answered. */
const STORE_LIMIT = 1500;

/** A killed browser may lose this many milliseconds, not more. */
const KEEP_EVERY = 500;

/** A cue that is this many seconds old is no longer announced: the person was not there. */
const STALE = 2;

/** So many seconds before a step ends it is told how to get into the next one. */
const SOON = 20;

/** A dimmed screen that was touched stays bright for so many milliseconds. */
const BRIGHT = 8000;

/** Before these the voice may finish: the pause between two steps is short for all there is to say. */
const FINISH_BEFORE = new Set(["settle", "hold", "rest"]);

/** Which view shows which kind of cue. */
const VIEWS = {
  transition: "settle", settle: "settle", wait: "settle", swap: "swap", hold: "hold", rest: "hold", end: "end",
};

/** What keys do while practising; the buttons name them (aria-keyshortcuts). */
const KEYS = { " ": "toggle", ArrowLeft: "previous", ArrowRight: "next", "+": "longer", x: "much", f: "far" };

/** What the answers of a person may say that lets a session begin. */
const MAY_START = new Set(["whole", "adapted", "different"]);

/** Texts that the page holds, by the name that each has in an attribute of data. */
const textsOf = (root, key) => Object.fromEntries(
  [...root.querySelectorAll(`[data-${key}]`)].map((part) => [part.dataset[key], part.textContent]),
);

/** A step as the page has it: its facts, which are kept, and its words, which are not. */
function readStep(item) {
  const { technique, regions, side, motion } = item.dataset;
  const number = (name) => Number(item.dataset[name]);
  const facts = {
    technique, side, motion, regions: regions.split(" "), still: "still" in item.dataset,
    seconds: number("seconds"), least: number("least"), most: number("most"), swap: number("swap"),
    transition: number("transition"), target: number("target"), cap: number("cap"),
  };
  const { field } = item.dataset;
  return { facts, words: { ...textsOf(item, "word"), field, picture: item.querySelector("[data-picture]") } };
}

class RoutinePlayer extends HTMLElement {
  #course;
  #phrases;
  #scans;
  /** Words by technique, in the language of the page. */
  #words = new Map();
  #others = null;
  #wishes = readWishes();
  #longer = {};
  /** How far this person is. */
  #level = readLevel();
  /** Modules that only a running session needs: {track, sound, voice}. */
  #tools = null;
  /** Samples of recordings by name, and where they are in the present track. */
  #clips = new Map();
  #voices = [];
  /** Whether a session that was kept may go on: what the answers of a person say of its techniques. */
  #isAllowed = () => true;
  #answered = 0;
  #offered = Promise.resolve();
  /** The steps of the page, as they are for anybody. */
  #asWritten = [];
  #clock = null;
  #screen = new AwakeScreen();
  #releaseSession = null;
  #record = null;
  #lastTime = -1;
  #recheck = Infinity;
  #over = false;
  #shown = "";
  #kept = 0;
  #frame = 0;
  #bright = 0;
  #trial = null;

  connectedCallback() {
    this.#asWritten = this.#readPage();
    this.#course = new Course(this.#asWritten, this.#wishes);
    this.#listen();
    this.#prepare();
  }

  disconnectedCallback() {
    this.#leave();
  }

  /** The words of the page, whatever its language; gives the facts of its steps. */
  #readPage() {
    const steps = [...this.querySelectorAll("[data-steps] > li")].map(readStep);
    for (const { facts, words } of steps) this.#words.set(facts.technique, words);
    this.#phrases = textsOf(this, "phrase");
    this.#scans = [...this.querySelectorAll("[data-scan-word]")].map((word) => word.textContent);
    this.#painted = "";
    this.#guided = "";
    this.#written = {};
    return steps.map(({ facts }) => facts);
  }

  get #language() { return document.documentElement.lang; }

  /** The words of a step, with what is different about it now. */
  #wordsOf({ technique, eased, capped, cap }) {
    const words = this.#words.get(technique);
    return {
      ...words,
      ...(eased && { eased: words.easier }),
      ...(capped && { lighter: this.#phrases["at-most"].replace("{}", cap) }),
    };
  }

  /** The steps as phrases want them: their words. */
  get #steps() {
    return this.#course.steps.map((step) => this.#wordsOf(step));
  }

  // ---- before ----

  async #prepare() {
    this.#show("ready");
    this.#paint(0);
    this.#showVoice();
    globalThis.speechSynthesis?.addEventListener("voiceschanged", () => this.#showVoice());
    const tools = Promise.all([
      import("../track.js"), import("../sound-test.js"), this.dataset.recordings && import("../voice.js"),
      import("./too-much.js"), import("./session-wishes.js"), import("./session-before.js"), import("./session-after.js"),
    ]);
    // Which button it will be is known in a moment; a store that hangs must not keep it back.
    const [kept, wishes, longer, level] = await Promise.race([
      Promise.all([store.getCheckpoint(), ...["wishes", "longer", "level"].map(store.getSetting)]),
      new Promise((resolve) => setTimeout(resolve, STORE_LIMIT, [])),
    ]);
    this.#wishes = readWishes(wishes);
    this.#longer = readLonger(longer);
    this.#level = readLevel(level, dayOf(new Date()));
    this.#showVoice();
    if (!store.lasting) this.#tell("unkept");
    const [track, sound, voice] = await tools.catch(() => []);
    this.#tools = { track, sound, voice };
    await this.#offer(kept);
  }

  /** One after the other: what was answered last holds. */
  #offer(kept) {
    this.#offered = this.#offered.catch(() => {}).then(() => this.#offerNow(kept));
    return this.#offered;
  }

  /** Fit the steps to the person, and offer to begin or, where one was cut off, to go on. */
  async #offerNow(kept) {
    const may = await this.#fit().catch(() => "unread");
    showWhen(this.#find("[data-fit]"), may);
    this.#wishNow();
    this.#find("[data-first]").hidden = true;
    this.#find("[data-resume]").hidden = true;
    if (!MAY_START.has(may)) return;
    this.#readOthers(); // what may take the place of a step is there when somebody asks
    const course = await this.#keptCourse(kept);
    await this.#gather();
    if (course) await this.#gather(course);
    this.#find("[data-first]").hidden = Boolean(course);
    if (!course) return;
    const { phase } = course.stateAt(kept.time);
    const resume = this.#find("[data-resume]");
    fillValues(resume, { clock: clockText(kept.time) });
    showWhen(resume, phase.side);
    resume.hidden = false;
  }

  /**
   * Make the steps those for this person, by the answers of the safety check and what today has
   * closed. Gives what there is to say; throws when there are answers that cannot be read now.
   */
  async #fit() {
    const [{ closedNow, loadHealth }, { adapt, judge }] = await Promise.all([import("../health.js"), import("../safety.js")]);
    this.#course = new Course(this.#asWritten, this.#wishes);
    if ((await closedNow())?.day) return "closed";
    const health = await loadHealth();
    if (!health) return "whole";
    const { facts, answers, profile } = health;
    const path = this.dataset.page.replace(/\/play$/, "");
    const plan = adapt(facts, profile, this.#course.steps, facts.caps[path]);
    if (profile.stopped) return "stop";
    if (!plan.offered) return "not";
    if (plan.asks.length) return "ask";
    this.#isAllowed = (technique) => judge(facts, profile, technique).allowed;
    this.#answered = Math.max(answers.at, ...Object.values(answers.since));
    if (!plan.changed) return "whole";
    this.#course = new Course(await this.#stepsFor(plan.steps), this.#wishes);
    return plan.different ? "different" : "adapted";
  }

  /** The steps of a plan of the safety check, with all that a session must know of them. */
  async #stepsFor(planned) {
    const here = new Map(this.#course.steps.map((step) => [step.technique, step]));
    const others = planned.every(({ technique }) => here.has(technique)) ? here : await this.#readOthers();
    return planned.map(({ technique, side, seconds, swap, transition, cap, lighter, shorter, easier }) => {
      const facts = here.get(technique) ?? others.get(technique);
      if (!facts) throw new Error(technique);
      // Who should do less does not get more by wishing for it.
      const lightened = Boolean(lighter || shorter);
      const most = lightened ? Math.min(facts.most, seconds) : facts.most;
      return {
        ...facts, side, seconds, swap, transition, cap, most, lightened,
        least: Math.min(facts.least, seconds), target: Math.min(facts.target, cap), eased: easier,
        capped: cap < facts.cap && cap > 0,
      };
    });
  }

  /** Nothing runs yet: the plan is as it is wished now. */
  #wishNow() {
    const steps = this.#course.steps.map((step) => ({ ...this.#asFar(step), longer: this.#longer[step.technique] }));
    this.#course = new Course(steps, this.#likedNow);
    fillValues(this, { length: clockText(this.#course.length) });
    this.#paint(0);
  }

  /** The wishes; how long holds are follows from how far somebody is, until they wish it otherwise. */
  get #likedNow() {
    return this.#wishes.holds === DEFAULTS.holds ? { ...this.#wishes, holds: holdsOf(this.#level) } : this.#wishes;
  }

  /** A step for somebody who is as far as this: no firmer in the beginning, perhaps further later. */
  #asFar(step) {
    const cap = Math.min(step.cap, capOf(this.#level));
    return {
      // Told only where it aims higher by itself: else there is nothing to do differently.
      ...step, cap, target: Math.min(step.target, cap), capped: step.capped || step.target > cap,
      stronger: mayBeStronger(this.#level, step), firmer: mayBeFirmer(this.#level, step),
    };
  }

  /** The course of a session of this page that was cut off, or null. */
  async #keptCourse(kept) {
    if (kept?.page !== this.dataset.page || Date.now() - kept.at > RESUMABLE) return null;
    const foreign = (kept.course?.steps ?? []).some(({ technique }) => !this.#words.has(technique));
    if (foreign) await this.#readOthers();
    const course = Course.of(kept.course, this.#likedNow, (technique) => this.#words.has(technique));
    // Answers that came later may ask for less than this session does.
    const holds = course && kept.time < course.length && kept.at >= this.#answered
      && course.stepsFrom(kept.time).every(({ technique }) => this.#isAllowed(technique));
    return holds ? course : null;
  }

  /** Every technique as a step: the words of those that are not in this routine. Gives their facts. */
  #readOthers() {
    this.#others ??= fetch(`/${this.#language}/steps.html`).then(async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const steps = [...page.querySelectorAll("li[data-technique]")].map(readStep);
      for (const { facts, words } of steps) {
        if (!this.#words.has(facts.technique)) this.#words.set(facts.technique, words);
      }
      return new Map(steps.map(({ facts }) => [facts.technique, facts]));
    }).catch(() => {
      this.#others = null; // next time there may be a network
      return new Map();
    });
    return this.#others;
  }

  // ---- starting: everything here runs within the tap, or the browser allows no sound ----

  async #start(course, time, record) {
    if (this.#clock || !this.#tools) return;
    this.#course = course;
    this.#record = record;
    claimPlayback(this.#wishes.music);
    this.#takeClock(new TrackClock(this.#find("audio")));
    this.#lastTime = time - 0.001;
    await this.#load(time, true);
    this.#releaseSession = holdSession();
    if (!(await this.#screen.keep())) this.#tell("sleeps");
    const { phase } = course.stateAt(time);
    if (phase.at < time) this.#say(phase); // going on in the middle: say where we are
    this.#showLockScreen();
    this.#update();
  }

  #plays = (type) => this.#find("audio").canPlayType(type) !== "";

  #makeTrack() {
    const { track, voice } = this.#tools;
    const { plan } = this.#course;
    const { bells, volume } = this.#wishes;
    this.#voices = voice ? voice.voicesFor(plan, this.#spokenSteps(), this.#wishes, (name) => this.#clips.get(name)) : [];
    return track?.trackOf(plan, this.#plays, { bells, volume, voices: this.#voices });
  }

  /** Have the recordings at hand, where a teacher made any, before a track is built with them. */
  async #gather(course = this.#course) {
    const { voice } = this.#tools;
    if (!voice) return;
    const list = await voice.listOf(this.dataset.recordings);
    const found = await voice.gather(course.plan, this.#spokenSteps(course), this.#wishes, list);
    for (const [name, samples] of found) this.#clips.set(name, samples);
  }

  #spokenSteps(course = this.#course) {
    return course.steps.map((step) => ({ ...step, ...this.#wordsOf(step) }));
  }

  /** Put the track of the present plan in the clock; where none plays, time itself goes on. */
  async #load(time, playing) {
    try {
      const track = this.#makeTrack();
      if (!track) throw new Error("no format that this browser plays");
      await this.#clock.load(track, time, playing);
    } catch {
      await this.#goSilent(time, playing);
    }
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

  #begin() {
    const now = Date.now();
    // The day where the person is: later it stays that day, wherever they travel.
    const record = { id: crypto.randomUUID(), begun: now, day: dayOf(new Date(now)), before: this.#before };
    return this.#start(this.#course, 0, record);
  }

  async #resume() {
    const kept = await store.getCheckpoint();
    const course = await this.#keptCourse(kept);
    if (course) await this.#start(course, kept.time, kept.record);
    else await this.#begin();
  }

  // ---- while it runs ----

  #changed = () => {
    this.#update();
    this.#keep(true);
    if (this.#clock) placeOnLockScreen(this.#clock.time, this.#course.length, this.#clock.playing);
  };

  #update = () => {
    if (!this.#clock || this.#over) return;
    const { time } = this.#clock;
    const state = this.#course.stateAt(time);
    this.#announce(time, state);
    this.#paint(time);
    if (state.over) return this.#finish(true);
    // Behind a sheet the view stays as it was.
    if (!this.#asking) this.#show(this.#clock.playing ? VIEWS[state.phase.kind] : "paused");
    this.#keep();
    cancelAnimationFrame(this.#frame);
    if (this.#clock.playing && !document.hidden) this.#frame = requestAnimationFrame(this.#update);
  };

  /** Say each cue once; after a sleep or a jump, only where it ended. */
  #announce(time, state) {
    const since = this.#lastTime;
    this.#lastTime = time;
    this.#course.pass(since, time);
    const awake = time >= since && time - since < STALE;
    const missed = this.#course.stateAt(since).phase !== state.phase;
    if (missed) {
      this.#recheck = Infinity;
      this.#keepRecord(false);
    }
    const cue = awake ? cuesBetween(this.#course.plan, since, time).at(-1) : missed && state.phase;
    if (cue) this.#say(cue, awake);
  }

  /** When the session flows from one step to the next, the voice finishes what it was saying. */
  #say(cue, flowing = false) {
    const { voice, first, vibration } = this.#wishes;
    this.#find("[data-announce]").textContent = said(cue, this.#steps, this.#phrases, { first });
    const words = said(cue, this.#steps, this.#phrases, { first, voice });
    const recorded = this.#voices.some((voice) => voice.cue === cue);
    if (words && !recorded && !document.hidden) speak(words, this.#language, flowing && FINISH_BEFORE.has(cue.kind));
    if (vibration && cue.kind !== "halfway" && cue.kind !== "settle") vibrate(cue.side);
    this.#showLockScreen();
  }

  /** Write where the session stands; often enough to lose a second at most. */
  #keep(now = false) {
    if (!this.#clock || (!now && Date.now() - this.#kept < KEEP_EVERY)) return;
    const { time } = this.#clock;
    if (time >= this.#course.length) return;
    this.#kept = Date.now();
    store.keepCheckpoint({
      page: this.dataset.page,
      names: this.#names,
      course: this.#course.kept,
      record: this.#record,
      time,
      at: Date.now(),
    });
  }

  get #names() { return JSON.parse(this.dataset.names); }

  /** Keep what was done so far; gives what was kept, or null when it is too little to be a session. */
  #keepRecord(finished) {
    const course = this.#course;
    if (!course.isWorthKeeping) return null;
    const record = {
      ...this.#record,
      page: this.dataset.page,
      names: this.#names,
      ended: Date.now(),
      planned: course.length,
      done: Math.round(course.practised),
      finished,
      steps: course.done,
      much: course.much,
      after: null,
      areas: {},
      note: "",
      sore: null,
    };
    store.keepSession(record);
    return record;
  }

  /** Go elsewhere because somebody asked for it: what was being said no longer holds. */
  #seek(time) {
    hush();
    this.#recheck = Infinity;
    this.#lastTime = time - 0.001;
    this.#clock.seek(time);
    this.#update();
  }

  /** The plan has changed from here on: another track, at the same moment. */
  async #change(change, playing = this.#clock.playing) {
    const { time } = this.#clock;
    this.#course.pass(this.#lastTime, time);
    change(time);
    await this.#gather();
    if (!this.#clock) return; // stopped meanwhile
    this.#lastTime = time;
    // The old track went on while recordings were read.
    await this.#load(Math.max(time, this.#clock.time), playing);
    this.#keep(true);
    this.#update();
  }

  /** What somebody stays longer on is so again next time, within the range of its technique. */
  #stay() {
    const { phase } = this.#course.stateAt(this.#clock.time);
    const sides = (this.#longer[this.#course.steps[phase.step].technique] ??= {});
    sides[phase.side] = (sides[phase.side] ?? 0) + LONGER.hold;
    store.setSetting("longer", this.#longer);
    return this.#change((time) => this.#course.resize(time, LONGER.hold));
  }

  /** Once: the last bell still rings, and what somebody says of the session from now on is theirs. */
  #finish(finished) {
    this.#over = true;
    cancelAnimationFrame(this.#frame);
    const record = this.#keepRecord(finished);
    this.#show("end");
    if (record) import("../following.js").then(({ note }) => note(record)).catch(() => {}); // the diary has it anyhow
    if (record) this.#find("session-after").show(record);
    this.#screen.release();
    this.#releaseSession?.();
    this.#releaseSession = null;
    if (document.fullscreenElement) document.exitFullscreen();
    leaveLockScreen();
    navigator.storage?.persist?.();
    return store.dropCheckpoint();
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

  // ---- too much ----

  #ask() {
    hush();
    this.#clock.pause();
    const { phase } = this.#course.stateAt(this.#clock.time);
    const step = this.#course.steps[phase.step];
    this.#much.ask(step);
    const nameOf = (other) => other && this.#words.get(other.technique).name;
    Promise.all([this.#substitute(step), this.#substitute(step, step.regions)])
      .then(([here, elsewhere]) => this.#much.offer({ here: nameOf(here), elsewhere: nameOf(elsewhere) }))
      .catch(() => {}); // without the rules nothing else is offered
  }

  /** What may take the place of a step for this person, were these regions closed too; or null. */
  async #substitute({ technique }, closing = []) {
    const [{ loadProfile }, { judge, substituteFor }] = await Promise.all([import("../health.js"), import("../safety.js")]);
    const { facts, profile } = await loadProfile(Date.now(), closing);
    const other = substituteFor(facts, profile, technique);
    const verdict = other && judge(facts, profile, other);
    if (!verdict?.allowed || verdict.locked || other === technique) return null;
    const { cap, seconds, easier, factor } = verdict;
    const side = facts.techniques[other].side === "LR" ? "left-right" : "both";
    const [step] = await this.#stepsFor([
      { technique: other, side, seconds, swap: 0, transition: 0, cap, easier, shorter: factor < 1 },
    ]);
    return step;
  }

  async #go({ way, score, light, signal, wait, closes, rescreen }) {
    const course = this.#course;
    const { time } = this.#clock;
    const { phase } = course.stateAt(time);
    const step = course.steps[phase.step];
    course.much.push({ technique: step.technique, side: phase.side, at: Math.round(time), score, signal, choice: way });
    this.#keepRecord(false);
    const isOver = closes ? await this.#close(step, closes) : undefined;
    if (rescreen) await this.#askAgainSoon();
    switch (way) {
      case "end":
        return this.#stop();
      case "rest":
        return this.#update(); // it is paused already
      case "go-on":
        return this.#clock.play();
      case "easier":
      case "softer":
        if (way === "easier") step.eased = true;
        if (light === "amber") this.#recheck = time + EASES_WITHIN;
        this.#painted = "";
        await this.#clock.play();
        if (way === "easier") this.#say(phase);
        return;
      case "less":
        return this.#change((now) => course.halve(now), true);
      case "swap": {
        const instead = await this.#substitute(step, closes ? step.regions : []).catch(() => null);
        return this.#change((now) => course.leave(now, { instead, wait, isOver }), true);
      }
      default:
        if (wait || closes) return this.#change((now) => course.leave(now, { wait, isOver }), true);
        this.#seek(nextTime(course.plan, time));
        return this.#clock.play();
    }
  }

  /**
   * Keep what is over for today: no session of today comes back to it. Gives which of the steps to
   * come are over with it.
   */
  async #close({ technique, regions }, closes) {
    const [{ closedNow, loadProfile }, { judge }] = await Promise.all([import("../health.js"), import("../safety.js")]);
    const before = await closedNow();
    await store.setSetting("closed", {
      at: Date.now(),
      day: closes === "day" || Boolean(before?.day),
      neckAndHead: closes === "neck-head" || Boolean(before?.neckAndHead),
      regions: [...new Set([...(before?.regions ?? []), ...(closes === "spot" ? regions : [])])],
    });
    const { facts, profile } = await loadProfile();
    return (step) => step.technique === technique || !judge(facts, profile, step.technique).allowed;
  }

  /** After some signals the health questions are asked again. */
  async #askAgainSoon() {
    const answers = await store.getSetting("health");
    if (answers) await store.setSetting("health", { ...answers, at: 0 });
  }

  // ---- as somebody likes it ----

  async #wish(wishes) {
    const { dim, music } = this.#wishes;
    this.#wishes = wishes;
    store.setSetting("wishes", wishes);
    this.#showVoice();
    if (music !== wishes.music && this.#clock) claimPlayback(wishes.music);
    if (dim !== wishes.dim) this.#dim();
    if (!this.#clock) {
      this.#wishNow();
      return this.#gather();
    }
    await this.#change((time) => this.#course.wishFrom(time, this.#likedNow));
  }

  /** Let the bells be heard, and say what of the sound a locked phone gives. */
  #try() {
    const { sound } = this.#tools ?? {};
    if (!sound) return;
    const { bells, volume, music } = this.#wishes;
    claimPlayback(music);
    const track = sound.testTrack(this.#plays, { bells, volume });
    this.#trial?.pause();
    if (track) {
      const address = URL.createObjectURL(track);
      this.#trial = new Audio(address);
      this.#trial.addEventListener("pause", () => URL.revokeObjectURL(address), { once: true }); // at its end too
      this.#trial.play().catch(() => this.#tell("silent"));
    }
    const heard = sound.heardWhenLocked({
      audioSession: "audioSession" in navigator,
      mix: music,
      recordings: Boolean(this.dataset.recordings),
      synthesis: canSpeak(this.#language),
      vibration: "vibrate" in navigator,
    });
    this.#form.heard([
      heard.bells === "yes" ? "bells" : "bells-muted",
      heard.recording !== "absent" && "recordings",
      heard.synthesis !== "absent" && "synthesis",
    ]);
  }

  #forget() {
    this.#longer = {};
    store.setSetting("longer", {});
    if (!this.#clock) this.#wishNow();
  }

  /** The same session in another language: the words change places, the sound goes on. */
  async #speakIn(link) {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = page.querySelector("routine-player");
    if (!answer.ok || !other) return location.assign(link.href);
    const audio = this.#find("audio");
    for (const child of [...this.children]) if (child !== audio) child.remove();
    this.append(...[...other.children].filter((child) => child.tagName !== "AUDIO").map((child) => document.adoptNode(child)));
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    history.replaceState(null, "", link.href);
    this.#words.clear();
    this.#clips.clear();
    this.#others = null;
    this.#readPage();
    if (this.#course.steps.some(({ technique }) => !this.#words.has(technique))) await this.#readOthers();
    this.#listenToSheets();
    this.dataset.recordings = other.dataset.recordings;
    if (this.dataset.recordings || this.#voices.length) {
      this.#tools.voice ??= await import("../voice.js");
      await this.#change(() => {}); // another language, other recordings
    }
    this.#shown = "";
    this.#showVoice();
    this.#update();
    this.#find(`[data-view="${this.#shown}"] [data-focus]`)?.focus();
  }

  // ---- what is seen ----

  #find(selector) { return this.querySelector(selector); }

  get #much() { return this.#find("too-much"); }
  get #form() { return this.#find("session-wishes"); }
  get #asking() { return this.#much.open || this.#form.open; }

  /** How it felt before, if somebody said so. */
  get #before() { return this.#find("session-before").score ?? null; }

  #view() { return this.#find(`[data-view="${this.#shown}"]`); }

  #show(view) {
    if (view === this.#shown) return;
    const held = this.#view()?.contains(document.activeElement);
    this.#shown = view;
    this.dataset.shown = view;
    for (const part of this.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
    this.#find("[data-title]").classList.toggle("visually-hidden", view !== "ready");
    // Focus never stays on something that has gone.
    if (held) this.#view().querySelector("[data-focus]")?.focus();
    this.#dim();
  }

  #paint(time) {
    const state = this.#course.stateAt(time);
    const { phase } = state;
    const step = this.#course.steps[phase.step];
    const words = this.#wordsOf(step);
    this.dataset.phase = phase.kind;
    this.dataset.side = phase.side;
    for (const field of ["straw", "apricot", "sea", "dusk"]) {
      this.classList.toggle(`field--${field}`, field === words.field);
    }
    const key = `${phase.step} ${phase.side} ${phase.at}`;
    if (this.#painted !== key) {
      this.#painted = key;
      this.#paintPhase(phase, step, words);
    }
    // In a pause the count runs to the moment the next practice begins.
    const begins = this.#course.plan.find((next) => next.at > time && isWork(next));
    const left = !isWork(phase) && phase.kind !== "wait" && begins ? begins.at - time : state.left;
    this.#write({
      left: clockText(left),
      count: String(Math.max(0, Math.ceil(left - 0.001))),
      total: clockText(state.total),
      soon: isWork(phase) && state.left < SOON && phase.seconds > 2 * SOON && begins && begins.step !== phase.step
        ? this.#words.get(this.#course.steps[begins.step].technique).settle : "",
    });
    this.#find("[data-recheck]").hidden = time < this.#recheck;
    this.style.setProperty("--done", state.done.toFixed(4));
    if (isWork(phase)) this.#guide(time - phase.at, phase, step);
  }

  #paintPhase(phase, step, words) {
    const { name, settle, easier, cue, lighter, picture } = words;
    fillValues(this, {
      step: name,
      settle,
      easier,
      cue,
      lighter: lighter ?? "",
      eased: step.eased ? easier : "",
      further: this.#further(step, words),
      next: isWork(phase) ? followedBy(this.#course.plan, phase, this.#steps, this.#phrases) : "",
    });
    this.#find("[data-further]").toggleAttribute("data-none", !this.#further(step, words));
    for (const place of this.querySelectorAll("[data-place=picture]")) {
      place.replaceChildren(...[...picture.childNodes].map((node) => node.cloneNode(true)));
    }
    const matches = { sideWord: phase.side, kindWord: phase.kind, firstSide: phase.side };
    for (const [name, value] of Object.entries(matches)) {
      const attribute = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
      for (const word of this.querySelectorAll(`[data-${attribute}]`)) word.hidden = word.dataset[name] !== value;
    }
    const progress = this.#find("[data-progress]");
    const bars = this.#course.steps.map((_, number) => {
      const bar = document.createElement("i");
      bar.dataset.state = number < phase.step ? "done" : number === phase.step ? "now" : "";
      return bar;
    });
    progress.replaceChildren(...bars);
    progress.setAttribute("aria-valuemax", bars.length);
    progress.setAttribute("aria-valuenow", phase.step + 1);
  }

  /** What somebody who is so far may do as well; never in a step that was made lighter. */
  #further({ stronger, firmer, eased }, words) {
    if (eased) return "";
    return [stronger && words.stronger, firmer && words.firmer].filter(Boolean).join(" ");
  }

  /** A breath to follow, a stroke where something rolls, a part of the body in a rest. */
  #guide(elapsed, phase, step) {
    const scanned = phase.kind === "rest" ? scanAt(elapsed, phase.seconds, this.#scans.length) : null;
    const stroke = step.motion === "roll" ? strokeAt(elapsed) : null;
    const breath = this.#wishes.breath && !stroke ? breathAt(elapsed, this.#wishes) : null;
    this.toggleAttribute("data-guided", Boolean(stroke ?? breath));
    this.style.setProperty("--full", (breath?.full ?? 0.5).toFixed(3));
    this.style.setProperty("--far", (stroke?.far ?? 0.5).toFixed(3));
    this.#tellGuide(scanned === null ? (stroke ?? breath)?.way : undefined, scanned);
  }

  /** The words of it; a part of the body is spoken too, but the first: there the step itself is told. */
  #tellGuide(way, scanned) {
    const key = `${way} ${scanned}`;
    if (this.#guided === key) return;
    this.#guided = key;
    for (const word of this.querySelectorAll("[data-guide]")) word.hidden = word.dataset.guide !== way;
    const place = this.#find("[data-scan]");
    place.hidden = scanned === null;
    place.textContent = this.#scans[scanned] ?? "";
    if (scanned && this.#clock?.playing && this.#wishes.voice === "full" && !document.hidden) {
      speak(place.textContent, this.#language, true);
    }
  }

  #painted = "";
  #guided = "";
  #written = {};

  /** Put values in the page that have changed: many times a second most have not. */
  #write(values) {
    const changed = Object.entries(values).filter(([name, value]) => this.#written[name] !== value);
    if (changed.length) fillValues(this, Object.fromEntries(changed));
    this.#written = { ...this.#written, ...values };
  }

  /** While practising, and until somebody touches it. */
  #dim() {
    const practising = this.#shown === "hold" || this.#shown === "swap" || this.#shown === "settle";
    this.toggleAttribute("data-dim", this.#wishes.dim && practising && Date.now() > this.#bright);
  }

  #brighten() {
    this.#bright = Date.now() + BRIGHT;
    this.#dim();
    setTimeout(() => this.#dim(), BRIGHT + 50);
  }

  async #goFar() {
    const far = this.toggleAttribute("data-far");
    if (far) await this.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) await document.exitFullscreen();
  }

  #showLockScreen() {
    const { phase } = this.#course.stateAt(Math.max(0, this.#lastTime));
    const side = this.#find(`[data-side-name="${phase.side}"]`)?.textContent;
    const { name } = this.#words.get(this.#course.steps[phase.step].technique);
    showOnLockScreen({
      title: side ? `${name} · ${side}` : name,
      artist: this.#find("[data-title]").textContent,
      artwork: this.dataset.artwork,
      actions: {
        play: () => this.#clock?.play(),
        pause: () => this.#clock?.pause(),
        previoustrack: () => this.#act("previous"),
        nexttrack: () => this.#act("next"),
        // Where a lock screen has it, it is the way to "too much": the clock stops, the question waits.
        stop: () => this.#act("much"),
      },
    });
    if (this.#clock) placeOnLockScreen(this.#clock.time, this.#course.length, this.#clock.playing);
  }

  /** Whether there is a voice in this language: a teacher's, or that of the phone. */
  get #isVoiced() { return Boolean(this.dataset.recordings) || canSpeak(this.#language); }

  #showVoice() {
    const button = this.#find("[data-action=voice]");
    button.hidden = !this.#isVoiced;
    button.setAttribute("aria-pressed", String(this.#wishes.voice !== "none"));
  }

  /** Say once what this browser refuses; the session goes on. */
  #tell(what) {
    const note = this.#find(`[data-note="${what}"]`);
    if (note) note.hidden = false;
  }

  // ---- what is pressed ----

  #listen() {
    this.addEventListener("click", (event) => {
      const language = event.target.closest(".languages");
      if (language && this.#clock) {
        event.preventDefault();
        return this.#speakIn(language);
      }
      const action = event.target.closest("[data-action]")?.dataset.action;
      if (action) this.#act(action);
    });
    // A touch brings the light back, whatever else it does.
    this.addEventListener("pointerdown", () => this.#brighten(), { capture: true });
    document.addEventListener("keydown", this.#key);
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.removeAttribute("data-far");
    });
    document.addEventListener("visibilitychange", () => {
      this.#keep(true);
      this.#update();
    });
    addEventListener("pagehide", () => this.#keep(true));
    this.addEventListener("answered", async () => {
      // Before the tools are there nothing was offered yet: that will go by this answer.
      if (this.#tools && !this.#clock) this.#offer(await store.getCheckpoint());
    });
    this.#listenToSheets();
  }

  #listenToSheets() {
    this.#much.addEventListener("way", ({ detail }) => this.#go(detail));
    this.#much.addEventListener("closed", () => this.#update());
    this.#form.addEventListener("wishes", ({ detail }) => this.#wish(detail));
    this.#form.addEventListener("forget", () => this.#forget());
    this.#form.addEventListener("try", () => this.#try());
    this.#form.addEventListener("closed", () => this.#update());
  }

  #key = (event) => {
    const action = KEYS[event.key];
    const taken = event.target.closest?.("button, a, input, textarea, select, dialog");
    if (!action || !this.#clock || event.ctrlKey || event.metaKey || event.altKey || (taken && event.key === " ")
      || this.#asking) return;
    event.preventDefault();
    this.#act(action === "toggle" ? (this.#clock.playing ? "pause" : "go") : action);
  };

  #act(action) {
    const clock = this.#clock;
    if (action === "start") return this.#begin();
    if (action === "resume") return this.#resume();
    if (action === "wishes") {
      const longer = Object.keys(this.#longer).length > 0;
      return this.#form.ask(this.#wishes, { voiced: this.#isVoiced, longer });
    }
    if (action === "voice") {
      const voice = this.#wishes.voice === "none" ? "full" : "none";
      if (voice === "none") hush();
      this.#wishes = { ...this.#wishes, voice };
      this.#showVoice();
      store.setSetting("wishes", this.#wishes);
      // Recordings are in the track: without them it is another one.
      return clock && this.#tools.voice && this.#change(() => {});
    }
    if (action === "far") return this.#goFar();
    if (!clock) return;
    const { time } = clock;
    const { plan } = this.#course;
    switch (action) {
      case "pause":
        hush();
        return clock.pause();
      case "go":
        return clock.play();
      case "ready":
      case "next":
        return this.#seek(nextTime(plan, time));
      case "previous":
        return this.#seek(previousTime(plan, time));
      case "again":
        this.#seek(this.#course.stateAt(time).phase.at);
        return clock.play();
      case "skip":
        this.#seek(nextTime(plan, time));
        return clock.play();
      case "longer":
        return this.#stay();
      case "more-time":
        return this.#change((now) => this.#course.resize(now, LONGER.pause));
      case "much":
        return this.#ask();
      case "stop":
        return this.#stop();
    }
  }

  /** End here: the end view, without the last bell. */
  async #stop() {
    this.#course.pass(this.#lastTime, this.#clock.time);
    this.#clock.release();
    this.#clock = null;
    hush();
    await this.#finish(false);
  }
}

customElements.define("routine-player", RoutinePlayer);
