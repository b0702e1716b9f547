"""Measures the site beside its budgets: ``python -m tests.bench``, or ``make bench``.

Every number comes from the command of the Procfile and a real browser. No test has a time in it:
a busy machine makes this slower, never wrong. Exits with 1 when something is over its budget.
"""

import dataclasses
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
from playwright.sync_api import sync_playwright

from fascia import create_app, snapshot, views
from fascia.brand import find_browser
from fascia.library import load_library
from fascia.packs import Pack, bind, plain
from fascia.snapshot import QUALITY, Snapshot
from fascia.timeline import Cue, cues_for
from tests.browser.conftest import ARGUMENTS, Phone, store, wait_for
from tests.browser.test_practice import put, session
from tests.site import Site
from tests.test_find import QUERIES

LIBRARY = load_library(("en", "nl"))

FIRST_SCREENS = {
    "home": "/en/",
    "a technique": "/en/techniques/foot-sole-roll",
    "a routine": "/en/routines/evening-yin-20",
    "the player": "/en/routines/evening-yin-20/play",
}

BOOTS = 3
REQUESTS = 200
BUILDS = 5

#: Compared with each other, with the one in use, and given as ratios to the reference.
QUALITIES, REFERENCE = (4, 5, 6, 9, 11), 9

#: What a budget is compared with: kilobytes of 1000 bytes, megabytes of 1,000,000.
KILO, MEGA = 1000, 1_000_000


@dataclasses.dataclass(frozen=True)
class Measure:
    """One number. ``budget`` is None for what is only reported."""

    name: str
    value: float | None
    unit: str
    budget: float | None = None

    @property
    def over(self) -> bool:
        return None not in (self.value, self.budget) and self.value > self.budget

    @property
    def row(self) -> tuple[str, ...]:
        if self.value is None:
            return self.name, "not here", "", "", ""
        value = f"{self.value:.1f} {self.unit}"
        if self.budget is None:
            return self.name, value, "", "", ""
        ratio = f"{self.value / self.budget:.2f}"
        return (
            self.name,
            value,
            f"{self.budget:g} {self.unit}",
            ratio,
            "OVER" if self.over else "ok",
        )


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, tuple("-" * width for width in widths), *rows)
    )


# ---- the first screen ----

#: Bytes of the page and of every style sheet, script and font that it waits for, as they travel.
LOADED = """[performance.getEntriesByType("navigation")[0]].flatMap((page) =>
  [page, ...performance.getEntriesByType("resource").filter(({ name, startTime }) =>
    startTime < page.loadEventStart && /\\.(css|js|woff2)$/.test(new URL(name).pathname))])
  .map((entry) => [entry.name, entry.encodedBodySize])"""


def measure_first_screens(site: Site, playwright) -> Iterator[Measure]:
    browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
    for name, path in FIRST_SCREENS.items():
        # Nothing in the cache, and no worker that fetches the rest of the site.
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        page.goto(site.url + path, wait_until="networkidle")
        loaded = dict(page.evaluate(LOADED))
        unknown = [address for address, size in loaded.items() if not size]
        if unknown:
            raise RuntimeError(f"no size of {unknown}")
        yield Measure(f"first screen of {name}", sum(loaded.values()) / KILO, "kB", 40)
        context.close()
    browser.close()


# ---- without a network ----

LOAD = "performance.getEntriesByType('navigation')[0].loadEventEnd"

#: Milliseconds after its load in which a page comes to rest: somebody looks before they tap.
REST = 200


def measure_page_changes(playwright) -> Iterator[Measure]:
    """Every page in turn from the phone itself, from the start of its navigation to its load.

    Each is left at rest, as a person leaves it: no picture is on its way any more.
    """
    paths = list(views.every_url(create_app()))
    with Site() as site, tempfile.TemporaryDirectory() as profile:
        phone = Phone(playwright, Path(profile))
        page = phone.start()
        store(page, f"{site.url}/en/")
        site.stop()
        page = phone.restart()
        page.goto(f"{site.url}/en/")
        times = []
        for path in paths:
            page.goto(site.url + path)
            times.append(wait_for(page, LOAD))
            page.wait_for_timeout(REST)
        phone.stop()
    cuts = statistics.quantiles(times, n=20)
    yield Measure(f"offline page change, p50 of {len(times)}", statistics.median(times), "ms", 100)
    yield Measure(f"offline page change, p95 of {len(times)}", cuts[-1], "ms", 100)


# ---- the server ----


class BootingSite(Site):
    """Starts without waiting, so that the first answer can be timed."""

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if urllib.request.urlopen(f"{self.url}/en/", timeout=5).status == 200:
                    return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended") from None
            time.sleep(0.005)
        raise RuntimeError("no answer within a minute")


