// What makes a page live: the worker, and the elements that it holds.

import { offline } from "./offline.js";
import { getSetting } from "./store.js";
import "./elements/update-notice.js";

/** What a page may hold, and the script for it. */
const PARTS = {
  "backup-reminder": () => import("./elements/backup-reminder.js"),
  "coming-events": () => import("./elements/coming-events.js"),
  "follow-programme": () => import("./elements/follow-programme.js"),
  "health-invitation": () => import("./elements/health-invitation.js"),
  "install-help": () => import("./elements/install-help.js"),
  "keep-button": () => import("./elements/keep-button.js"),
  "kept-rows": () => import("./elements/kept-rows.js"),
  "my-find": () => import("./elements/my-find.js"),
  "my-settings": () => import("./elements/my-settings.js"),
  "next-step": () => import("./elements/next-step.js"),
  "offline-status": () => import("./elements/offline-status.js"),
  "resume-session": () => import("./elements/resume-session.js"),
  "save-backup": () => import("./backup-page.js"),
  "soreness-question": () => import("./elements/soreness-question.js"),
  "store-trouble": () => import("./elements/store-trouble.js"),
  "technique-sheet": () => import("./elements/technique-sheet.js"),
  "today-plan": () => import("./elements/today-plan.js"),
  "[hx-get]": () => import("./in-place.js"),
};

offline.start();
for (const [part, load] of Object.entries(PARTS)) {
  if (document.querySelector(part)) load();
}

/** When the safety check was answered, what today, and when a stop signal last closed something. */
async function moments() {
  const [health, closed] = await Promise.all([getSetting("health"), getSetting("closed")]);
  return JSON.stringify([health?.at, health?.since, closed?.at]);
}

const shown = moments();
shown.then((some) => some !== "[null,null,null]" && import("./elements/for-you.js"));

// Back leads to a page as it was left: not to one that shows what other answers changed.
addEventListener("pageshow", async ({ persisted }) => {
  if (persisted && (await moments()) !== (await shown)) location.reload();
});
