// <my-settings>: what somebody has at home, how much time and how often; each is kept as it is chosen.
// And a reminder: the calendar of the phone wakes people, which a page cannot.

import { WEEKDAYS, reminderOf } from "../calendar-file.js";
import { weekdayText } from "../dates.js";
import { addDays, dayOf, mondayOf } from "../days.js";
import { handOver } from "../files.js";
import { RUNGS, readLevel, stepTo } from "../progression.js";
import { readRhythm } from "../rhythm.js";
import { addressOf } from "../rows.js";
import { getSetting, setSetting } from "../store.js";
import { showWhen } from "./states.js";

/** Minutes that the calendar keeps free where no length was chosen. */
const USUAL = 15;

class MySettings extends HTMLElement {
  async connectedCallback() {
    this.#listDays();
    const [tools, minutes, rhythm, reminder] = await Promise.all(["tools", "minutes", "rhythm", "reminder"].map(getSetting));
    const { least, most } = readRhythm(rhythm);
    this.#check("tools", Array.isArray(tools) ? tools : []);
    this.#check("minutes", [String(minutes ?? "")]);
    this.#check("rhythm", [`${least}-${most}`]);
    this.#check("days", Array.isArray(reminder?.days) ? reminder.days : []);
    if (typeof reminder?.time === "string") this.querySelector("[name=time]").value = reminder.time;
    this.#lookNow();
    this.addEventListener("change", this.#keep);
    this.addEventListener("click", this.#press);
    this.#showLevel();
  }

  #listDays() {
    const monday = mondayOf(dayOf(new Date()));
    const chip = this.querySelector("template").content.firstElementChild;
    this.querySelector("[data-days]").append(...WEEKDAYS.map((name, n) => {
      const day = chip.cloneNode(true);
      day.querySelector("input").value = name;
      day.querySelector("span").textContent = weekdayText(addDays(monday, n));
      return day;
    }));
  }

  #check(name, values) {
    for (const input of this.querySelectorAll(`[name=${name}]`)) input.checked = values.includes(input.value);
  }

  #chosen(name) {
    return [...this.querySelectorAll(`[name=${name}]:checked`)].map(({ value }) => value);
  }

  #keep = ({ target: { name, value } }) => {
    if (name === "tools") setSetting("tools", this.#chosen("tools"));
    else if (name === "minutes") setSetting("minutes", value ? Number(value) : null);
    else if (name === "rhythm") {
      const [least, most] = value.split("-").map(Number);
      setSetting("rhythm", { least, most });
    }
    this.#lookNow();
  };

  /** What there is to do with what somebody has. */
  #lookNow() {
    const link = this.querySelector("[data-find]");
    const query = new URLSearchParams(this.#chosen("tools").map((tool) => ["tool", tool]));
    link.href = `${addressOf("find")}?${query}`;
    link.hidden = !String(query);
  }

  // ---- how far ----

  async #showLevel() {
    const { rung } = readLevel(await getSetting("level"), dayOf(new Date()));
    const status = this.querySelector("[data-level]");
    showWhen(status, RUNGS[rung]);
    this.querySelector("[data-action=skip]").hidden = rung > 0;
    this.querySelector("[data-action=back]").hidden = rung === 0;
  }

  #press = async ({ target }) => {
    const action = target.closest("[data-action]")?.dataset.action;
    if (action === "reminder") return this.#remind();
    if (action !== "skip" && action !== "back") return;
    const today = dayOf(new Date());
    const level = readLevel(await getSetting("level"), today);
    await setSetting("level", action === "skip" ? stepTo(1, today) : stepTo(level.rung - 1, today));
    await this.#showLevel();
    this.querySelector("[data-level]").focus();
  };

  // ---- the reminder ----

  async #remind() {
    const status = this.querySelector("[data-reminder]");
    const days = this.#chosen("days");
    const { value: time } = this.querySelector("[name=time]");
    if (!days.length || !time) return showWhen(status, "no-day");
    const textOf = (name) => this.querySelector(`[data-reminder-${name}]`).textContent;
    const now = new Date();
    const kept = await getSetting("reminder");
    // The same one each time: the calendar puts the new one in the place of the old.
    const reminder = { days, time, uid: kept?.uid ?? `${crypto.randomUUID()}@fascia`, sequence: (kept?.sequence ?? -1) + 1 };
    const text = reminderOf({
      ...reminder,
      stamp: now,
      from: dayOf(now),
      title: textOf("title"),
      text: textOf("text"),
      minutes: Number(this.#chosen("minutes")[0]) || USUAL,
      url: new URL(addressOf(""), location.href).href,
    });
    const done = await handOver("fascia.ics", text, "text/calendar");
    if (!done) return;
    await setSetting("reminder", reminder);
    showWhen(status, "made");
  }
}

customElements.define("my-settings", MySettings);
