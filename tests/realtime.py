"""`make realtime`: a whole session of twenty minutes, in real time, in a real browser.

From the moment the sound begins to the moment the end is shown must be what was planned, to a fifth
of a second. The suite plays the same session up to sixteen times as fast; only this one waits.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from fascia.library import load_library
from tests.browser.conftest import Phone, wait_for
from tests.site import Site

ROUTINE = "evening-yin-20"

#: Seconds that the end may be beside the plan.
LIMIT = 0.2

#: Notes when the sound began and when the end is shown, on the clock of the machine. The "playing"
#: event comes before the first sample is out, so its moment is told by the sound once it runs.
NOTE = """
  globalThis.noted = {};
  document.addEventListener("DOMContentLoaded", () => {
    const audio = document.querySelector("audio");
    audio.addEventListener("timeupdate", () => {
      const at = audio.currentTime;
      if (at > 1) globalThis.noted.begun ??= performance.now() - at * 1000;
    });
    new MutationObserver(() => {
      const { shown } = document.querySelector("routine-player").dataset;
      if (shown === "end") globalThis.noted.ended ??= performance.now();
    }).observe(document.querySelector("routine-player"), { attributeFilter: ["data-shown"] });
  });
"""


def main() -> None:
    planned = load_library(("en", "nl")).routines[ROUTINE].seconds
    with sync_playwright() as playwright, Site() as site, tempfile.TemporaryDirectory() as folder:
        phone = Phone(playwright, Path(folder))
        page = phone.start()
        page.add_init_script(NOTE)
        page.goto(f"{site.url}/nl/routines/{ROUTINE}/play")
        page.locator("[data-action=start]:visible").click()
        print(f"{ROUTINE}: {planned} s from now", flush=True)
        wait_for(page, "Boolean(globalThis.noted.ended)", planned + 30)
        noted = page.evaluate("globalThis.noted")
        phone.stop()
    took = (noted["ended"] - noted["begun"]) / 1000
    print(f"ended after {took:.3f} s: {took - planned:+.3f} s beside the plan (limit {LIMIT} s)")
    if abs(took - planned) > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
