// htmx changes the list of techniques in place and opens a technique over its routine. Each of its
// links leads somewhere by itself, so it comes after the first screen.

async function start() {
  await import("../vendor/htmx-4.0.1.min.js");
  await new Promise((resolve) => setTimeout(resolve)); // it begins in a task of its own
  // Back and forward change the address at once. When that happened before htmx listened, the list
  // still shows what was chosen before.
  const [{ name }] = performance.getEntriesByType("navigation");
  if (new URL(name).pathname !== location.pathname) location.reload();
}

// A page that cannot be reached is told with this event and nothing else: go there plainly, so
// that the worker's offline page (or the browser) answers.
document.addEventListener("htmx:error", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link) location.assign(link.href);
});

if (document.readyState === "complete") start();
else addEventListener("load", start, { once: true });
