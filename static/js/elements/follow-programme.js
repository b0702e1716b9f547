// <follow-programme>: begins, pauses and ends the following of a programme, on its own page; and says at
// each day when it is, which can be changed, or that it is done, from where it can be practised once more.

import { dateText, longDayText } from "../dates.js";
import { addDays, dayOf } from "../days.js";
import { begin, catchUp, goOn, leftDays, move, pause, readEnrolment, repeat, scheduleOf, todayOf } from "../enrolment.js";
import { programmeOf } from "../following.js";
import { addressOf } from "../rows.js";
import { dropEnrolment, getEnrolments, keepEnrolment } from "../store.js";
import { fillValues, showWhen } from "./states.js";

const CHANGES = { "once-more": (_record, programme, today) => begin(programme, today), pause, "go-on": goOn, "catch-up": catchUp };

/** A day can be moved as far as this ahead, and a programme begun: a retreat is booked long before. */
const FARTHEST = 60;
const FARTHEST_BEGIN = 365;

class FollowProgramme extends HTMLElement {
  #programme = null;
  #record = null;
  #page = document.querySelector(".go"); // the days stand in it, too

  async connectedCallback() {
    this.#page.addEventListener("click", this.#press);
    this.#page.addEventListener("change", this.#move);
    this.#programme = await programmeOf(this.dataset.programme);
    const kept = (await getEnrolments()).find(({ id }) => id === this.#programme.id);
    this.#record = kept ? readEnrolment(kept, this.#programme) : null;
    this.hidden = false;
    this.#show();
  }

  disconnectedCallback() {
    this.#page.removeEventListener("click", this.#press);
    this.#page.removeEventListener("change", this.#move);
  }

  get #from() { return this.querySelector("[name=from]"); }

  #show(...more) {
    const record = this.#record;
    const today = dayOf(new Date());
    const ahead = record?.started > today;
    const schedule = record ? scheduleOf(record, this.#programme, today) : [];
    showWhen(
      this,
      ...(record ? ["following", ahead && record.state === "active" ? "ahead" : record.state] : ["new"]),
      record?.state === "active" && todayOf(record, this.#programme, today).missed && "missed",
      ...more,
    );
    if (!record) {
      setRange(this.#from, today, today, FARTHEST_BEGIN);
    } else {
      fillValues(this, {
        begun: dateText(record.started),
        paused: record.pausedOn && dateText(record.pausedOn),
        done: schedule.filter(({ state }) => state === "done").length,
        total: this.#programme.days.length,
      });
    }
    this.#mark(schedule, today);
    this.#lead();
  }

  /** The button at the foot leads to the first session; of what is followed to the next one. */
  #lead() {
    const record = this.#record;
    const day = record?.state === "active" ? leftDays(record, this.#programme)[0] : null;
    const { week, number, sessions } = day ?? this.#programme.days[0];
    const session = sessions.find(({ key }) => !record?.done[key]) ?? sessions[0];
    const dock = document.getElementById("next-session");
    const row = document.querySelector(`.day [data-session="${CSS.escape(session.key)}"]`);
    dock.querySelector("a").href = addressOf(`${session.path}/play`);
    fillValues(dock, { week, number, time: row.querySelector(".row__number").textContent });
    showWhen(dock, day ? "next" : "first");
  }

  /** At each day: done, today, or when. */
  #mark(schedule, today) {
    for (const old of document.querySelectorAll(".day__state")) old.remove();
    if (!this.#record || this.#record.state === "paused") return;
    const piece = this.querySelector("template[data-day]").content.firstElementChild;
    for (const { key, day, state } of schedule) {
      const mark = piece.cloneNode(true);
      const movable = state === "coming" || state === "today" || state === "missed";
      const heading = document.getElementById(key).querySelector("h3");
      fillValues(mark, { date: longDayText(day), name: heading.textContent });
      showWhen(mark, state, movable ? "movable" : "repeatable");
      setRange(mark.querySelector("input"), day, today, FARTHEST);
      mark.dataset.key = key;
      heading.after(mark);
    }
  }

  async #keep(record, ...more) {
    this.#record = record;
    await keepEnrolment(record);
    this.#show(...more);
  }

  #move = async ({ target }) => {
    const { key } = target.closest(".day__state")?.dataset ?? {};
    if (!key || !target.value) return;
    await this.#keep(move(this.#record, this.#programme, key, target.value), "moved");
    document.getElementById(key).querySelector("input")?.focus();
  };

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    const today = dayOf(new Date());
    const { key } = target.closest(".day__state")?.dataset ?? {};
    if (key && action === "repeat") {
      await this.#keep(repeat(this.#record, this.#programme, key, today), "again");
      return document.getElementById(key).querySelector("input").focus();
    }
    if (!this.contains(target)) return;
    if (action === "stop") {
      await dropEnrolment(this.#programme.id);
      this.#record = null;
      this.#show("stopped");
    } else if (action === "begin") {
      // What a keyboard can write there may lie outside: the past would be missed at once.
      await this.#keep(begin(this.#programme, this.#from.validity.valid && this.#from.value || today));
    } else if (CHANGES[action]) {
      await this.#keep(CHANGES[action](this.#record, this.#programme, today));
    } else return;
    this.querySelector("[data-action]:not([hidden])")?.focus();
  };
}

/** A field for a day: what stands in it, and between which days it may lie. */
function setRange(input, value, today, days) {
  Object.assign(input, { value, min: today, max: addDays(today, days) });
}

customElements.define("follow-programme", FollowProgramme);
