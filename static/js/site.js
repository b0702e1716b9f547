// What makes a page live: the worker, and the elements that it holds.

import { offline } from "./offline.js";
import "./elements/update-notice.js";

/** What a page may hold, and the script for it. */
const PARTS = {
  "coming-events": () => import("./elements/coming-events.js"),
  "install-help": () => import("./elements/install-help.js"),
  "offline-status": () => import("./elements/offline-status.js"),
  "resume-session": () => import("./elements/resume-session.js"),
  "soreness-question": () => import("./elements/soreness-question.js"),
  "technique-sheet": () => import("./elements/technique-sheet.js"),
  "[hx-get]": () => import("./in-place.js"),
};

offline.start();
for (const [part, load] of Object.entries(PARTS)) {
  if (document.querySelector(part)) load();
}