def measure_boot() -> Measure:
    times = []
    for _ in range(BOOTS):
        began = time.monotonic()
        with BootingSite(workers=2):
            times.append(time.monotonic() - began)
    return Measure(f"boot to the first answer, median of {BOOTS}", statistics.median(times), "s", 2)


def memory_of(pid: int) -> int:
    """Bytes of a process and all its children; what they share is counted once."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own * 1024 + sum(memory_of(int(child)) for child in children)


def measure_memory() -> Measure:
    name = f"memory of two workers after {REQUESTS} requests (PSS)"
    paths = list(views.every_url(create_app()))
    with Site(workers=2) as site:
        for number in range(REQUESTS):
            address = site.url + paths[number % len(paths)]
            request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
            urllib.request.urlopen(request).read()
        try:
            return Measure(name, memory_of(site.process.pid) / MEGA, "MB", 70)
        except FileNotFoundError:  # not a Linux
            return Measure(name, None, "MB", 70)


# ---- the track ----

BUILD = """async ([track, plan]) => {
  const { trackOf } = await import(track);
  const began = performance.now();
  const blob = trackOf(plan, (type) => type === "audio/flac");
  return [performance.now() - began, blob.size];
}"""


def plan_of(minutes: int) -> list[Cue]:
    """The steps of the longest routine, again and again, until the minutes are full."""
    longest = max(LIBRARY.routines.values(), key=lambda routine: routine.seconds)
    *steps, end = cues_for(longest, LIBRARY.techniques)
    rounds = -(-minutes * 60 // end.at)
    plan = [
        dataclasses.replace(cue, at=cue.at + number * end.at)
        for number in range(rounds)
        for cue in steps
    ]
    plan = [cue for cue in plan if cue.until <= minutes * 60]
    return [*plan, dataclasses.replace(end, at=max(cue.until for cue in plan))]


def measure_tracks(site: Site, playwright) -> Iterator[Measure]:
    """As the first tap on start finds it: a page just loaded, no bell made yet."""
    made = snapshot.of(create_app())
    track = next(path for path in made.entries if path.startswith("/static/js/track."))
    browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
    page = browser.new_page()
    for minutes in (20, 75):
        plan = [dataclasses.asdict(cue) for cue in plan_of(minutes)]
        times = []
        for _ in range(BUILDS):
            page.goto(f"{site.url}/en/about")
            milliseconds, size = page.evaluate(BUILD, [track, plan])
            times.append(milliseconds)
        name = f"building a track of {minutes} min ({size / KILO:.0f} kB), median of {BUILDS}"
        yield Measure(name, statistics.median(times), "ms")
    browser.close()


# ---- the search ----

SEARCHING = "document.querySelector('find-entries [role=status]').textContent !== ''"

#: Types a question letter by letter; gives how long each letter took, the new list laid out.
TYPE = """(question) => {
  const field = document.querySelector("find-entries [type=search]");
  return [...question].map((_, number) => {
    field.value = question.slice(0, number + 1);
    const began = performance.now();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - began;
  });
}"""


def measure_search(site: Site, playwright) -> Iterator[Measure]:
    """Every question of the tests, letter by letter, on a processor four times as slow."""
    browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
    page = browser.new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times = []
    for code, questions in QUERIES.items():
        page.goto(f"{site.url}/{code}/find")
        wait_for(page, SEARCHING)
        for question in questions:
            times += page.evaluate(TYPE, question)
    browser.close()
    cuts = statistics.quantiles(times, n=20)
    yield Measure(f"search answer at 4× slowed CPU, p50 of {len(times)}", cuts[9], "ms", 50)
    yield Measure(f"search answer at 4× slowed CPU, p95 of {len(times)}", cuts[-1], "ms", 50)


# ---- five years of practice ----

SESSIONS = 2000
OPENINGS = 15

#: Milliseconds until a phone that was just switched on has done what it does by itself.
CALM = 3000

#: Notes when what is in sight has been laid out (the month and the weeks), and when all of it has.
OPENED = """
  document.addEventListener("DOMContentLoaded", () => {
    const seen = ["practice-month .week", "practice-weeks td"];
    const whole = [...seen, "practice-changes .change svg *", "practice-sessions details",
      "practice-body [data-told]"];
    const isThere = (part) => document.querySelector(part);
    globalThis.opened = {};
    new MutationObserver(() => {
      if (globalThis.opened.whole || !seen.every(isThere)) return;
      document.body.getBoundingClientRect();
      globalThis.opened.seen ??= performance.now();
      if (whole.every(isThere)) globalThis.opened.whole = performance.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
"""


def measure_diary(playwright) -> Iterator[Measure]:
    """The diary of somebody who practised every day, from the tap until all of it is shown.

    Nobody wrote five years of it a second ago: the phone was started again since, and the app is
    open. The first opening, for which nothing is in memory yet, is told apart.
    """
    with tempfile.TemporaryDirectory() as folder, Site() as site:
        phone = Phone(playwright, Path(folder))
        page = phone.start()
        store(page, f"{site.url}/en/practice")
        records = [
            session(
                days * 0.9, 12, id=str(days), note="A line of mine. " * 4, areas={"glute": "sore"}
            )
            for days in range(SESSIONS)
        ]
        put(page, "sessions", *records)
        page = phone.restart()
        page.add_init_script(OPENED)
        page.goto(f"{site.url}/en/")
        page.wait_for_timeout(CALM)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        times = []
        for _ in range(1 + OPENINGS):
            page.goto(f"{site.url}/en/practice")
            wait_for(page, "Boolean(globalThis.opened?.whole)", 30)
            times.append(page.evaluate("globalThis.opened"))
            page.wait_for_timeout(REST)
        phone.stop()
    first, *times = times
    name = f"my practice with {SESSIONS} sessions at 4× slowed CPU"
    seen, whole = (statistics.median(each[part] for each in times) for part in ("seen", "whole"))
    yield Measure(f"{name}, the first time", first["seen"], "ms")
    yield Measure(f"{name}, median of {len(times)}", seen, "ms", 300)
    yield Measure(f"{name}, to the last part", whole, "ms")


# ---- the packs ----


def packs_of(made: Snapshot) -> list[Pack]:
    return [entry for entry in made.entries.values() if isinstance(entry, Pack)]


def measure_packs(made: Snapshot) -> Iterator[Measure]:
    sizes = {}
    for pack in packs_of(made):
        sizes[pack.name] = pack.served().size / KILO
        best = len(brotli.compress(plain(bind(pack.bodies())), quality=11, lgwin=24)) / KILO
        yield Measure(f"pack {pack.name}, as the best brotli would have it", best, "kB")
        budget = 350 if pack.name == "figures" else None
        yield Measure(f"pack {pack.name}", sizes[pack.name], "kB", budget)
    yield Measure("the packs but the figures", sum(sizes.values()) - sizes["figures"], "kB", 300)


# ---- the quality of compression ----


def compare_qualities(made: Snapshot) -> list[tuple[str, ...]]:
    """Time and size of each quality as ratios to 9, all in one run on one machine.

    Pages are small: their columns are there with a large window, and with one of 64 kB, because
    setting up a window can cost more than the compression in it.
    """
    pages = [entry.body for entry in made.entries.values() if entry.pack == "pages"]
    columns = [(pages, 24), (pages, 16)]

    def compress(bodies: list[bytes], window: int, quality: int) -> tuple[float, int]:
        began = time.process_time()
        size = sum(len(brotli.compress(body, quality=quality, lgwin=window)) for body in bodies)
        return time.process_time() - began, size

    qualities = sorted({*QUALITIES, REFERENCE, QUALITY})
    found = {quality: [compress(*column, quality) for column in columns] for quality in qualities}
    # Both columns are compared with the large window.
    large, _ = found[REFERENCE]
    rows = []
    for quality, results in found.items():
        row = [f"{quality}{' (in use)' if quality == QUALITY else ''}"]
        for seconds, size in results:
            row += [f"{seconds / large[0]:.2f}", f"{size / large[1]:.3f}"]
        rows.append(tuple(row))
    return rows


@contextmanager
def told(what: str) -> Iterator[None]:
    """Says what is going on, where someone is looking."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what} …", end="", file=sys.stderr, flush=True)
    yield
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def main() -> None:
    measures: list[Measure] = []

    def measure(what: str, work: Callable[[], object]) -> None:
        with told(what):
            found = work()
            measures.extend([found] if isinstance(found, Measure) else found)

    made = snapshot.of(create_app())
    measure("starting", measure_boot)
    measure("asking", measure_memory)
    with sync_playwright() as playwright:
        with Site() as site:
            measure("opening pages", lambda: measure_first_screens(site, playwright))
            measure("building tracks", lambda: measure_tracks(site, playwright))
            measure("searching", lambda: measure_search(site, playwright))
        measure("opening five years", lambda: measure_diary(playwright))
        measure("opening pages without a network", lambda: measure_page_changes(playwright))
    measure("packing", lambda: measure_packs(made))
    head = ("measure", "value", "budget", "ratio", "")
    print(table(head, [one.row for one in measures]))
    with told("compressing"):
        rows = compare_qualities(made)
    print(f"\nBrotli: time and size as ratios to quality {REFERENCE}\n")
    head = (
        "quality",
        "pages: time",
        "size",
        "window of 64 kB: time",
        "size",
    )
    print(table(head, rows))
    over = [one.name for one in measures if one.over]
    if over:
        raise SystemExit(f"\nOver the budget: {'; '.join(over)}")


if __name__ == "__main__":
    main()
