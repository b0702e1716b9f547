"""Looking for something: by typing, by choosing, by a link from somebody else, offline."""

import pytest

from tests.browser.conftest import store, wait_for

#: The index is there: from here on every letter is answered at once.
SEARCHING = "document.querySelector('find-entries').matches(':not([data-waiting])')"

ROWS = """[...document.querySelectorAll(".found .row")]
  .filter((row) => row.checkVisibility()).map((row) => row.pathname)"""

#: Asked of the page itself: Playwright hears of a changed address a moment later.
QUERY = "location.search"

SAID = "document.querySelector('find-entries [role=status]').textContent"


def search(page, url: str):
    """Open a page of the search and wait until it answers."""
    page.goto(url)
    wait_for(page, SEARCHING)
    wait_for(page, SAID)


def choose(page, label: str) -> None:
    """Press a chip, by keys alone: unfold what hides it, then the space bar."""
    chip = page.get_by_label(label, exact=True)
    for fold in page.locator("details.filters, details.filter").filter(has=chip).all():
        if fold.get_attribute("open") is None:
            fold.locator("> summary").focus()
            page.keyboard.press("Enter")
    chip.focus()
    page.keyboard.press("Space")


def test_what_is_typed_and_chosen_is_found_at_once_and_offline(phone, site):
    page = phone.start()
    store(page, f"{site.url}/nl/")
    site.stop()
    page = phone.restart()
    page.goto(f"{site.url}/nl/")
    page.locator("a.seek").click()
    wait_for(page, SAID)
    everything = page.evaluate(ROWS)
    field = page.get_by_role("searchbox", name="Zoeken")
    field.press_sequentially("hielspoor")
    found = page.evaluate(ROWS)
    assert 0 < len(found) < len(everything)
    assert "/nl/routines/foot-reset-7" in found[:3]
    assert page.evaluate(QUERY) == "?q=hielspoor"
    wait_for(page, f"{SAID} === '{len(found)} resultaten'")

    choose(page, "Niets op de grond")
    assert page.evaluate(QUERY) == "?q=hielspoor&place=no-floor"
    fewer = page.evaluate(ROWS)
    assert set(fewer) < set(found)

    # Back from a result, and back once more from the last choice.
    page.locator(".found .row:visible").first.click()
    wait_for(page, f"location.pathname === '{fewer[0]}'")
    page.go_back()
    wait_for(page, f"JSON.stringify({ROWS}) === JSON.stringify({fewer})".replace("'", '"'))
    assert page.get_by_label("Niets op de grond", exact=True).is_checked()
    page.go_back()
    wait_for(page, "!location.search.includes('place')")
    assert page.evaluate(ROWS) == found
    assert phone.errors == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_link_from_somebody_else_shows_the_same(phone, shared_site, language):
    page = phone.start()
    search(page, f"{shared_site.url}/{language}/find?tool=tennis-balls&tool=towels&minutes=10")
    found = page.evaluate(ROWS)
    assert f"/{language}/techniques/foot-sole-roll" in found
    assert f"/{language}/techniques/hamstring-roller" in found
    assert page.locator("[data-chosen] button").count() == 3
    # The other language has the same choice; a chip once more takes it back.
    page.locator("a.languages").click()
    wait_for(page, SAID)
    assert "minutes=10" in page.evaluate(QUERY)
    assert len(page.evaluate(ROWS)) == len(found)
    page.locator("[data-chosen] button").first.click()
    assert "tennis-balls" not in page.evaluate(QUERY)
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.locator("[data-action=clear]").click()
    assert page.evaluate(QUERY) == ""
    assert len(page.evaluate(ROWS)) > 100


def test_a_damaged_link_is_told_and_never_comes_back_as_markup(phone, shared_site):
    page = phone.start()
    evil = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    search(page, f"{shared_site.url}/en/find?q={evil}&level=wizard&tool=%E0%A4&minutes=10")
    assert page.get_by_role("searchbox").input_value() == "<img src=x onerror=alert(1)>"
    assert page.locator("find-entries img[src=x]").count() == 0
    assert page.locator("[data-when=strange]").is_visible()
    assert page.evaluate(ROWS), "what is left of the address still holds"
    assert phone.errors == []


def test_when_nothing_fits_the_nearest_is_offered_and_said(phone, shared_site):
    page = phone.start()
    search(page, f"{shared_site.url}/en/find?q=heel+spur&tool=hands&place=wall")
    assert page.locator("[data-when=one-left]").is_visible()
    assert all("/foot" in path or "/routines/" in path for path in page.evaluate(ROWS)[:3])
    assert page.evaluate(SAID).startswith("Nothing fits all of it. Without “")


def test_without_its_index_everything_is_still_there(phone, shared_site):
    page = phone.start()
    page.route("**/find.json", lambda route: route.abort())
    page.goto(f"{shared_site.url}/en/find?q=neck")
    wait_for(page, "document.querySelector('[data-when=failed]').checkVisibility()")
    assert len(page.evaluate(ROWS)) > 100


def test_without_scripts_it_is_a_plain_list(browser_without_scripts, shared_site):
    page = browser_without_scripts
    page.goto(f"{shared_site.url}/nl/find")
    assert not page.locator("form").is_visible()
    assert not page.locator("[data-action]:visible").count()
    assert page.locator(".found .row:visible").count() > 100


@pytest.fixture
def browser_without_scripts(phone):
    phone.options |= {"java_script_enabled": False}
    return phone.start()
