"""The network goes: by stopping the server, cutting the line, or a hotel's log-in page."""

import shutil
import time
from urllib.parse import urlsplit

import pytest

from fascia.library import CONTENT
from tests.browser.conftest import store, wait_for
from tests.browser.proxy import Network

ENTRIES = "caches.open((await caches.keys()).find((n) => n.includes('release')))"


HALF_A_PAGE = """
  const headers = { "Content-Type": "text/html" };
  await cache.put("PATH", new Response("<h1>half a pa", { headers }));
"""


@pytest.fixture
def stored(phone, site, profile_with):
    """Opens a page on a phone that has stored the whole site at an earlier visit."""

    def open_page(path: str):
        shutil.copytree(profile_with(site.url), phone.profile)
        page = phone.start()
        store(page, site.url + path)
        return page

    return open_page


def cached(page, script: str):
    """Run a script with ``cache`` (the release's cache) at hand."""
    return page.evaluate(f"(async () => {{ const cache = await {ENTRIES}; {script} }})()")


def language_of(page) -> str:
    return page.evaluate("document.documentElement.lang")


#: Of every address what its answer says of itself: language, headings of the first rank, address.
#: That is read off the link to the other language; the offline page tells robots to keep off.
ASKED = """(paths) => Promise.all(paths.map(async (path) => {
  const answer = await fetch(path);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { lang } = page.documentElement;
  const there = page.querySelector("a.languages").getAttribute("href");
  return [answer.status, lang, page.querySelectorAll("h1").length,
    page.querySelector("meta[name=robots]") ? `/${lang}/offline` : `/${lang}${there.slice(3)}`];
}))"""


def one_of_each_kind(app, urls) -> list[str]:
    """An address of each view in each language."""
    match = app.url_map.bind("").match
    kinds = {(match(path)[0], path.split("/")[1]): path for path in urls}
    return list(kinds.values())


@pytest.mark.long
def test_after_a_cold_start_without_a_server_every_page_opens(phone, site, app, urls):
    page = phone.start()
    store(page, f"{site.url}/nl/")
    site.stop()
    page = phone.restart()
    for path in one_of_each_kind(app, urls):
        page.goto(site.url + path)
        assert language_of(page) == path.split("/")[1], path
        assert page.locator("h1").is_visible(), path
    for path, answer in zip(urls, page.evaluate(ASKED, urls), strict=True):
        assert answer == [200, path.split("/")[1], 1, path]
    assert phone.errors == []


def test_no_request_leaves_the_site(phone, site):
    page = phone.start()
    store(page, f"{site.url}/en/")
    for path in ("/en/techniques", "/en/routines/evening-yin-20", "/nl/install"):
        page.goto(site.url + path)
    page.goto(f"{site.url}/en/routines/micro-break-3/play")
    page.locator("[data-action=start]:visible").click()
    wait_for(page, "document.querySelector('audio').currentTime > 0.5")
    elsewhere = {u for u in phone.requests if not u.startswith((site.url, "blob:", "data:"))}
    assert elsewhere == set()


def test_the_root_leads_to_the_language_in_use(phone, site, stored):
    page = stored("/en/")
    page.goto(f"{site.url}/nl/techniques")
    site.stop()
    page = phone.restart()
    page.goto(f"{site.url}/")
    assert urlsplit(page.url).path == "/nl/"


def test_a_page_that_is_not_there_says_so_in_its_language(site, stored):
    page = stored("/en/")
    site.stop()
    page.goto(f"{site.url}/nl/techniques/not-there")
    assert language_of(page) == "nl"
    assert page.title().startswith("Geen internet")


def test_a_slash_at_the_end_leads_to_the_same_page(site, stored):
    page = stored("/en/")
    site.stop()
    page.goto(f"{site.url}/en/techniques/")
    assert page.locator("meta[name=robots]").count() == 0, "only the offline page has one"


def test_ready_is_said_only_when_all_is_there(phone, site):
    page = phone.start()
    page.goto(f"{site.url}/en/")
    wait_for(
        page, "document.querySelector('offline-status [data-when=ready]')?.hidden === false", 30
    )
    counted = cached(page, "return (await cache.keys()).length")
    page.goto(f"{site.url}/en/install")
    wait_for(page, "document.querySelector('[data-value=entries]')?.textContent.includes('/')")
    assert page.locator("[data-value=entries]").first.text_content() == f"{counted} / {counted}"


