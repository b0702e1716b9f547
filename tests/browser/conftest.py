"""A phone: a real browser with a profile that survives a restart, and a site that can stop."""

import os
import shutil
import signal
import subprocess
import time
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from fascia.brand import find_browser
from tests.browser.proxy import Line
from tests.site import Site

#: What is not on a phone, and would take as long to start as a page: what the address bar unfolds.
#: Of several such lists Chromium takes the last, so this one has that of Playwright in it.
UNUSED = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades",
    "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding",
    "PreconnectToSearch", "TcpPortRandomizationWin", "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion", "msForceBrowserSignIn",
]  # fmt: skip

#: Quiet, and without what headless Chromium adds to the network by itself.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=document-user-activation-required",
    f"--disable-features={','.join(UNUSED)}",
]
if hasattr(os, "geteuid") and os.geteuid() == 0:
    ARGUMENTS.append("--no-sandbox")


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    # These begin first, so that no worker is left with one at the end while the others are done.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def shared_site():
    with Site() as site:
        yield site


@pytest.fixture(scope="session")
def line(shared_site):
    with Line(shared_site) as line:
        yield line


@pytest.fixture
def site(line):
    """A site for this test alone: it may be stopped, or come back as another release."""
    yield line
    line.restore()


class Phone:
    """One browser profile. ``start`` and ``stop`` are a cold start and a shutdown."""

    def __init__(self, playwright, profile: Path, **options):
        self.playwright = playwright
        self.profile = profile
        self.options = {"viewport": {"width": 360, "height": 780}, "locale": "en-GB"} | options
        self.context: BrowserContext | None = None
        #: Every request that any page or worker made, and every message of the consoles.
        self.requests: list[str] = []
        self.errors: list[str] = []

    def start(self) -> Page:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=find_browser(), args=ARGUMENTS, **self.options
        )
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on(
            "console",
            lambda message: (
                self.errors.append(message.text)
                if message.type == "error" and "net::ERR" not in message.text
                else None
            ),
        )
        return self.context.pages[0]

    def stop(self) -> None:
        if self.context:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """What an emptied battery does: no chance to say goodbye."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.context = None
        time.sleep(0.5)
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()

    def processes(self) -> list[int]:
        """The browser and all that it started, some of which do not name the profile."""
        table = subprocess.run(
            ["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True
        )
        rows = [line.split(None, 2) for line in table.stdout.splitlines()]
        found = [int(pid) for pid, _, args in rows if f"--user-data-dir={self.profile}" in args]
        for parent in found:
            found += [int(p) for p, pp, _ in rows if int(pp) == parent and int(p) not in found]
        return found

    def restart(self) -> Page:
        self.stop()
        return self.start()


@pytest.fixture
def new_phone(playwright, tmp_path):
    """Never here before: it stores the site while the test goes on."""
    phone = Phone(playwright, tmp_path / "profile")
    yield phone
    phone.stop()


@pytest.fixture
def phone(new_phone):
    return new_phone


@pytest.fixture(scope="session")
def profile_with(playwright, tmp_path_factory):
    """The profile of a phone that has stored a site, by its address. Storing takes seconds."""

    @cache
    def stored(url: str) -> Path:
        phone = Phone(playwright, tmp_path_factory.mktemp("stored") / "profile")
        store(phone.start(), f"{url}/nl/")
        phone.stop()
        return phone.profile

    return stored


@pytest.fixture
def stored_phone(new_phone, profile_with, shared_site):
    """Of somebody who was here before: the whole site is on it."""
    shutil.copytree(profile_with(shared_site.url), new_phone.profile)
    return new_phone


def wait_for(page: Page, expression: str, seconds: float = 15):
    """Poll a JavaScript expression until it is true; returns its value.

    The page's own policy forbids what Playwright's wait_for_function does.
    """
    until = time.monotonic() + seconds
    value = None
    while time.monotonic() < until:
        try:
            value = page.evaluate(expression)
        except PlaywrightError as error:  # the page is just being replaced by another one
            value = str(error)
            if "Execution context was destroyed" not in value:
                raise
        else:
            if value:
                return value
        time.sleep(0.05)
    raise AssertionError(f"still {value!r} after {seconds} s: {expression}")


READY = """(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active?.state === "activated" && navigator.serviceWorker.controller !== null;
})()"""


def store(page: Page, url: str) -> None:
    """Open a page and wait until the whole site is stored on the phone."""
    page.goto(url)
    wait_for(page, READY, 30)
