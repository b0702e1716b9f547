"""My practice: what the phone keeps, shows, gives back and forgets, without a network."""

import json
import random
import time
from datetime import date, datetime, timedelta

import pytest

from tests.browser.conftest import store, wait_for
from tests.browser.test_player import seek

#: Puts records where the app keeps its own.
PUT = """({place, records}) => new Promise((kept, failed) => {
  const asked = indexedDB.open("fascia");
  asked.onerror = failed;
  asked.onsuccess = () => {
    const change = asked.result.transaction(place, "readwrite");
    for (const [key, value] of records) {
      if (change.objectStore(place).keyPath) change.objectStore(place).put(value);
      else change.objectStore(place).put(value, key);
    }
    change.oncomplete = () => { asked.result.close(); kept(); };
    change.onerror = failed;
  };
})"""

ALL = """(place) => new Promise((found, failed) => {
  const asked = indexedDB.open("fascia");
  asked.onerror = failed;
  asked.onsuccess = () => {
    const read = asked.result.transaction(place).objectStore(place).getAll();
    read.onsuccess = () => { asked.result.close(); found(read.result); };
  };
})"""


def session(days_ago: float, minutes: int = 12, **more) -> dict:
    """A session as the player keeps it, so many days ago."""
    begun = datetime.now() - timedelta(days=days_ago)
    ms = int(begun.timestamp() * 1000)
    seconds = minutes * 60
    step = {"technique": "glute-ball-wall", "region": "glute", "side": "left"}
    return {
        "id": f"s{days_ago}", "begun": ms, "ended": ms + seconds * 1000,
        "day": begun.date().isoformat(), "page": "routines/first-session-12/play",
        "names": {"en": "First session", "nl": "Eerste sessie"},
        "planned": seconds, "done": seconds, "finished": True,
        "before": 5, "after": 3, "areas": {}, "note": "", "much": [], "sore": None,
        "steps": [step | {"seconds": seconds, "planned": seconds}],
    } | more  # fmt: skip


def put(page, place: str, *records) -> None:
    keyed = [record if place == "settings" else [None, record] for record in records]
    page.evaluate(PUT, {"place": place, "records": keyed})


def everything(page, place: str) -> list:
    return page.evaluate(ALL, place)


def open_practice(phone, site, *records, language="nl"):
    """The diary of somebody who practised, without a network from then on."""
    page = phone.start()
    store(page, f"{site.url}/{language}/practice")
    wait_for(page, "!document.querySelector('my-practice [data-when=empty]').hidden")
    put(page, "sessions", *records)
    site.stop()
    page.reload()
    if records:
        wait_for(page, "!document.querySelector('my-practice [data-when=some]').hidden")
    return page


def press(page, selector: str) -> None:
    """By key, once it is there: what is hidden takes no focus, and the key would go elsewhere."""
    page.locator(selector).wait_for()
    page.locator(selector).press("Enter")


def text(page, selector: str) -> str:
    return " ".join(page.locator(selector).first.inner_text().split())


# ---- the diary ----


