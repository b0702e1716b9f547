// The only entry: starts the worker and the elements that any page may hold.

import { offline } from "./offline.js";
import "./elements/install-help.js";
import "./elements/offline-status.js";
import "./elements/resume-session.js";
import "./elements/update-notice.js";

offline.start();

// Back and forward change the address at once. When that happens while the list is still loading,
// before htmx listens, it shows what was chosen before.
addEventListener("load", () => {
  const [{ name }] = performance.getEntriesByType("navigation");
  if (document.getElementById("techniques") && new URL(name).pathname !== location.pathname) {
    location.reload();
  }
});

// htmx that cannot reach a page says so with this event and nothing else: go there plainly, so
// that the worker's offline page (or the browser) answers.
document.addEventListener("htmx:error", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link) location.assign(link.href);
});
