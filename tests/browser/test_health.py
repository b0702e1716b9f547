"""The safety check: filled in once, it acts on every page, offline too, until it is erased."""

import time

import pytest

from tests.browser.conftest import store, wait_for

#: What the band says, of all that it could say.
BAND = "document.querySelector('.for-you:not(health-invitation)')?.innerText ?? ''"

MARKS = """Object.fromEntries([...document.querySelectorAll("a.row")]
  .map((row) => [row.pathname, row.dataset.forYou]).filter(([, mark]) => mark))"""

HOUR = 60 * 60 * 1000
DAYS = 24 * HOUR

#: Puts answers of another day where the page keeps its own.
KEEP = """(answers) => new Promise((kept, failed) => {
  const asked = indexedDB.open("fascia");
  asked.onerror = failed;
  asked.onsuccess = () => {
    const change = asked.result.transaction("settings", "readwrite");
    change.objectStore("settings").put(answers, "health");
    change.oncomplete = () => { asked.result.close(); kept(); };
  };
})"""


@pytest.fixture
def phone(stored_phone):
    return stored_phone


def open_check(page, url: str) -> None:
    page.goto(url)
    wait_for(page, "!document.querySelector('.check-up__dock').hidden")


def answer(page, condition: str, value: str) -> None:
    """Give one answer by keys alone: unfold its theme, go to its dots, move to the value."""
    question = page.locator(f"#{condition}")
    fold = page.locator("details.theme").filter(has=question)
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
    question.locator("input:checked").first.focus()
    for _ in range({"yes": 1, "unknown": 2}[value]):
        page.keyboard.press("ArrowRight")
    assert question.locator(f"[value={value}]").is_checked()


def keep(page, origin: str, answers: dict, days: float = 0) -> None:
    """Answers that were given some days ago, each talked about then."""
    at = (time.time() * 1000) - days * DAYS
    open_check(page, f"{origin}/en/health")
    confirmed = dict.fromkeys(answers, at)
    kept = {"conditions": answers, "picked": {}, "confirmed": confirmed, "at": at}
    page.evaluate(KEEP, kept)


def sum_of(page) -> str:
    return " ".join(page.locator(".check-up__dock [role=status]").inner_text().split())


