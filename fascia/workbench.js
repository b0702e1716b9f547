// Reloads the page when something it shows was edited (make dev only).

const CHANGES = "/workbench/changes";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function watch() {
  let known = "";
  for (;;) {
    try {
      const now = await (await fetch(`${CHANGES}?${known}`, { cache: "no-store" })).text();
      if (known && now !== known) return location.reload();
      known = now;
    } catch {
      await pause(500); // the server restarts
    }
  }
}

watch();
