// Reloads the page when something it shows was edited (make dev only).

/** The state of the files that this page was made from. */
const made = new URL(import.meta.url).search;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function watch() {
  for (;;) {
    try {
      const response = await fetch(`/workbench/changes${made}`, { cache: "no-store" });
      if (`?${await response.text()}` !== made) return location.reload();
    } catch {
      await pause(1000); // the server restarts
    }
  }
}

watch();