def test_the_diary_shows_the_month_the_weeks_the_body_and_each_session(phone, site):
    today = session(
        0, 20, note="Zachter is genoeg.", areas={"glute": "sore"},
        much=[{"technique": "glute-ball-wall", "side": "left", "at": 60, "score": 8,
               "signal": "sharp", "choice": "rest"}],
        sore={"level": "sport", "at": 1},
    )  # fmt: skip
    page = open_practice(phone, site, today, session(1, 12), session(40, 30, finished=False))
    minutes = 32 if date.today().weekday() else 20  # yesterday may be in the week before
    assert text(page, "practice-weeks h2") == f"{minutes} minuten deze week"
    now = page.locator("practice-month [aria-current=date]")
    assert now.inner_text().split()[0] == str(date.today().day)
    assert "20" in now.locator("[data-practised]").text_content()
    # What lies below is told when the browser has time.
    page.locator("practice-body .map__label [data-told]").first.wait_for(state="attached")
    page.locator("practice-changes .change").first.wait_for(state="attached")
    wait_for(page, "document.querySelectorAll('practice-sessions details').length === 3")
    assert ", gevoelig" in page.locator("practice-body [data-of=glute]").text_content()
    change = page.locator("practice-changes .change").first
    changes = " ".join(change.text_content().split())
    assert "achteraf meestal 2 lager" in changes
    points = page.locator("practice-changes [data-points] li")
    assert "vooraf 5, achteraf 3" in points.first.text_content()
    sessions = page.locator("practice-sessions details")
    sessions.first.locator("summary").press("Enter")
    wait_for(page, "document.querySelectorAll('practice-sessions [data-much] li').length === 1")
    told = " ".join(sessions.first.text_content().split())
    assert "Scherpe of stekende pijn" in told
    assert "8 van 10" in told
    assert sessions.first.locator("textarea").input_value() == "Zachter is genoeg."

    sessions.first.locator("textarea").fill("Zachter, en korter.")
    page.wait_for_timeout(600)
    assert "Zachter, en korter." in [one["note"] for one in everything(page, "sessions")]
    step = page.locator("practice-sessions [data-steps] li").first
    said = text(page, "practice-sessions [data-steps] li")
    assert said == "Bal tussen je bil en de muur, links: 20:00"
    assert step.locator("[data-when=left]").is_visible(), "what was listed stays as it was"
    sessions.first.locator("[data-action=remove]").press("Enter")
    page.locator("practice-sessions [data-action=sure]").press("Enter")
    wait_for(page, "document.querySelectorAll('practice-sessions details').length === 2")
    assert len(everything(page, "sessions")) == 2
    page.locator("practice-month [data-action=earlier]").press("Enter")
    assert page.locator("practice-month [aria-current=date]").count() == 0
    assert phone.errors == []


def test_a_line_for_a_session_of_long_ago_is_written_without_losing_the_place(phone, site):
    page = open_practice(phone, site, session(1), session(300, id="old"))
    wait_for(page, "document.querySelectorAll('practice-sessions details').length === 2")
    old = page.locator("practice-sessions [data-id=old]")
    old.locator("summary").press("Enter")
    old.locator("textarea").press_sequentially("Linkerheup", delay=20)
    page.wait_for_timeout(800)
    assert {one["id"]: one["note"] for one in everything(page, "sessions")}["old"] == "Linkerheup"
    old.locator("textarea").press("!")
    assert page.evaluate("document.activeElement.value") == "Linkerheup!", "and goes on"


def test_an_empty_diary_says_how_to_begin(phone, shared_site):
    page = phone.start()
    page.goto(f"{shared_site.url}/en/practice")
    wait_for(page, "!document.querySelector('my-practice [data-when=empty]').hidden")
    assert page.locator("my-practice .row").get_attribute("href") == "/en/routines/first-session-12"


def test_what_is_kept_at_hand_stands_on_the_first_page_and_in_every_tab(phone, site):
    page = phone.start()
    store(page, f"{site.url}/nl/techniques/foot-sole-roll")
    site.stop()
    keep = page.locator("keep-button:defined button")
    keep.press("Enter")
    wait_for(page, "document.querySelector('keep-button button').ariaPressed === 'true'")
    page = phone.restart()
    page.goto(f"{site.url}/nl/")
    row = page.locator("kept-rows .row")
    row.wait_for()
    assert row.get_attribute("href") == "/nl/techniques/foot-sole-roll"
    other = phone.context.new_page()
    other.goto(f"{site.url}/nl/routines/evening-yin-20")
    other.locator("keep-button:defined button").press("Enter")
    wait_for(page, "document.querySelectorAll('kept-rows .row').length === 2")
    other.goto(f"{site.url}/nl/techniques/foot-sole-roll")
    other.locator("keep-button:defined [aria-pressed=true]").press("Enter")
    wait_for(page, "document.querySelectorAll('kept-rows .row').length === 1")


def test_what_somebody_has_and_how_long_leads_to_what_fits(phone, shared_site):
    page = phone.start()
    page.goto(f"{shared_site.url}/en/practice/settings")
    page.locator("[data-days] input").first.wait_for(state="attached")
    page.locator("[name=tools][value=ball-medium]").press("Space")
    page.locator("[name=minutes][value='10']").press("Space")
    page.goto(f"{shared_site.url}/en/")
    link = page.locator("my-find a")
    link.wait_for()
    assert link.get_attribute("href") == "/en/find?tool=ball-medium&minutes=10"
    link.click()
    wait_for(page, "document.querySelectorAll('[data-chosen] li').length === 2")