@pytest.mark.parametrize("harm", ["damaged", "missing"])
def test_a_stored_page_that_is_harmed_is_fetched_again(site, stored, harm):
    page = stored("/en/")
    path = "/en/routines"
    if harm == "damaged":
        cached(
            page,
            HALF_A_PAGE.replace("PATH", path),
        )
    else:
        cached(page, f"await cache.delete('{path}')")
    page.goto(site.url + path)
    assert page.locator("h1").count() == 1
    assert page.title().endswith("Fascia")
    site.stop()
    page.goto(f"{site.url}/en/")
    page.goto(site.url + path)
    assert page.title().endswith("Fascia")
    assert page.locator("h1").text_content() != ""
    assert page.locator("meta[name=robots]").count() == 0, "only the offline page has one"


def test_a_harmed_page_without_a_network_is_never_a_broken_page(site, stored):
    page = stored("/nl/")
    cached(
        page,
        HALF_A_PAGE.replace("PATH", "/nl/routines"),
    )
    site.stop()
    page.goto(f"{site.url}/nl/routines")
    assert page.title().startswith("Geen internet")


def test_an_installation_that_is_cut_off_goes_on_where_it_stopped(phone, site):
    with Network(site) as network:
        # The shell arrives; then the line goes in the middle of a pack.
        network.behave = lambda path: "cut" if "/packs/pages" in path else "pass"
        page = phone.start()
        page.goto(f"{network.url}/nl/")
        wait_for(
            page,
            "document.querySelector('offline-status [data-when=waiting]')?.hidden === false",
            30,
        )
        kept = cached(page, "return (await cache.keys()).map((r) => new URL(r.url).pathname)")
        assert any(path.startswith("/static/js/") for path in kept)
        assert "/en/" in kept, "what had arrived of the pack stays"
        assert page.evaluate("navigator.serviceWorker.controller") is None
        network.behave = lambda path: "pass"
        network.paths.clear()
        page.evaluate("dispatchEvent(new Event('online'))")
        wait_for(
            page, "document.querySelector('offline-status [data-when=ready]')?.hidden === false", 30
        )
        assert not [path for path in network.paths if "/packs/shell" in path]


def test_a_log_in_page_of_a_hotel_is_never_stored(phone, site):
    with Network(site) as network:
        network.behave = lambda path: "portal" if path.startswith(("/packs/", "/en/t")) else "pass"
        page = phone.start()
        page.goto(f"{network.url}/en/")
        wait_for(
            page,
            "document.querySelector('offline-status [data-when=waiting]')?.hidden === false",
            30,
        )
        assert cached(page, "return (await cache.keys()).length") == 0
        network.behave = lambda path: "pass"
        page.evaluate("dispatchEvent(new Event('online'))")
        wait_for(
            page, "document.querySelector('offline-status [data-when=ready]')?.hidden === false", 30
        )
        bodies = cached(
            page,
            """
          const bodies = [];
          for (const request of await cache.keys()) {
            const response = await cache.match(request);
            const type = response.headers.get("Content-Type");
            if (type.startsWith("text/html")) bodies.push(await response.text());
          }
          return bodies.filter((body) => body.includes("Hotel Wi-Fi")).length;
        """,
        )
        assert bodies == 0


def test_wifi_that_is_connected_but_dead_does_not_slow_a_page(phone, site):
    with Network(site) as network:
        page = phone.start()
        store(page, f"{network.url}/en/")
        network.behave = lambda path: "dead"
        began = time.monotonic()
        page.goto(f"{network.url}/en/techniques", wait_until="load")
        assert time.monotonic() - began < 2.5
        page.goto(f"{network.url}/en/not-there", wait_until="load")
        assert page.title().startswith("No internet")


def test_the_stored_pages_carry_the_policy(site, stored):
    page = stored("/en/")
    site.stop()
    response = page.goto(f"{site.url}/en/techniques")
    assert "default-src 'none'" in response.headers["content-security-policy"]


# ---- releases ----

#: One worker: the newer release is started once.
together = pytest.mark.xdist_group("releases")


@pytest.fixture(scope="session")
def newer(tmp_path_factory):
    """Content of a later release: one word in one Dutch page differs."""
    folder = tmp_path_factory.mktemp("newer") / "content"
    shutil.copytree(CONTENT, folder)
    file = folder / "techniques" / "constructive-rest.toml"
    file.write_text(file.read_text("utf-8").replace("Rusthouding", "Ligrust"), "utf-8")
    return {"FASCIA_CONTENT": str(folder)}


def publish(site, newer) -> None:
    site.stop()
    site.start(**newer)


WAITING = "navigator.serviceWorker.getRegistration().then((r) => Boolean(r.waiting))"
LOOK = "navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => true)"

#: No longer a launch (static/js/offline.js).
OPEN_FOR_A_WHILE = "performance.now() > 5000"