def test_osteoporosis_is_told_once_and_acts_everywhere_offline_until_erased(new_phone, site):
    page = new_phone.start()
    store(page, f"{site.url}/nl/")
    site.stop()
    open_check(page, f"{site.url}/nl/health")
    assert sum_of(page) == "Alle 94 oefeningen passen bij je."
    answer(page, "osteoporosis", "yes")
    assert "Eerst overleggen: " in sum_of(page)
    page.locator("#osteoporosis [data-asked]").press("Space")
    wait_for(page, "!document.querySelector('.check-up__dock [data-when=some]').hidden")
    assert "Eerst overleggen" not in sum_of(page)
    page.locator("[data-action=done]").press("Enter")
    wait_for(page, "location.pathname === '/nl/'")

    # After a cold start too: what falls away, and what to do instead.
    page = new_phone.restart()
    page.goto(f"{site.url}/nl/techniques/thoracic-roller-roll")
    wait_for(page, f"{BAND}.includes('Botontkalking (osteoporose)')")
    assert page.get_by_role("heading", name="Deze even niet").is_visible()
    assert not page.locator("#technique").is_visible()
    instead = page.locator(".for-you .row")
    instead.wait_for()
    assert instead.get_attribute("href") == "/nl/techniques/rhomboid-ball-wall"
    page.locator("[data-action=read]").press("Enter")
    assert page.locator("#technique").is_visible()
    assert page.evaluate("document.activeElement.id") == "technique"

    # What stays is lighter: numbers for anybody struck through, the scale drawn anew.
    page.goto(f"{site.url}/nl/techniques/glute-ball-floor")
    wait_for(page, f"{BAND}.includes('Lichter voor jou')")
    assert page.locator("[data-fact=pressure] s").text_content().startswith("Normaal: 4")
    assert page.locator("[data-fact=pressure] [data-now]").inner_text() == "3 van 10"
    assert page.locator("[data-fact=seconds] [data-now]").inner_text() == "45 s"
    scale = page.locator(".pressure svg").get_attribute("aria-label")
    assert scale == "Houd de druk rond 3 van 10, nooit meer dan 3."
    assert not page.locator("[data-stronger]").count()

    # A list, a list that changes in place, and what is found by typing.
    page.goto(f"{site.url}/nl/techniques")
    wait_for(page, f"({MARKS})['/nl/techniques/thoracic-roller-roll'] === 'not'")
    page.locator(".map input[value=back]").press("Space")
    page.locator("#to-region-upper-back").press("Enter")
    wait_for(page, "location.pathname.endsWith('/region/upper-back')")
    wait_for(page, f"({MARKS})['/nl/techniques/rhomboid-ball-wall'] === 'adapted'")
    page.goto(f"{site.url}/nl/find?q=bovenrug")
    wait_for(page, f"({MARKS})['/nl/techniques/thoracic-roller-roll'] === 'not'")
    row = page.locator("a.row[href$='/thoracic-roller-roll']:visible")
    assert "Nu niet voor jou" in row.inner_text()

    # A routine says which steps, and its button says so.
    page.goto(f"{site.url}/nl/routines/whole-body-40")
    wait_for(page, f"{BAND}.includes('Aangepast voor jou')")
    wait_for(page, "document.querySelector('.dock').textContent.includes('aangepast')")
    steps = page.locator("technique-sheet > .list .row")
    swapped = steps.filter(has_text="Doe liever: Bal bij je schouderblad")
    assert steps.filter(has_text="Nu niet voor jou").count() >= 3
    assert swapped.count() <= 1, "a substitute comes once"

    # The day of a programme.
    page.goto(f"{site.url}/nl/programmes/beginners-week")
    wait_for(page, "document.querySelector('#day-1 .row__mark') !== null")

    # And back to nothing.
    open_check(page, f"{site.url}/nl/health")
    assert page.locator("#osteoporosis [value=yes]").is_checked()
    page.locator("[data-action=erase]").press("Enter")
    assert page.evaluate("document.activeElement.dataset.action") == "keep"
    page.locator("[data-action=sure]").press("Enter")
    wait_for(page, "!document.querySelector('[data-when=erased]').hidden")
    assert page.evaluate("document.activeElement.dataset.action") == "erase"
    assert sum_of(page) == "Alle 94 oefeningen passen bij je."
    page = new_phone.restart()
    page.goto(f"{site.url}/nl/techniques/glute-ball-floor")
    page.wait_for_timeout(700)  # so long nothing comes
    assert page.evaluate(BAND) == ""
    assert page.locator("[data-fact] s").count() == 0
    assert new_phone.errors == []


def test_a_red_flag_leaves_help_and_information_only(new_phone, shared_site):
    page = new_phone.start()
    open_check(page, f"{shared_site.url}/en/health")
    help_text = page.locator("#rf-stroke [data-help]")
    assert not help_text.is_visible()
    answer(page, "rf-stroke", "unknown")
    assert help_text.inner_text() == "Call the emergency number (112)."
    assert sum_of(page).startswith("Do not practise now.")
    for path in ("/", "/routines/foot-reset-7", "/techniques/foot-sole-roll", "/techniques"):
        page.goto(f"{shared_site.url}/en{path}")
        wait_for(page, "document.querySelector('[data-for-you=stop]') !== null")
        assert "Call the emergency number (112)." in page.locator(".go .care").first.inner_text()
        assert not page.locator("a.button:visible").count()


