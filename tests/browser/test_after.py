"""What comes after a session: what somebody adds to it, where that is kept, and the next day."""

import time

import pytest

from fascia.assets import Assets
from tests.browser.conftest import wait_for
from tests.browser.test_pages import SCHEMES, Reader

PLAY = "/routines/foot-reset-7/play"

#: The store of the page itself, not a second one beside it.
STORE = f"const store = await import('{Assets().url('js/store.js')}');"

RECORD = {
    "id": "one",
    "page": "routines/foot-reset-7",
    "names": {"en": "Foot reset", "nl": "Wakkere voeten"},
    "begun": 1_000_000,
    "ended": 1_400_000,
    "planned": 400,
    "done": 240,
    "finished": False,
    "steps": [
        {"technique": "a", "region": "calf", "side": "left", "seconds": 60, "planned": 60},
        {"technique": "a", "region": "foot", "side": "both", "seconds": 60, "planned": 60},
        {"technique": "a", "region": "neck", "side": "both", "seconds": 0, "planned": 60},
        {"technique": "a", "region": "whole", "side": "both", "seconds": 60, "planned": 60},
        {"technique": "a", "region": '"], *', "side": "both", "seconds": 60, "planned": 60},
    ],
    "before": 6,
    "after": None,
    "areas": {},
    "note": "",
    "much": [],
    "sore": None,
}

SHOW = "(record) => document.querySelector('session-after').show(record)"

SCORE = "document.querySelector('session-after score-line').value"

#: Days ago at noon, in the time of the phone.
NOON = "const noon = (ago) => new Date().setHours(12, 0, 0, 0) - ago * 86_400_000;"


@pytest.fixture
def phone(stored_phone):
    return stored_phone


def kept(page, record: str = "one"):
    return page.evaluate(f"(async () => {{ {STORE} return store.getSession('{record}'); }})()")


def end(page, url: str, record: dict = RECORD) -> None:
    """Begin a session, end it early, and see what is asked then."""
    page.goto(url)
    page.locator("[data-action=start]:visible").click()
    wait_for(page, "document.querySelector('audio').currentTime > 0.1")
    page.locator("[data-action=pause]:visible").click()
    page.locator("[data-action=stop]:visible").click()
    wait_for(page, "document.querySelector('[data-view=end]').checkVisibility()")
    page.evaluate(SHOW, record)


def test_what_is_added_is_kept_at_once_and_outlives_a_dead_battery(phone, shared_site):
    page = phone.start()
    end(page, f"{shared_site.url}/en{PLAY}")
    after = page.locator("session-after")
    after.get_by_label("How much tension").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    after.get_by_role("group", name="Foot").get_by_text("Sore").click()
    after.get_by_label("A line for yourself").type("A softer ball.")
    note = f"(async () => {{ {STORE} return (await store.getSession('one')).note; }})()"
    wait_for(page, f"({note}).then((text) => text === 'A softer ball.')")
    assert after.get_by_text("Kept on this phone, and nowhere else").is_visible()
    phone.kill()
    page = phone.start()
    page.goto(f"{shared_site.url}/en{PLAY}")
    added = {
        "after": 3,
        "areas": {"calf": "same", "foot": "sore"},
        "note": "A softer ball.",
    }
    assert kept(page) == RECORD | added
    wait_for(page, "Boolean(customElements.get('session-after'))")
    page.evaluate(SHOW, RECORD | added)
    assert page.evaluate(SCORE) == 3
    assert page.get_by_label("A line for yourself").input_value() == "A softer ball."
    chosen = page.evaluate(
        "[...document.querySelectorAll('session-after :checked')]"
        ".map((one) => [one.name, one.value])"
    )
    assert dict(chosen) == added["areas"]
    assert phone.errors == []


def test_whoever_writes_and_leaves_loses_nothing(phone, shared_site):
    page = phone.start()
    end(page, f"{shared_site.url}/nl{PLAY}")
    page.get_by_label("Een regel voor jezelf").type("Bal hoger was beter.")
    page.goto(f"{shared_site.url}/nl{PLAY}")
    assert kept(page)["note"] == "Bal hoger was beter."