# ---- one step further ----


def test_after_comfortable_sessions_one_step_is_suggested_and_may_be_refused(phone, site):
    comfortable = [session(n, sore={"level": "none", "at": 1}) for n in range(1, 20, 3)]
    page = open_practice(phone, site, *comfortable)
    put(page, "settings", ["level", {"rung": 0, "since": "2020-01-01", "refused": None}])
    page.reload()
    press(page, "next-step [data-action=refuse]")
    wait_for(page, "document.querySelector('next-step').hidden")
    page.reload()
    wait_for(page, "document.querySelector('practice-sessions details')")
    page.wait_for_timeout(300)
    assert page.locator("next-step").is_hidden(), "no is no"
    put(page, "settings", ["level", {"rung": 1, "since": "2020-01-01", "refused": None}])
    page.reload()
    press(page, "next-step [data-action=accept]")
    wait_for(page, "document.querySelector('next-step').hidden")
    page.goto(f"{site.url}/nl/routines/foot-reset-7/play")
    page.locator("[data-action=start][data-first]").wait_for()
    longer = page.locator("[data-action=start][data-first] small").inner_text()
    assert longer > "7:00", "a quarter longer, within what the techniques allow"


# ---- programmes ----


def test_a_programme_is_followed_paused_moved_and_caught_up_with(phone, site):
    page = phone.start()
    store(page, f"{site.url}/nl/programmes/beginners-week")
    site.stop()
    press(page, "follow-programme [data-when=new] [data-action=begin]")
    wait_for(page, "document.querySelectorAll('.day__state').length === 7")
    assert "Vandaag" in text(page, "#day-1 .day__state")
    page.goto(f"{site.url}/nl/")
    first = page.locator("today-plan .row")
    first.wait_for()
    first.click()
    wait_for(
        page,
        "document.querySelector('[data-first]') && !document.querySelector('[data-first]').hidden",
    )
    page.locator("[data-action=start][data-first]").click()
    wait_for(page, "document.querySelector('audio').currentTime > 0.3")
    end = page.evaluate("document.querySelector('audio').duration")
    for part in (0.3, 0.6, 0.8):
        seek(page, end * part)
        page.wait_for_timeout(300)
    seek(page, end - 7)
    wait_for(page, "!document.querySelector('[data-view=end]').hidden", 30)
    page.goto(f"{site.url}/nl/programmes/beginners-week")
    wait_for(page, "document.querySelectorAll('.day__state').length === 7")
    # Jumping ahead is not practising: the day is done when half of it was.
    done = everything(page, "sessions")
    assert len(done) <= 1

    page.locator("#day-3 input").fill((date.today() + timedelta(days=9)).isoformat())
    wait_for(page, "!document.querySelector('follow-programme [data-when=moved]').hidden")
    record = everything(page, "programmes")[0]
    assert record["id"] == "programmes/beginners-week"
    press(page, "follow-programme [data-action=pause]")
    wait_for(page, "document.querySelectorAll('.day__state').length === 0")
    page.goto(f"{site.url}/nl/")
    press(page, "today-plan [data-action=go-on]")
    wait_for(page, "!document.querySelector('today-plan [data-when=today]').hidden")
    page.clock.set_fixed_time(datetime.now() + timedelta(days=3))
    page.reload()
    press(page, "today-plan [data-action=catch-up]")
    wait_for(page, "!document.querySelector('today-plan [data-when=today]').hidden")
    assert phone.errors == []