def test_where_it_is_and_that_it_was_talked_about_is_asked(phone, shared_site):
    page = phone.start()
    open_check(page, f"{shared_site.url}/en/health")
    answer(page, "fracture", "yes")
    places = page.get_by_role("group", name="Where is it?")
    everywhere = sum_of(page)
    places.get_by_label("Foot").press("Space")
    wait_for(page, "document.querySelector('#fracture [data-when=open]').hidden")
    assert sum_of(page) != everywhere, "until a place is chosen it counts everywhere"
    page.reload()
    wait_for(page, "!document.querySelector('.check-up__dock').hidden")
    page.locator("details.theme").nth(2).locator("summary").press("Enter")
    assert places.get_by_label("Foot").is_checked()
    assert page.locator("details.theme").nth(2).locator("[data-when=one]").is_visible()
    page.locator("#fracture [value=yes]").press("ArrowLeft")
    assert places.count() == 0
    assert sum_of(page) == "All 94 techniques fit you."


def test_what_was_talked_about_is_asked_again_after_three_months(phone, shared_site):
    page = phone.start()
    keep(page, shared_site.url, {"epilepsy": "yes"}, days=89)
    page.goto(f"{shared_site.url}/en/routines/foot-reset-7")
    wait_for(page, f"{BAND}.includes('Adapted for you')")
    assert page.locator(".dock a").get_attribute("href") == "/en/routines/foot-reset-7/play"
    keep(page, shared_site.url, {"epilepsy": "yes"}, days=91)
    page.goto(f"{shared_site.url}/en/routines/foot-reset-7")
    wait_for(page, f"{BAND}.includes('Ask first')")
    wait_for(page, "document.querySelector('.dock a').hash === '#epilepsy'")
    page.locator(".dock a").press("Enter")
    wait_for(page, "location.pathname === '/en/health'")
    asked = page.locator("#epilepsy [data-asked]")
    wait_for(page, "document.querySelector('#epilepsy [data-asked]')?.checkVisibility()")
    assert not asked.is_checked()


def test_the_first_page_invites_once_a_day_until_it_is_done(phone, shared_site):
    page = phone.start()
    invitation = page.locator("health-invitation")
    page.goto(f"{shared_site.url}/en/")
    invitation.wait_for(state="visible")
    invitation.locator("[data-action=later]").press("Enter")
    assert not invitation.is_visible()
    assert page.evaluate("document.activeElement.localName") == "main"
    page.reload()
    page.wait_for_timeout(700)
    assert not invitation.is_visible()


def test_the_first_page_invites_again_after_three_months(phone, shared_site):
    page = phone.start()
    keep(page, shared_site.url, {}, days=89)
    page.goto(f"{shared_site.url}/en/")
    page.wait_for_timeout(700)
    assert not page.locator("health-invitation").is_visible()
    keep(page, shared_site.url, {}, days=91)
    page.goto(f"{shared_site.url}/en/")
    page.locator("health-invitation [data-when=again]").first.wait_for(state="visible")


def test_a_routine_that_does_not_fit_names_one_that_does(phone, shared_site):
    page = phone.start()
    keep(page, shared_site.url, {"floor-transfer": "yes"})
    page.goto(f"{shared_site.url}/en/routines/evening-yin-20")
    wait_for(page, f"{BAND}.includes('Not this routine for now')")
    wait_for(page, "document.querySelector('.dock').textContent.trim().startsWith('Rather: ')")
    page.locator(".for-you .row").first.wait_for()
    better = page.locator(".for-you .row").first.get_attribute("href")
    assert better in ("/en/routines/wall-only-12", "/en/routines/chair-only-10")
    assert page.locator(".dock a").evaluate("(link) => link.pathname") == better
    assert page.locator(".steps-of").is_visible(), "it can still be read"

    # Over the routine a technique says the same as on its page.
    page.locator("technique-sheet > .list .row").nth(1).press("Enter")
    page.locator(".sheet .for-you").wait_for()
    assert "Not this one for now" in page.locator(".sheet").inner_text()
    assert not page.locator(".sheet #technique").is_visible()


