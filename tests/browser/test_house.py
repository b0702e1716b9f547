"""A teacher's own house as people meet it: by day and by night, and long after it was stored."""

from pathlib import Path

import pytest

from tests.browser.conftest import wait_for
from tests.browser.test_pages import SCHEMES, Reader
from tests.site import Site

EXAMPLE = Path(__file__).parent.parent / "house" / "site.toml"

PAGES = ("/", "/about", "/trainings-and-retreats")

COMING = """[...document.querySelectorAll("coming-events [data-last]")]
  .filter((event) => event.checkVisibility() && !event.closest("[data-past]"))
  .map((event) => event.dataset.last)"""
PAST = """[...document.querySelectorAll("[data-past]:not([hidden]) [data-last]")]
  .map((event) => event.dataset.last)"""


@pytest.fixture(scope="module")
def house():
    with Site(FASCIA_SITE=str(EXAMPLE)) as site:
        yield site


@pytest.fixture
def visitor(browser, house):
    visitors = []

    def make(scheme: str = "light", day: str = "2030-06-01T12:00:00", **options) -> Reader:
        one = Reader(browser, house.url, scheme, **options)
        one.page.clock.set_fixed_time(day)
        visitors.append(one)
        return one

    yield make
    for one in visitors:
        one.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_its_pages_keep_the_rules_of_wcag_and_fit_every_screen(visitor, scheme):
    one = visitor(scheme, service_workers="block")
    for path in PAGES:
        one.open(path)
        one.inspect_whole()
        one.resize()
    one.judge()


@pytest.mark.parametrize(
    ("day", "coming", "past"),
    [
        ("2021-01-01T12:00:00+01:00", ["2022-03-26", "2031-01-11", "2031-05-20"], []),
        ("2031-01-11T23:30:00+01:00", ["2031-01-11", "2031-05-20"], ["2022-03-26"]),
        ("2031-01-12T00:30:00+01:00", ["2031-05-20"], ["2031-01-11", "2022-03-26"]),
        ("2031-05-21T08:00:00+02:00", [], ["2031-05-20", "2031-01-11", "2022-03-26"]),
    ],
)
def test_what_is_over_never_stands_as_coming(visitor, day, coming, past):
    one = visitor(day=day, timezone_id="Europe/Amsterdam", service_workers="block")
    page = one.open("/trainings-and-retreats")
    wait_for(page, "Boolean(customElements.get('coming-events'))")
    assert page.evaluate(COMING) == coming
    assert page.evaluate(PAST) == past
    assert page.get_by_text("No dates ahead at the moment.").is_visible() == (not coming)
    assert page.get_by_role("heading", name="Already over").is_visible() == bool(past)

    page = one.open("/")
    wait_for(page, "Boolean(customElements.get('coming-events'))")
    assert page.evaluate(COMING) == coming[:2], "the next two"
    assert page.get_by_role("link", name="All trainings and retreats").is_visible()


def test_an_app_that_stays_open_notices_that_a_day_has_passed(visitor):
    one = visitor(
        day="2031-05-20T22:00:00+02:00", timezone_id="Europe/Amsterdam", service_workers="block"
    )
    page = one.open("/trainings-and-retreats")
    wait_for(page, "Boolean(customElements.get('coming-events'))")
    assert page.evaluate(COMING) == ["2031-05-20"]
    page.clock.set_fixed_time("2031-05-21T07:00:00+02:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate(COMING) == []


def test_without_scripts_every_event_stands_with_its_dates(visitor):
    one = visitor(java_script_enabled=False)
    page = one.open("/trainings-and-retreats")
    assert page.locator("[data-last]:visible").count() == 3
    assert not page.get_by_role("heading", name="Already over").is_visible()
    page = one.open("/")
    assert page.locator("[data-last]:visible").count() == 0
    assert page.get_by_role("link", name="All trainings and retreats").is_visible()


def test_nobody_else_hears_of_a_visit(visitor, house):
    one = visitor()
    asked = []
    one.page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        one.open(path)
    assert asked
    assert [url for url in asked if not url.startswith(house.url)] == []


def test_her_colours_and_her_portrait_are_seen(visitor):
    for scheme, accent in (("light", "rgb(107, 47, 91)"), ("dark", "rgb(227, 179, 214)")):
        page = visitor(scheme, service_workers="block").open("/")
        link = page.locator(".teacher .textlink")
        assert link.evaluate("(link) => getComputedStyle(link).color") == accent
        portrait = page.locator(".teacher__portrait")
        portrait.scroll_into_view_if_needed()
        wait_for(page, "document.querySelector('.teacher__portrait').naturalWidth > 0")