def go(page, way: str) -> None:
    """Leave a page as a person does. It may at once be exchanged for that of the new release, and
    Playwright, which waits for what it opened, takes that for a page that never came."""
    wait_for(page, f"setTimeout(() => {way})")


@together
def test_an_update_waits_for_a_yes_and_then_takes_all_of_it(site, stored, newer):
    page = stored("/nl/techniques")
    publish(site, newer)
    wait_for(page, OPEN_FOR_A_WHILE)  # then it is asked, not reloaded
    page.evaluate(LOOK)
    wait_for(page, WAITING)
    wait_for(page, "document.querySelector('update-notice')?.hidden === false")
    page.goto(f"{site.url}/nl/read")
    old, new = "Rusthouding", "Ligrust"
    page.goto(f"{site.url}/nl/techniques/constructive-rest")
    # Launching anew with nothing running is the moment to change.
    wait_for(page, f"document.querySelector('h1')?.textContent.includes('{new}')")
    assert old not in page.locator("h1").text_content()
    wait_for(page, "caches.keys().then((n) => n.filter((x) => x.includes('release')).length === 1)")


@together
def test_an_update_is_taken_when_the_person_says_so(site, stored, newer):
    page = stored("/nl/techniques/constructive-rest")
    publish(site, newer)
    wait_for(page, OPEN_FOR_A_WHILE)
    page.evaluate(LOOK)
    wait_for(page, "document.querySelector('update-notice')?.hidden === false")
    assert "Rusthouding" in page.locator("h1").text_content(), "nothing changes by itself"
    page.locator("update-notice [data-action=apply]").click()
    wait_for(page, "document.querySelector('h1')?.textContent.includes('Ligrust')")


@together
def test_an_update_copies_what_did_not_change(phone, site, newer):
    with Network(site) as network:
        page = phone.start()
        store(page, f"{network.url}/nl/techniques")
        publish(site, newer)
        network.paths.clear()
        page.evaluate(LOOK)
        wait_for(page, WAITING)
        fetched = [path for path in network.paths if path != "/sw.js"]
        assert "/nl/techniques/constructive-rest" in fetched
        assert not [path for path in fetched if path.startswith(("/packs/", "/static/", "/en/"))]


@together
def test_during_a_session_there_is_no_update(phone, site, stored, newer):
    page = stored("/nl/routines/micro-break-3/play")
    # Chromium looks for a release only once a page has come to rest, or after three minutes; in a
    # session none does.
    page.evaluate(LOOK)
    other = phone.context.new_page()
    other.goto(f"{site.url}/nl/techniques/constructive-rest")
    page.bring_to_front()
    page.locator("[data-action=start]:visible").click()
    wait_for(page, "document.querySelector('audio').currentTime > 0.3")
    publish(site, newer)
    other.evaluate(LOOK)
    wait_for(other, WAITING)
    time.sleep(1)
    assert other.evaluate("document.querySelector('update-notice').hidden"), "not in another tab"
    other.reload()
    time.sleep(1)
    assert "Rusthouding" in other.locator("h1").text_content(), "releases never mix"
    assert page.evaluate("document.querySelector('audio').paused") is False
    go(page, "location.assign('/nl/')")
    wait_for(page, "document.querySelector('routine-player') === null")
    go(other, "location.reload()")
    wait_for(other, "document.querySelector('h1')?.textContent.includes('Ligrust')")


def test_the_kill_switch_clears_what_was_stored_but_not_what_is_kept(new_phone, site):
    page = new_phone.start()
    store(page, f"{site.url}/en/routines/micro-break-3/play")
    page.locator("[data-action=start]:visible").click()
    wait_for(page, "document.querySelector('audio').currentTime > 1")
    page.goto(f"{site.url}/en/")
    site.stop()
    site.start(FASCIA_WORKER="off")
    page.evaluate(LOOK)
    wait_for(page, "navigator.serviceWorker.getRegistration().then((r) => !r || !r.active)", 60)
    wait_for(page, "caches.keys().then((names) => names.length === 0)")
    kept = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert kept == ["fascia"]


def test_no_room_on_the_phone_is_said_and_a_session_runs_all_the_same(phone, site):
    page = phone.start()
    page.goto("about:blank")
    session = phone.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 60_000})
    page.goto(f"{site.url}/en/")
    wait_for(
        page, "document.querySelector('offline-status [data-when=full]')?.hidden === false", 30
    )
    page.goto(f"{site.url}/en/routines/micro-break-3/play")
    page.locator("[data-action=start]:visible").click()
    wait_for(page, "document.querySelector('audio').currentTime > 0.5")