def test_damaged_answers_count_as_none(phone, shared_site):
    page = phone.start()
    open_check(page, f"{shared_site.url}/en/health")
    page.evaluate(KEEP, {"conditions": ["no"], "picked": 3, "confirmed": None, "at": "then"})
    page.reload()
    wait_for(page, "!document.querySelector('.check-up__dock').hidden")
    assert sum_of(page) == "All 94 techniques fit you."
    page.goto(f"{shared_site.url}/en/techniques/foot-sole-roll")
    page.wait_for_timeout(700)
    assert page.evaluate(BAND) == ""
    assert phone.errors == []


def test_without_its_facts_it_is_a_list_to_read_and_says_so(new_phone, shared_site):
    page = new_phone.start()
    page.route("**/safety.json", lambda route: route.abort())
    page.goto(f"{shared_site.url}/en/health")
    page.locator("[data-when=failed]").wait_for(state="visible")
    assert page.locator("#rf-stroke [data-help]").is_visible()
    assert not page.locator("input").count()


def test_without_scripts_it_is_a_list_to_read(new_phone, shared_site):
    new_phone.options |= {"java_script_enabled": False}
    page = new_phone.start()
    page.goto(f"{shared_site.url}/nl/health")
    assert page.locator("#rf-stroke [data-help]").is_visible()
    assert not page.locator("button:visible, input:visible").count()
    page.locator("summary").first.click()
    assert page.locator("#fever-infection").is_visible()


def test_what_is_true_today_is_asked_before_a_session_acts_at_once_and_is_over_by_itself(
    phone, site
):
    page = phone.start()
    store(page, f"{site.url}/nl/")
    site.stop()
    page.goto(f"{site.url}/nl/routines/whole-body-40/play")
    start = page.locator("[data-action=start][data-first]")
    start.wait_for()
    page.locator("[data-today]").wait_for()
    page.get_by_label("Gegeten in het laatste anderhalf uur").press("Space")
    wait_for(page, "!document.querySelector('[data-fit] [data-when=adapted]').hidden")
    page.get_by_label("Alcohol gedronken").press("Space")
    wait_for(page, "!document.querySelector('[data-fit] [data-when=not]').hidden")
    assert not start.is_visible()
    # It is the same answer on every page, by the same name.
    page.goto(f"{site.url}/nl/programmes")
    wait_for(page, "document.querySelector('a.plan')?.dataset.forYou === 'adapted'")
    page.goto(f"{site.url}/nl/routines/whole-body-40")
    wait_for(page, f"{BAND}.includes('Alcohol gedronken')")
    open_check(page, f"{site.url}/nl/health")
    assert page.locator("#no-pressure-today [value=yes]").is_checked()

    page.goto(f"{site.url}/nl/routines/whole-body-40/play")
    page.locator("[data-today]").wait_for()
    page.get_by_label("Alcohol gedronken").press("Space")
    start.wait_for()
    # Two hours later nobody has eaten in the last hour and a half.
    page.goto("about:blank")
    page.clock.set_fixed_time(time.time() * 1000 + 2 * HOUR)
    page.goto(f"{site.url}/nl/routines/whole-body-40/play")
    start.wait_for()
    page.locator("[data-today]").wait_for()
    assert not page.get_by_label("Gegeten in het laatste anderhalf uur").is_checked()
    assert not page.locator("[data-fit] [data-when=adapted]").is_visible()


def test_from_65_a_routine_says_that_there_is_more_time_between(phone, shared_site):
    page = phone.start()
    open_check(page, f"{shared_site.url}/en/health")
    answer(page, "age-65", "yes")
    see = page.locator("#age-65 [data-see] a")
    assert see.count() == 3
    see.first.click()
    assert page.locator("#osteoporosis input").first.is_visible(), "it unfolds where it stands"
    page.goto(f"{shared_site.url}/en/routines/micro-break-3")
    wait_for(page, f"{BAND}.includes('You get more time to change position')")
    page.goto(f"{shared_site.url}/en/routines/micro-break-3/play")
    page.locator("[data-action=start][data-first]").wait_for()
    length = page.locator("[data-action=start][data-first] small").inner_text()
    assert length > "3:00", "the session is longer by its pauses"