def test_only_places_that_were_practised_are_asked_about(phone, shared_site):
    page = phone.start()
    end(page, f"{shared_site.url}/nl{PLAY}")
    places = page.locator("session-after legend")
    assert places.all_text_contents() == ["Kuit", "Voet"]
    page.evaluate(SHOW, RECORD | {"id": "two", "steps": []})
    assert places.count() == 0
    assert not page.get_by_text("Hoe voelen deze plekken nu?").is_visible()


def test_a_score_can_be_pressed_and_taken_back(new_phone, shared_site):
    page = new_phone.start()
    end(page, f"{shared_site.url}/en{PLAY}")
    slider = page.get_by_label("How much tension").last
    spoken = "document.querySelector('#score-after').ariaValueText"
    now = page.locator("session-after [data-value=after]")
    assert (page.evaluate(SCORE), page.evaluate(spoken)) == (None, "No answer yet")
    assert not now.is_visible()
    box = page.locator("session-after .score__numbers li").nth(7).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert (page.evaluate(SCORE), page.evaluate(spoken)) == (7, "7")
    assert now.text_content() == "7"
    ball = page.locator("session-after .score__ball").bounding_box()
    middles = [at["x"] + at["width"] / 2 for at in (ball, box)]
    assert abs(middles[0] - middles[1]) < 1, "the ball lies at its number"
    slider.press("Home")
    assert (page.evaluate(SCORE), page.evaluate(spoken)) == (None, "No answer yet")
    assert kept(page)["after"] is None
    assert not now.is_visible()


def test_the_score_before_is_only_for_who_wants_it(phone, shared_site):
    page = phone.start()
    page.goto(f"{shared_site.url}/en{PLAY}")
    score = "document.querySelector('session-before').score"
    wait_for(page, f"{score} === null")
    page.get_by_text("How does it feel now?").click()
    page.get_by_label("How much tension").first.press("End")
    wait_for(page, f"{score} === 10")
    end(page, f"{shared_site.url}/en{PLAY}", RECORD | {"before": None})
    ring = page.locator("[data-ring]")
    assert not ring.is_visible()
    page.evaluate(SHOW, RECORD)
    assert ring.is_visible()


def test_where_nothing_can_be_kept_that_is_said(new_phone, shared_site):
    page = new_phone.start()
    page.add_init_script("indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }")
    end(page, f"{shared_site.url}/en{PLAY}")
    page.locator("session-after").get_by_text("Sore").first.click()
    assert page.get_by_text("What you add here ends with this page.").is_visible()
    assert not page.get_by_text("Kept on this phone, and nowhere else").is_visible()


def test_a_full_phone_is_never_told_that_its_session_is_kept(phone, shared_site):
    page = phone.start()
    page.add_init_script("""
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...values) {
        if (this.name === "sessions") throw new DOMException("", "QuotaExceededError");
        return put.apply(this, values);
      };
    """)
    end(page, f"{shared_site.url}/en{PLAY}")
    page.get_by_text("What you add here ends with this page.").wait_for()
    assert not page.get_by_text("Kept on this phone, and nowhere else").is_visible()


def test_what_the_first_release_kept_is_there_in_this_one(new_phone, shared_site):
    page = new_phone.start()
    page.goto(f"{shared_site.url}/robots.txt")
    page.evaluate("""new Promise((resolve, reject) => {
      const opening = indexedDB.open("fascia", 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore("settings").put(false, "voice");
        opening.result.createObjectStore("checkpoints");
      };
      opening.onerror = reject;
      opening.onsuccess = () => { opening.result.close(); resolve(); };
    })""")
    page.goto(f"{shared_site.url}/en{PLAY}")
    found = page.evaluate(f"""(async () => {{ {STORE}
      return [await store.getSetting("voice"), await store.getSessions(), store.lasting];
    }})()""")
    assert found == [False, [], True]


