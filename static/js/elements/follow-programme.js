// <follow-programme>: begins, pauses and ends the following of a programme, on its own page; and says at
// each day when it is, which can be changed.

import { dateText, longDayText } from "../dates.js";
import { addDays, dayOf } from "../days.js";
import { begin, catchUp, goOn, move, pause, readEnrolment, scheduleOf, todayOf } from "../enrolment.js";
import { programmeOf } from "../following.js";
import { dropEnrolment, getEnrolments, keepEnrolment } from "../store.js";
import { fillValues, showWhen } from "./states.js";

const CHANGES = { begin: (_record, programme, today) => begin(programme, today), pause, "go-on": goOn, "catch-up": catchUp };

/** A day can be moved as far as this ahead. */
const FARTHEST = 60;

class FollowProgramme extends HTMLElement {
  #programme = null;
  #record = null;

  async connectedCallback() {
    this.addEventListener("click", this.#press);
    document.querySelector(".go").addEventListener("change", this.#move);
    this.#programme = await programmeOf(this.dataset.programme);
    const kept = (await getEnrolments()).find(({ id }) => id === this.#programme.id);
    this.#record = kept ? readEnrolment(kept, this.#programme) : null;
    this.hidden = false;
    this.#show();
  }

  disconnectedCallback() { document.querySelector(".go")?.removeEventListener("change", this.#move); }

  #show(...more) {
    const record = this.#record;
    const today = dayOf(new Date());
    const schedule = record ? scheduleOf(record, this.#programme, today) : [];
    showWhen(
      this,
      ...(record ? ["following", record.state] : ["new"]),
      record?.state === "active" && todayOf(record, this.#programme, today).missed && "missed",
      ...more,
    );
    if (record) {
      fillValues(this, {
        begun: dateText(record.started),
        paused: record.pausedOn && dateText(record.pausedOn),
        done: schedule.filter(({ state }) => state === "done").length,
        total: this.#programme.days.length,
      });
    }
    this.#mark(schedule, today);
  }

  /** At each day: done, today, or when. */
  #mark(schedule, today) {
    for (const old of document.querySelectorAll(".day__state")) old.remove();
    if (!this.#record || this.#record.state === "paused") return;
    const piece = this.querySelector("template[data-day]").content.firstElementChild;
    for (const { key, day, state } of schedule) {
      const mark = piece.cloneNode(true);
      const movable = state === "coming" || state === "today" || state === "missed";
      fillValues(mark, { date: longDayText(day) });
      showWhen(mark, state, movable && "movable");
      const input = mark.querySelector("input");
      input.value = day;
      input.min = today;
      input.max = addDays(today, FARTHEST);
      input.dataset.key = key;
      document.getElementById(key)?.querySelector("h3").after(mark);
    }
  }

  async #keep(record, ...more) {
    this.#record = record;
    await keepEnrolment(record);
    this.#show(...more);
  }

  #move = async ({ target }) => {
    const { key } = target.dataset;
    if (!key || !target.value) return;
    await this.#keep(move(this.#record, this.#programme, key, target.value), "moved");
    document.getElementById(key).querySelector("input")?.focus();
  };

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "stop") {
      await dropEnrolment(this.#programme.id);
      this.#record = null;
      this.#show("stopped");
    } else if (CHANGES[action]) {
      await this.#keep(CHANGES[action](this.#record, this.#programme, dayOf(new Date())));
    }
    this.querySelector("[data-action]:not([hidden])")?.focus();
  };
}

customElements.define("follow-programme", FollowProgramme);