def test_a_retreat_waits_for_its_first_day_and_a_day_is_practised_once_more(phone, site):
    page = phone.start()
    store(page, f"{site.url}/nl/programmes/five-day-retreat")
    site.stop()
    first = date.today() + timedelta(days=30)
    page.locator("follow-programme [name=from]").fill(first.isoformat())
    press(page, "follow-programme [data-action=begin]")
    wait_for(page, "!document.querySelector('follow-programme [data-when=ahead]').hidden")
    page.goto(f"{site.url}/nl/")
    wait_for(page, "!document.querySelector('today-plan [data-when=next]').hidden")
    assert page.locator("today-plan [data-when=rest]").is_hidden(), "it has not begun"
    [record] = everything(page, "programmes")
    assert record["started"] == record["days"]["day-1"] == first.isoformat()

    done = {"day-1": {"day": first.isoformat(), "session": "s1"}}
    put(page, "programmes", record | {"done": done})
    page.goto(f"{site.url}/nl/programmes/five-day-retreat")
    wait_for(page, "!document.querySelector('.dock [data-when=next]').hidden")
    assert text(page, ".dock a") == "Dag 2 45 min"
    assert page.get_attribute(".dock a", "href").endswith("/retreat-morning-feet-legs-45/play")
    page.clock.set_fixed_time(datetime.combine(first + timedelta(days=1), datetime.min.time()))
    page.goto(f"{site.url}/nl/programmes/five-day-retreat")
    press(page, "#day-1 [data-action=repeat]")
    wait_for(page, "!document.querySelector('follow-programme [data-when=again]').hidden")
    assert page.evaluate("document.activeElement.closest('.day').id") == "day-1"
    [again] = everything(page, "programmes")
    assert again["done"] == {}
    assert again["days"]["day-2"] == (first + timedelta(days=2)).isoformat()
    assert phone.errors == []


# ---- reminders ----


def test_a_reminder_is_a_file_for_the_calendar_made_without_a_network(phone, site):
    page = phone.start()
    store(page, f"{site.url}/nl/practice/settings")
    site.stop()
    page.locator("[name=days]").first.wait_for(state="attached")
    page.locator("[data-action=reminder]").press("Enter")
    wait_for(page, "!document.querySelector('[data-when=no-day]').hidden")
    for day in ("MO", "WE"):
        page.locator(f"[name=days][value={day}]").press("Space")
    page.locator("[name=time]").fill("07:15")
    with page.expect_download() as download:
        page.locator("[data-action=reminder]").press("Enter")
    text = download.value.path().read_bytes().decode()
    assert download.value.suggested_filename == "fascia.ics"
    assert "BYDAY=MO,WE" in text
    assert "T071500\r\n" in text
    assert "Tijd voor je mat" in text.replace("\r\n ", "")
    uid = next(line for line in text.split("\r\n") if line.startswith("UID:"))
    page.reload()
    page.locator("[name=days]").first.wait_for(state="attached")
    assert page.locator("[name=days][value=MO]").is_checked()
    with page.expect_download() as download:
        page.locator("[data-action=reminder]").press("Enter")
    assert uid in download.value.path().read_bytes().decode(), "it takes the place of the first"


# ---- backup ----


def backup_of(page, passphrase: str = "") -> bytes:
    if passphrase:
        press(page, "save-backup summary")
        page.locator("save-backup [name=passphrase]").fill(passphrase)
    with page.expect_download() as download:
        press(page, "save-backup [data-action=save]")
    wait_for(page, "!document.querySelector('save-backup [data-when=made]').hidden", 30)
    return download.value.path().read_bytes()


#: A file of a hundred megabytes, which the page makes itself: none is carried there.
HUGE = """() => {
  const field = document.querySelector("restore-backup [type=file]");
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(100 * 1024 * 1024)], "fascia.json"));
  field.files = files.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}"""


def choose(page, body: bytes | str) -> None:
    if body == HUGE:
        return page.evaluate(HUGE)
    return page.locator("restore-backup [type=file]").set_input_files(
        [{"name": "fascia.json", "mimeType": "application/json", "buffer": body}]
    )


def said(page) -> set[str]:
    return set(
        page.evaluate(
            """[...document.querySelectorAll("restore-backup [data-when]")]
            .filter((part) => !part.hidden).map((part) => part.dataset.when)"""
        )
    )


