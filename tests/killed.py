"""`make killed`: a browser killed a thousand times while it writes loses nothing that it confirmed.

About half an hour. The suite does the same six times; `make killed TIMES=50` is a
shorter one.
"""

import os
import random
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import Phone
from tests.browser.test_practice import killed_while_writing
from tests.site import Site

TIMES = int(os.environ.get("TIMES") or 1000)

#: The profile grows with every record; a new one now and then keeps the pace.
PORTION = 50


def main() -> None:
    chance = random.Random(7)
    with sync_playwright() as playwright, Site() as site:
        for done in range(0, TIMES, PORTION):
            times = min(PORTION, TIMES - done)
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                phone = Phone(playwright, Path(folder))
                kept = killed_while_writing(phone, f"{site.url}/en/practice", times, chance)
                phone.stop()
            print(f"{done + times} of {TIMES}: {kept} sessions confirmed, none lost", flush=True)


if __name__ == "__main__":
    main()