def fill(page, *records: str) -> None:
    """Put records into the database past the store, as a bug or another release might."""
    rows = ", ".join(f"{{ ...record, {record} }}" for record in records)
    page.evaluate(
        f"""async (record) => {{ {NOON} {STORE}
          await store.getSessions();
          const database = await new Promise((resolve) => {{
            const opening = indexedDB.open("fascia");
            opening.onsuccess = () => resolve(opening.result);
          }});
          const change = database.transaction("sessions", "readwrite");
          for (const row of [{rows}]) change.objectStore("sessions").put(row);
          await new Promise((resolve) => {{ change.oncomplete = resolve; }});
          database.close();
        }}""",
        RECORD,
    )


SORE = "sore: { level: 'more', at: 0 }"


def asked(phone, site, language: str, *records: str):
    page = phone.start()
    page.goto(f"{site.url}/{language}{PLAY}")
    fill(page, *records)
    page.goto(f"{site.url}/{language}/")
    wait_for(page, "customElements.get('soreness-question') !== undefined")
    time.sleep(0.3)
    return page


def test_the_next_day_asks_once_and_says_what_follows(phone, shared_site):
    page = asked(
        phone,
        shared_site,
        "nl",
        "id: 'today', begun: noon(0), ended: noon(0)",
        "id: 'yesterday', begun: noon(1), ended: noon(1)",
        "id: 'damaged', begun: noon(1) + 1, ended: noon(1) + 1, names: undefined",
    )
    question = page.locator("soreness-question")
    assert question.get_by_role("heading").inner_text() == "Hoe voelt het na gisteren?"
    assert question.get_by_text("Wakkere voeten").is_visible()
    question.get_by_role("button", name="Een beetje spierpijn").press("Enter")
    wait_for(page, "document.activeElement.matches('soreness-question [data-told]')")
    assert question.get_by_text("als het binnen een dag weg is").is_visible()
    assert not question.get_by_role("button").first.is_visible()
    page.goto(f"{shared_site.url}/nl{PLAY}")
    assert kept(page, "yesterday")["sore"]["level"] == "sport"
    assert kept(page, "today")["sore"] is None
    page.goto(f"{shared_site.url}/nl/")
    wait_for(page, "customElements.get('soreness-question') !== undefined")
    time.sleep(0.3)
    assert not question.is_visible()
    assert phone.errors == []


def test_three_sore_days_in_a_row_are_for_a_professional(phone, shared_site):
    page = asked(
        phone,
        shared_site,
        "en",
        "id: 'third', begun: noon(2), ended: noon(2), names: { fr: 'Pieds' }",
        f"id: 'second', begun: noon(5), ended: noon(5), {SORE}",
        f"id: 'first', begun: noon(9), ended: noon(9), {SORE}",
    )
    question = page.locator("soreness-question")
    assert question.get_by_role("heading").inner_text().startswith("How was it the day after")
    assert question.get_by_text("Pieds").is_visible()
    question.get_by_role("button", name="Sore for longer").click()
    question.get_by_text("Three times in a row").wait_for()
    assert question.get_by_role("link").get_attribute("href") == "/en/finding-help"
    page.goto(f"{shared_site.url}/en{PLAY}")
    wait_for(
        page, "document.querySelector('session-before [data-when=professional]').checkVisibility()"
    )


def test_after_one_sore_day_the_next_session_begins_with_advice(phone, shared_site):
    page = asked(phone, shared_site, "en", f"id: 'one', begun: noon(1), ended: noon(1), {SORE}")
    assert not page.locator("soreness-question").is_visible()
    page.goto(f"{shared_site.url}/en{PLAY}")
    wait_for(page, "document.querySelector('session-before [data-when=halve]').checkVisibility()")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_asked_keeps_the_rules_of_every_page(browser, shared_site, scheme):
    one = Reader(browser, shared_site.url, scheme, service_workers="block")
    page = one.page
    page.goto(f"{one.origin}/{one.language}{PLAY}")
    page.locator("session-before summary").click()
    one.inspect("before")
    one.resize("before")
    end(
        page, f"{one.origin}/{one.language}{PLAY}", RECORD | {"after": 9, "areas": {"foot": "sore"}}
    )
    one.inspect_whole("after")
    one.resize("after")
    one.context.close()
    one.judge()