@pytest.mark.parametrize("passphrase", ["", "drie kleine ballen"])
def test_a_backup_brings_everything_back_after_all_was_erased(phone, site, passphrase):
    page = open_practice(phone, site, session(1, note="=1+1 “é”"), session(3))
    put(page, "settings", ["tools", ["ball-soft"]])
    put(page, "favourites", {"id": "techniques/foot-sole-roll", "at": 5})
    page.goto(f"{site.url}/nl/practice/backup")
    wait_for(page, "Boolean(customElements.get('save-backup'))")
    before = {place: everything(page, place) for place in ("sessions", "favourites")}
    body = backup_of(page, passphrase)
    assert (b"=1+1" in body) == (not passphrase), "sealed, nothing can be read"

    press(page, "erase-everything [data-action=erase]")
    press(page, "erase-everything [data-action=sure]")
    wait_for(page, "!document.querySelector('erase-everything [data-when=erased]').hidden")
    for place in ("sessions", "favourites", "settings", "programmes", "checkpoints", "quarantine"):
        assert everything(page, place) == [], place
    page.locator("[data-action=csv]").press("Enter")
    wait_for(page, "!document.querySelector('history-table [data-when=empty]').hidden")

    choose(page, body)
    if passphrase:
        field = page.locator("restore-backup [name=passphrase]")
        field.fill("vier kleine ballen")
        field.press("Enter")
        wait_for(page, "!document.querySelector('restore-backup [data-when=wrong]').hidden", 30)
        assert everything(page, "sessions") == []
        field.fill(passphrase)
        field.press("Enter")
    preview = "!document.querySelector('restore-backup [data-when=preview]').hidden"
    wait_for(page, preview, 30)
    assert text(page, "restore-backup dl").startswith("Nieuwe sessies 2")
    assert everything(page, "sessions") == [], "a preview changes nothing"
    page.locator("restore-backup [data-action=restore]").press("Enter")
    wait_for(page, "!document.querySelector('restore-backup [data-when=restored]').hidden")
    assert {place: everything(page, place) for place in before} == before
    assert ["ball-soft"] in everything(page, "settings")

    choose(page, body)
    if passphrase:
        field.fill(passphrase)
        field.press("Enter")
    wait_for(page, preview, 30)
    assert "Nieuwe sessies 0" in text(page, "restore-backup dl"), "no duplicates"


def test_a_button_is_not_there_before_its_script(phone, shared_site):
    page = phone.start()
    page.route("**/erase-everything.*.js", lambda route: route.abort())
    page.goto(f"{shared_site.url}/nl/practice/backup")
    page.get_by_role("heading", name="Alles wissen").wait_for()
    button = page.locator("erase-everything [data-action=erase]")
    height = "document.querySelector('erase-everything').offsetHeight"
    assert not button.is_visible()
    before = page.evaluate(height)
    page.unroute("**/erase-everything.*.js")
    page.reload()
    button.wait_for()
    assert page.evaluate(height) == before, "nothing moves when it comes"


