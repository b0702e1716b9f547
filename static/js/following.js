// The programmes that somebody follows, beside what the pages say of their days.

import { complete, leftDays, readEnrolment } from "./enrolment.js";
import { pageOf, pathOf } from "./rows.js";
import { getEnrolments, keepEnrolment } from "./store.js";

/** Days of a week, as every programme counts them. */
const WEEK = 7;

/** The days of a programme, read from its page: {id, name, days}; see enrolment.js. */
export async function programmeOf(path) {
  const page = await pageOf(path);
  const days = [...page.querySelectorAll(".day[id]")].map((day) => ({
    key: day.id,
    week: Number(day.dataset.week),
    number: Number(day.dataset.number),
    offset: (Number(day.dataset.week) - 1) * WEEK + Number(day.dataset.number) - 1,
    sessions: [...day.querySelectorAll("[data-session]")].map((link) => ({
      key: link.dataset.session,
      path: pathOf(new URL(link.getAttribute("href"), location.href).pathname),
      part: link.dataset.part ?? null,
      name: link.querySelector("[data-routine]").textContent,
    })),
  }));
  const name = page.querySelector("h1").textContent;
  return { id: path, name, days };
}

/** What is followed, each with its programme; one that there is no more is left out. */
export async function following() {
  const kept = await getEnrolments();
  const all = await Promise.all(kept.map(async (record) => {
    const programme = await programmeOf(record.id).catch(() => null);
    const enrolment = programme && readEnrolment(record, programme);
    return enrolment && { programme, enrolment };
  }));
  return all.filter(Boolean).sort((one, other) => other.enrolment.at - one.enrolment.at);
}

/** A session was done: where a programme asks for it, that day has it. */
export async function note(session) {
  const path = session.page.replace(/\/play$/, "");
  for (const { programme, enrolment } of await following()) {
    // Days may share a routine: the one that is left comes before one that was skipped.
    const open = enrolment.state === "active"
      && [...leftDays(enrolment, programme), ...programme.days].flatMap(({ sessions }) => sessions)
        .find((each) => each.path === path && !enrolment.done[each.key]);
    if (!open) continue;
    const noted = complete(enrolment, programme, open.key, session);
    if (noted !== enrolment) await keepEnrolment(noted);
  }
}
