"""Asks Lighthouse about three pages on a phone: ``python -m tests.lighthouse``.

Prints the scores of the four categories and every audit that failed with what it names. Exits
with 1 when a score is too low. Lighthouse itself comes from npm, through npx.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from fascia.brand import find_browser
from tests.bench import table
from tests.browser.install import playwright_browser
from tests.site import Site

PATHS = ("/en/", "/en/techniques/foot-sole-roll", "/en/routines/evening-yin-20")

#: The least that each category must score.
BUDGETS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

#: Releases of Lighthouse, newest first, and the oldest Node that each runs on.
RELEASES = {"13": (22, 19), "12": (18, 20)}

#: The speed of a page is a measurement: below its budget it is taken again, and the median counts.
AGAIN = 2


def lighthouse() -> list[str]:
    """The command of the newest Lighthouse that the Node at hand can run."""
    if not (shutil.which("node") and shutil.which("npx")):
        raise SystemExit("Lighthouse needs Node and npx, and they are not on this machine.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    node = tuple(map(int, re.findall(r"\d+", version)[:2]))
    for release, oldest in RELEASES.items():
        if node >= oldest:
            return ["npx", "--yes", f"lighthouse@{release}"]
    raise SystemExit(f"Lighthouse needs Node 18.20 or newer; this is {version.strip()}.")


def run(command: list[str], address: str, browser: str) -> dict:
    flags = ["--headless=new", "--disable-background-networking"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        result = subprocess.run(
            [*command, address, "--quiet", "--output=json", f"--output-path={report}",
             f"--only-categories={','.join(BUDGETS)}", f"--chrome-flags={' '.join(flags)}"],
            env=os.environ | {"CHROME_PATH": browser}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not report.exists():
            raise SystemExit(f"Lighthouse did not run:\n{result.stdout}{result.stderr}")
        return json.loads(report.read_text())


def finished(command: list[str], address: str, browser: str) -> dict:
    """A whole report. On a busy machine the browser sometimes loses the trace: then again."""
    for _ in range(1 + AGAIN):
        report = run(command, address, browser)
        if "runtimeError" not in report:
            return report
    raise SystemExit(f"Lighthouse did not finish: {report['runtimeError']['message']}")


def scores_of(report: dict) -> dict[str, int]:
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in BUDGETS}


def item_text(item: dict) -> str:
    """What an audit names: an element, an address, a message; whatever it has."""
    if "node" in item:
        return f"{item['node'].get('selector', '')}: {item['node'].get('snippet', '')}"
    plain = (
        f"{key}: {value}" for key, value in item.items() if isinstance(value, str | int | float)
    )
    return ", ".join(plain) or json.dumps(item, ensure_ascii=False)[:300]


def failures(report: dict) -> list[str]:
    """Every audit of the four categories that is not passed, with its items."""
    wanted = {ref["id"] for name in BUDGETS for ref in report["categories"][name]["auditRefs"]}
    lines = []
    for ident, audit in report["audits"].items():
        low = audit["score"] is not None and audit["score"] < 0.9
        if ident not in wanted or not low:
            continue
        lines.append(f"  {ident}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
        items = (audit.get("details") or {}).get("items", [])
        lines += [f"    {item_text(item)}" for item in items if "type" not in item]
    return lines


def main() -> None:
    command = lighthouse()
    browser = find_browser() or playwright_browser()
    if not browser:
        raise SystemExit("Lighthouse needs Chromium: python -m tests.browser.install")
    rows, details, low = [], [], []
    site = Site()
    # Canonical addresses must be those that Lighthouse opens.
    site.environment["FASCIA_ORIGIN"] = site.url
    with site:
        for path in PATHS:
            report = finished(command, site.url + path, browser)
            scores = scores_of(report)
            if scores["performance"] < BUDGETS["performance"]:
                again = [
                    scores_of(finished(command, site.url + path, browser)) for _ in range(AGAIN)
                ]
                scores["performance"] = round(
                    statistics.median(one["performance"] for one in [scores, *again])
                )
            rows.append((path, *(str(scores[name]) for name in BUDGETS)))
            low += [
                f"{path} {name} {scores[name]}, at least {least}"
                for name, least in BUDGETS.items()
                if scores[name] < least
            ]
            found = failures(report)
            if found:
                details += [path, *found]
    print(f"Lighthouse {report['lighthouseVersion']}, mobile\n")
    print(table(("page", *BUDGETS), rows))
    if details:
        print("\nNot passed:\n" + "\n".join(details))
    if low:
        raise SystemExit("\nToo low: " + "; ".join(low))


if __name__ == "__main__":
    main()