def test_a_file_that_is_no_sound_backup_is_refused_with_the_reason(phone, site):
    page = open_practice(phone, site, session(1))
    page.goto(f"{site.url}/nl/practice/backup")
    wait_for(page, "Boolean(customElements.get('restore-backup'))")
    sound = backup_of(page)
    before = everything(page, "sessions")
    parsed = json.loads(sound)
    assert parsed["appVersion"], "whoever helps knows which version wrote it"
    tampered = json.loads(sound)
    tampered["sessions"][0]["begun"] = "yesterday"
    for body, why in [
        (sound[: len(sound) // 2], "truncated"),
        (b"Dear diary", "foreign"),
        (b'{"app": "another", "sessions": []}', "foreign"),
        (json.dumps(parsed | {"schema": 99}).encode(), "newer"),
        (json.dumps(tampered).encode(), "tampered"),
        (HUGE, "huge"),
    ]:
        choose(page, body)
        wait_for(page, f"!document.querySelector('restore-backup [data-when={why}]').hidden")
        assert said(page) == {why}
        assert everything(page, "sessions") == before
    assert "sessions[0].begun" not in text(page, "restore-backup [role=status]")
    assert phone.errors == []


def test_the_table_for_a_therapist_holds_every_session_and_no_formula(phone, site):
    page = open_practice(phone, site, session(1, note="=HYPERLINK(1)"), session(2))
    page.goto(f"{site.url}/nl/practice/backup")
    wait_for(page, "Boolean(customElements.get('history-table'))")
    with page.expect_download() as download:
        page.locator("[data-action=csv]").press("Enter")
    lines = download.value.path().read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith(("Dag", '"Dag'))
    assert len([line for line in lines if "Eerste sessie" in line]) == 2
    # Where numbers have a comma, a spreadsheet takes semicolons.
    assert lines[0].count(";") == page.locator(".sessions th").count() - 1
    assert not [line for line in lines if ";=HYPERLINK" in line or ';"=HYPERLINK' in line]

    # On paper it stands by itself, and goes from the page when it is printed.
    page.evaluate("globalThis.print = () => { globalThis.printed = true; }")
    page.locator("history-table [data-action=print]").press("Enter")
    wait_for(page, "globalThis.printed")
    page.emulate_media(media="print")
    assert page.locator(".sessions tbody tr").count() == 2
    assert "=HYPERLINK(1)" in page.locator(".sessions").inner_text(), "paper reckons nothing"
    for words in (".sessions caption", ".sessions th >> nth=0"):
        assert page.locator(words).is_visible()
    for other in ("header", "h1", "history-table h2", "save-backup", "erase-everything"):
        assert not page.locator(other).first.is_visible(), other
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator(".sessions").is_visible()
    assert page.locator("h1").is_visible()


# ---- the store ----


def test_a_damaged_record_is_set_apart_and_shown_and_the_rest_works(phone, site):
    damaged = session(2, id="harmed", steps="?")
    page = open_practice(phone, site, session(1), damaged)
    wait_for(page, "!document.querySelector('store-trouble [data-when=damaged]').hidden")
    assert page.locator("practice-sessions details").count() == 1
    assert [one["record"] for one in everything(page, "quarantine")] == [damaged]
    page.locator("store-trouble a").click()
    records = page.locator("damaged-records li")
    records.wait_for()
    assert records.inner_text() == "sessions/harmed"
    with page.expect_download() as download:
        press(page, "damaged-records [data-action=save]")
    assert json.loads(download.value.path().read_bytes())[0]["record"] == damaged
    press(page, "damaged-records [data-action=remove]")
    wait_for(page, "document.querySelector('damaged-records').hidden")
    assert everything(page, "quarantine") == []


def test_an_older_window_that_holds_on_is_named(phone, shared_site):
    page = phone.start()
    store(page, f"{shared_site.url}/en/")
    # A window of an older release, which does not hear that it is in the way.
    page.evaluate("""new Promise((opened) => {
      indexedDB.deleteDatabase("fascia").onsuccess = () => {
        const asked = indexedDB.open("fascia", 2);
        asked.onupgradeneeded = () => {
          for (const name of ["settings", "checkpoints"]) asked.result.createObjectStore(name);
          asked.result.createObjectStore("sessions", { keyPath: "id" });
        };
        asked.onsuccess = () => { globalThis.held = asked.result; opened(true); };
      };
    })""")
    other = phone.context.new_page()
    other.goto(f"{shared_site.url}/en/practice")
    wait_for(other, "!document.querySelector('store-trouble [data-when=blocked]').hidden")
    page.close()
    wait_for(other, "document.querySelector('store-trouble [data-when=blocked]').hidden")
    wait_for(other, "!document.querySelector('my-practice [data-when=empty]').hidden")


#: The door to what is kept, as the page has it.
STORE = """const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const store = await import(files.find((name) => name.includes("/js/store.")));"""

#: What the page finds there.
KEPT = f"""async () => {{
  {STORE}
  return (await store.getSessions()).map(({{ id }}) => id);
}}"""

#: Writes sessions one after the other, and shows of each only when it is kept.
WRITE = f"""async (from) => {{
  {STORE}
  globalThis.confirmed = -1;
  (async () => {{
    for (let n = from; ; n++) {{
      const more = {{ done: 60, names: {{}}, areas: {{}}, steps: [], sore: null }};
      await store.keepSession({{ id: `w${{n}}`, begun: n, ended: n + 1, ...more }});
      globalThis.confirmed = n;
    }}
  }})();
}}"""


def killed_while_writing(phone, url: str, times: int, chance: random.Random) -> int:
    """Kill the browser while it writes; whatever it had confirmed is there after each restart.

    Now and then a kill falls within a write of the browser itself, which then throws its database
    away (see static/js/spare.js): that loses nothing either.

    Returns how many sessions were confirmed.
    """
    confirmed: set[str] = set()
    begin = 0
    for time_of in range(times + 1):
        page = phone.start()
        page.goto(url)
        wait_for(page, "Boolean(customElements.get('my-practice'))")
        there = set(page.evaluate(KEPT))
        assert confirmed <= there, confirmed - there
        if time_of == times:
            break
        page.evaluate(WRITE, begin)
        wait_for(page, "globalThis.confirmed >= 0")
        time.sleep(chance.random() * 0.3)
        last = page.evaluate("globalThis.confirmed")
        phone.kill()
        confirmed |= {f"w{n}" for n in range(begin, last + 1)}
        begin = last + 1000
    return len(confirmed)


@pytest.mark.long
def test_a_browser_killed_while_it_writes_loses_nothing_that_was_confirmed(phone, shared_site):
    killed_while_writing(phone, f"{shared_site.url}/en/practice", 6, random.Random(7))


def damage(phone) -> None:
    """Harm the database of a browser that is not running: Chromium will throw it away."""
    logs = list(phone.profile.glob("Default/IndexedDB/*/*.log"))
    assert logs, "it lies elsewhere"
    for log in logs:
        body = bytearray(log.read_bytes())
        middle = len(body) // 2
        body[middle : middle + 64] = bytes(64)
        log.write_bytes(body)


def test_what_the_browser_throws_away_comes_back(phone, site):
    page = open_practice(phone, site, session(1), session(2))
    put(page, "settings", ["tools", ["ball-soft"]])
    page.locator("practice-sessions summary").first.click()
    page.locator("practice-sessions [data-note]").first.fill("Een zachtere bal.")
    wait_for(page, "caches.has('my-fascia')")
    before = {place: everything(page, place) for place in ("sessions", "settings")}
    assert before["sessions"][0]["note"] or before["sessions"][1]["note"]

    phone.stop()
    damage(phone)
    page = phone.start()
    page.goto(f"{site.url}/nl/practice")
    wait_for(page, "document.querySelectorAll('practice-sessions details').length === 2")
    assert {place: everything(page, place) for place in before} == before

    page.goto(f"{site.url}/nl/practice/backup")
    press(page, "erase-everything [data-action=erase]")
    press(page, "erase-everything [data-action=sure]")
    wait_for(page, "!document.querySelector('erase-everything [data-when=erased]').hidden")
    phone.stop()
    damage(phone)
    page = phone.start()
    page.goto(f"{site.url}/nl/practice")
    wait_for(page, "!document.querySelector('my-practice [data-when=empty]').hidden")
    assert everything(page, "sessions") == everything(page, "settings") == [], "erased is erased"
    assert phone.errors == []


def test_no_request_carries_any_of_it(phone, shared_site):
    page = phone.start()
    sent = []
    phone.context.on("request", lambda request: sent.append((request.method, request.post_data)))
    page.goto(f"{shared_site.url}/en/practice")
    wait_for(page, "!document.querySelector('my-practice [data-when=empty]').hidden")
    put(page, "sessions", session(1, note="secret-of-mine"))
    for path in (
        "practice",
        "practice/backup",
        "practice/settings",
        "",
        "techniques/foot-sole-roll",
    ):
        page.goto(f"{shared_site.url}/en/{path}")
        page.wait_for_timeout(300)
    page.goto(f"{shared_site.url}/en/practice/backup")
    wait_for(page, "Boolean(customElements.get('save-backup'))")
    backup_of(page)
    assert {method for method, _ in sent} == {"GET"}
    assert not [body for _, body in sent if body]
    assert not [url for url in phone.requests if "secret" in url or "glute-ball-wall=" in url]
    assert {url.split("/")[2] for url in phone.requests if url.startswith("http")} == {
        shared_site.url.split("/")[2]
    }
