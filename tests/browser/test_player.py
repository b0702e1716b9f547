"""A session, followed in a real browser: what is heard, what is shown, and what survives."""

import time

import pytest
from flask_babel import force_locale

from fascia import create_app
from fascia.library import load_library
from fascia.phrases import said
from fascia.timeline import cues_for
from tests.browser.conftest import READY, Phone, store, wait_for

LIBRARY = load_library(("en", "nl"))

#: Kinds of cue that a bell opens.
AUDIBLE = {"hold", "rest", "halfway", "swap", "transition", "end"}

#: Keeps every track that the page makes, so that the very bytes that play can be decoded.
KEEP_TRACKS = """
  globalThis.tracks = [];
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { globalThis.tracks.push(blob); return make(blob); };
"""

#: Seconds at which sound begins after half a second of silence, and the length of the track.
ONSETS = """(async () => {
  const bytes = await globalThis.tracks.at(-1).arrayBuffer();
  const context = new OfflineAudioContext(1, 1, 22050);
  const buffer = await context.decodeAudioData(bytes);
  const samples = buffer.getChannelData(0);
  const onsets = [];
  let silent = 11025;
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i]) > 0.005) {
      if (silent >= 11025) onsets.push(i / buffer.sampleRate);
      silent = 0;
    } else silent += 1;
  }
  return { onsets, duration: buffer.duration, type: globalThis.tracks.at(-1).type };
})()"""

#: Plays sixteen times as fast, and ever less so on the way to a cue: two seconds after it, it is no
#: longer said, and a busy machine may look away for half a second of its own.
HURRY = """(cues) => {
  const audio = document.querySelector("audio");
  setInterval(() => {
    const left = cues[globalThis.said.length] - audio.currentTime;
    audio.playbackRate = Math.max(4, Math.min(2 * left || 0, 16));
  }, 50);
}"""

TIME = "document.querySelector('audio').currentTime"
SHOWN = "document.querySelector('routine-player').dataset.shown"
LEFT = "document.querySelector('[data-view=hold] [data-value=left]').textContent"


def seconds(clock: str) -> int:
    minutes, rest = clock.split(":")
    return int(minutes) * 60 + int(rest)


def play(phone, site, routine: str, language: str = "en", script: str = KEEP_TRACKS):
    """Open a routine and press start."""
    return play_page(phone, site, f"/{language}/routines/{routine}/play", script)


def play_page(phone, site, path: str, script: str = KEEP_TRACKS):
    page = phone.context.pages[0] if phone.context else phone.start()
    page.add_init_script(script)
    page.goto(f"{site.url}{path}")
    page.locator("[data-action=start]:visible").click()
    wait_for(page, f"{TIME} > 0.1")
    return page


def seek(page, to: float) -> None:
    page.evaluate(f"document.querySelector('audio').currentTime = {to}")
    time.sleep(0.4)


@pytest.fixture
def phone(stored_phone):
    return stored_phone


@pytest.fixture(scope="module")
def listener(playwright, tmp_path_factory):
    """One phone for all tracks: starting a browser takes longer than hearing one of them."""
    phone = Phone(playwright, tmp_path_factory.mktemp("listener"))
    phone.start().add_init_script(KEEP_TRACKS)
    yield phone
    phone.stop()


@pytest.mark.parametrize("routine", LIBRARY.routines)
def test_every_bell_of_the_track_that_plays_is_on_its_hundredth(listener, shared_site, routine):
    page = play(listener, shared_site, routine, script="")
    bells_are_on_their_hundredth(page, LIBRARY.routines[routine])


def bells_are_on_their_hundredth(page, routine) -> None:
    planned = [cue.at for cue in cues_for(routine, LIBRARY.techniques) if cue.kind in AUDIBLE]
    track = page.evaluate(ONSETS)
    assert track["type"] == "audio/flac"
    # The last bell is three strikes with silence between them: they count as one.
    heard = [at for at in track["onsets"] if at <= planned[-1] + 0.5]
    assert len(heard) == len(planned), "a bell for every cue and nothing elsewhere"
    for one, other in zip(heard, planned, strict=True):
        assert abs(one - other) <= 0.01
    assert planned[-1] + 6 <= track["duration"] <= planned[-1] + 6.3
    length = page.evaluate("document.querySelector('audio').duration")
    assert abs(length - track["duration"]) < 0.01


@pytest.mark.long
def test_a_whole_evening_runs_from_start_to_end_in_dutch_without_a_network(new_phone, site):
    """Twenty minutes in less than two: the clock is the track, whatever its rate."""
    page = new_phone.start()
    store(page, f"{site.url}/nl/")
    site.stop()
    new_phone.stop()
    page = new_phone.start()
    page.add_init_script("""
      globalThis.said = [];
      document.addEventListener("DOMContentLoaded", () => {
        const place = document.querySelector("[data-announce]");
        new MutationObserver(() => globalThis.said.push(place.textContent))
          .observe(place, { childList: true });
      });
    """)
    page.goto(f"{site.url}/nl/routines/evening-yin-20/play")
    page.locator("[data-action=start]:visible").click()
    routine = LIBRARY.routines["evening-yin-20"]
    page.evaluate(HURRY, [cue.at for cue in cues_for(routine, LIBRARY.techniques)])
    wait_for(page, f"{SHOWN} === 'end'", 200)
    with create_app().test_request_context("/nl/"), force_locale("nl"):
        expected = [
            said(cue, routine, LIBRARY.techniques, "nl")
            for cue in cues_for(routine, LIBRARY.techniques)
        ]
    heard = page.evaluate("globalThis.said")
    assert heard == expected, "each cue is announced once, in order"
    assert page.locator("[data-view=end] h2").is_visible()
    assert new_phone.errors == []


def test_a_first_visit_goes_on_while_the_site_is_stored(new_phone, shared_site):
    page = new_phone.start()
    page.goto(f"{shared_site.url}/nl/routines/foot-reset-7/play")
    page.locator("[data-action=start]:visible").click()
    wait_for(page, f"{TIME} > 0.1")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.evaluate("globalThis.stayed = true")
    wait_for(page, READY, 30)
    at = page.evaluate(TIME)
    wait_for(page, f"{TIME} > {at + 1}")
    assert page.evaluate("globalThis.stayed"), "the page was loaded anew"
    assert page.evaluate(SHOWN) == "hold"
    assert new_phone.errors == []


@pytest.mark.long
def test_a_frozen_page_loses_nothing(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    session = phone.context.new_cdp_session(page)
    seek(page, 2)
    before, began = page.evaluate(TIME), time.monotonic()
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(20)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    time.sleep(0.5)
    now = page.evaluate(f"[{TIME}, {LEFT}, document.querySelector('audio').paused]")
    played = now[0] - before
    assert now[2] is False
    assert abs(played - (time.monotonic() - began)) < 1
    assert abs(seconds(now[1]) - (45 - now[0])) <= 1, "the screen shows the second of the track"


def test_a_blocked_page_shows_the_right_second_afterwards(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    page.evaluate("(() => { const until = Date.now() + 5000; while (Date.now() < until); })()")
    time.sleep(0.4)
    at, left = page.evaluate(f"[{TIME}, {LEFT}]")
    assert at > 5
    assert abs(seconds(left) - (45 - at)) <= 1


def test_a_killed_browser_loses_at_most_a_second(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7", "nl")
    seek(page, 63)
    time.sleep(2.3)
    at = page.evaluate(TIME)
    phone.kill()
    page = phone.start()
    page.goto(f"{shared_site.url}/nl/")
    wait_for(page, "document.querySelector('resume-session')?.hidden === false")
    page.locator("resume-session [data-link]").click()
    wait_for(page, "document.querySelector('[data-resume]')?.hidden === false")
    page.locator("[data-action=resume]").click()
    wait_for(page, "!document.querySelector('audio').paused")
    resumed = page.evaluate(TIME)
    assert at - 1 <= resumed <= at + 1
    assert page.evaluate("document.querySelector('routine-player').dataset.side") == "right"


def test_a_day_of_a_programme_is_played_in_its_own_measure_and_found_again(phone, shared_site):
    path = "programmes/four-weeks/week-1-day-2/play"
    day = LIBRARY.sessions("four-weeks")["week-1-day-2"]
    page = play_page(phone, shared_site, f"/en/{path}")
    bells_are_on_their_hundredth(page, day.routine)
    hold = page.locator("[data-view=hold] [data-value=lighter]")
    assert hold.inner_text() == "No firmer than 3 of 10."
    assert page.locator("[data-announce]").inner_text().endswith(hold.inner_text())
    # The last step is a walk, which nothing needs to lower.
    seek(page, day.routine.seconds - 40)
    assert hold.text_content() == ""
    page.goto(f"{shared_site.url}/nl/")
    wait_for(page, "document.querySelector('resume-session')?.hidden === false")
    page.locator("resume-session [data-link]").click()
    wait_for(page, "document.querySelector('[data-resume]')?.hidden === false")
    assert page.url == f"{shared_site.url}/nl/{path}"
    page.goto(f"{shared_site.url}/nl/routines/foot-reset-7/play")
    wait_for(page, "!document.querySelector('[data-first]').hidden")
    assert page.locator("[data-resume]").is_hidden(), "the whole routine is another session"


def test_pause_keeps_the_second_and_going_on_goes_on(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    seek(page, 20)
    page.locator("[data-action=pause]").click()
    wait_for(page, f"{SHOWN} === 'paused'")
    at = page.evaluate(TIME)
    time.sleep(1)
    assert page.evaluate(TIME) == at
    page.locator("[data-action=go]").click()
    wait_for(page, f"{SHOWN} === 'hold' && {TIME} > {at}")


def test_next_and_previous_go_by_cue(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    seek(page, 20)
    page.locator("[data-view=hold] [data-action=next]").click()
    wait_for(page, f"{SHOWN} === 'swap'")
    assert 45 <= page.evaluate(TIME) < 46
    page.locator("[data-view=swap] [data-action=ready]").click()
    wait_for(page, f"{SHOWN} === 'hold'")
    assert 55 <= page.evaluate(TIME) < 56
    seek(page, 70)
    page.locator("[data-action=previous]").click()
    time.sleep(0.3)
    assert 55 <= page.evaluate(TIME) < 56


def test_staying_longer_moves_every_later_bell(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    before = page.evaluate(ONSETS)
    seek(page, 30)
    began = time.monotonic()
    page.locator("[data-action=longer]").click()
    wait_for(page, "globalThis.tracks.length === 2")
    at, passed = page.evaluate(TIME), time.monotonic() - began
    after = page.evaluate(ONSETS)
    assert after["duration"] == pytest.approx(before["duration"] + 30, abs=0.2)
    moved = [at + 30 if at > 30 else at for at in before["onsets"]]
    assert after["onsets"] == pytest.approx(moved, abs=0.01)
    assert 30 <= at < 31 + passed, "the present second stays"
    assert not page.evaluate("document.querySelector('audio').paused")


def test_more_time_in_a_pause_leaves_the_holds_as_they_are(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    seek(page, 110)
    assert page.evaluate(SHOWN) == "settle"
    left = int(page.locator("[data-view=settle] [data-value=count]").text_content())
    page.locator("[data-view=settle] [data-action=more-time]").click()
    time.sleep(0.5)
    now = int(page.locator("[data-view=settle] [data-value=count]").text_content())
    assert left + 13 <= now <= left + 15


def test_too_much_stops_the_clock_at_once_and_offers_easing(phone, shared_site):
    page = play(phone, shared_site, "foot-reset-7")
    seek(page, 20)
    page.locator("[data-action=much]").click()
    assert page.evaluate("document.querySelector('audio').paused")
    sheet = page.locator("too-much")
    easier = LIBRARY.techniques["foot-arch-press"].words["en"].easier
    assert easier in sheet.text_content()
    for signal in LIBRARY.safety.signals.values():
        assert signal.words["en"].felt in sheet.text_content()
    sheet.locator("[data-stage=ask] [data-way=go-on]").click()
    wait_for(page, f"{SHOWN} === 'hold' && !document.querySelector('audio').paused")


def test_the_lock_screen_knows_the_session_and_its_buttons_work(phone, shared_site):
    page = play(
        phone, shared_site, "foot-reset-7", script="""
          globalThis.buttons = {};
          const { buttons } = globalThis;
          navigator.mediaSession.setActionHandler = (name, act) => { buttons[name] = act; };
        """,
    )  # fmt: skip
    title = page.evaluate("navigator.mediaSession.metadata.title")
    assert title == f"{LIBRARY.techniques['foot-arch-press'].words['en'].name} · Left"
    page.evaluate("globalThis.buttons.pause()")
    wait_for(page, f"{SHOWN} === 'paused'")
    assert page.evaluate("navigator.mediaSession.playbackState") == "paused"
    page.evaluate("globalThis.buttons.play()")
    wait_for(page, f"{SHOWN} === 'hold'")
    page.evaluate("globalThis.buttons.nexttrack()")
    wait_for(page, f"{SHOWN} === 'swap'")
    assert page.evaluate("navigator.mediaSession.metadata.title").endswith("Right")


@pytest.mark.parametrize(
    "refusal",
    [
        "HTMLMediaElement.prototype.canPlayType = () => '';",
        "HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('no'));",
    ],
    ids=["no format", "no sound"],
)
def test_where_nothing_plays_the_same_session_runs_on_the_time_that_passes(
    phone, shared_site, refusal
):
    page = phone.start()
    page.add_init_script(refusal)
    page.goto(f"{shared_site.url}/en/routines/foot-reset-7/play")
    page.locator("[data-action=start]:visible").click()
    wait_for(page, f"{SHOWN} === 'hold'")
    assert page.locator("[data-note=silent]").is_visible()
    time.sleep(2)
    assert seconds(page.evaluate(LEFT)) in (42, 43)
    page.locator("[data-action=pause]").click()
    wait_for(page, f"{SHOWN} === 'paused'")
    page.locator("[data-action=go]").click()
    page.locator("[data-view=hold] [data-action=next]").click()
    wait_for(page, f"{SHOWN} === 'swap'")


def test_a_browser_without_flac_gets_the_same_bells_as_wav(phone, shared_site):
    page = play(phone, shared_site, "micro-break-3", script=KEEP_TRACKS + """
      const plays = HTMLMediaElement.prototype.canPlayType;
      HTMLMediaElement.prototype.canPlayType = function (type) {
        return type.includes("flac") ? "" : plays.call(this, type);
      };
    """)  # fmt: skip
    track = page.evaluate(ONSETS)
    planned = [
        cue.at
        for cue in cues_for(LIBRARY.routines["micro-break-3"], LIBRARY.techniques)
        if cue.kind in AUDIBLE
    ]
    assert track["type"] == "audio/wav"
    heard = [at for at in track["onsets"] if at <= planned[-1] + 0.5]
    assert heard == pytest.approx(planned, abs=0.01)


def test_where_nothing_can_be_kept_it_is_said_and_the_session_runs(new_phone, shared_site):
    page = play(new_phone, shared_site, "micro-break-3", script="""
      Object.defineProperty(globalThis, "indexedDB", {
        value: { open() { throw new DOMException("private", "InvalidStateError"); } },
      });
    """)  # fmt: skip
    assert page.locator("[data-note=unkept]").is_visible()
    wait_for(page, f"{TIME} > 1")


#: Puts something else in the place of where the last session stands.
CHANGE_CHECKPOINT = """(change) => new Promise((resolve) => {
  indexedDB.open("fascia").onsuccess = ({ target }) => {
    const work = target.result.transaction("checkpoints", "readwrite");
    const kept = work.objectStore("checkpoints");
    kept.get("current").onsuccess = ({ target: { result } }) =>
      kept.put({ ...result, ...change }, "current");
    work.oncomplete = () => { target.result.close(); resolve(); };
  };
})"""


def test_a_session_goes_on_in_a_language_that_has_its_routine(phone, shared_site):
    page = play(phone, shared_site, "micro-break-3")
    time.sleep(1)
    page.goto(f"{shared_site.url}/en/about")
    page.evaluate(CHANGE_CHECKPOINT, {"names": {"en": "Only here"}})
    page.goto(f"{shared_site.url}/nl/")
    wait_for(page, "document.querySelector('resume-session')?.hidden === false")
    assert "Only here" in page.locator("resume-session").inner_text()
    link = page.locator("resume-session [data-link]").get_attribute("href")
    assert link == "/en/routines/micro-break-3/play"


def test_a_damaged_checkpoint_is_not_offered(phone, shared_site):
    page = play(phone, shared_site, "micro-break-3")
    time.sleep(1)
    page.goto(f"{shared_site.url}/en/about")
    page.evaluate(CHANGE_CHECKPOINT, {"course": {"plan": [{"at": "x"}]}})
    page.goto(f"{shared_site.url}/en/routines/micro-break-3/play")
    wait_for(page, "!document.querySelector('[data-first]').hidden")
    time.sleep(0.5)
    assert page.locator("[data-resume]").is_hidden()
    page.goto(f"{shared_site.url}/en/")
    time.sleep(0.5)
    assert page.locator("resume-session").is_hidden()


def test_the_voice_is_of_this_device_or_silent(new_phone, shared_site):
    page = play(new_phone, shared_site, "micro-break-3", script="""
      const voices = [
        { name: "cloud", lang: "en-GB", localService: false, default: true },
        { name: "device", lang: "en-US", localService: true, default: false },
      ];
      globalThis.spoken = [];
      speechSynthesis.getVoices = () => voices;
      speechSynthesis.speak = (u) => globalThis.spoken.push([u.text, u.lang]);
      globalThis.SpeechSynthesisUtterance = function (text) { this.text = text; };
    """)  # fmt: skip
    wait_for(page, "globalThis.spoken.length === 1")
    assert page.evaluate("globalThis.spoken[0][1]") == "en-US"
    page.locator("[data-action=voice]").click()
    page.locator("[data-view=hold] [data-action=next]").click()
    time.sleep(0.5)
    assert page.evaluate("globalThis.spoken.length") == 1
    page.reload()
    wait_for(page, "document.querySelector('[data-action=voice]').ariaPressed === 'false'")


def test_between_two_steps_the_voice_finishes_and_a_button_interrupts_it(phone, shared_site):
    routine = LIBRARY.routines["micro-break-3"]
    settle = next(cue for cue in cues_for(routine, LIBRARY.techniques) if cue.kind == "settle")
    page = play(phone, shared_site, routine.id, script="""
      globalThis.heard = [];
      speechSynthesis.getVoices = () => [{ name: "device", lang: "en-GB", localService: true }];
      speechSynthesis.cancel = () => globalThis.heard.push("(silence)");
      speechSynthesis.speak = (u) => globalThis.heard.push(u.text);
      globalThis.SpeechSynthesisUtterance = function (text) { this.text = text; };
    """)  # fmt: skip
    seek(page, settle.at - 1.5)
    technique = LIBRARY.techniques[routine.steps[settle.step].technique].words["en"]
    wait_for(page, f"globalThis.heard.at(-1).endsWith({technique.settle!r})")
    heard = page.evaluate("globalThis.heard")
    assert heard[-3:-1] == ["(silence)", f"Come out slowly. Next: {technique.name}."]
    page.locator("[data-view=settle] [data-action=ready]").click()
    wait_for(page, f"globalThis.heard.at(-1).endsWith({technique.cue!r})")
    assert page.evaluate("globalThis.heard.at(-2)") == "(silence)"


def test_without_scripts_the_player_is_a_list_to_read(browser, shared_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shared_site.url}/nl/routines/foot-reset-7/play")
    steps = page.locator("[data-steps] > li")
    assert steps.first.is_visible()
    assert steps.first.locator("img").is_visible()
    assert "Voetzool" in page.locator("[data-steps]").inner_text()
    assert page.get_by_role("button").count() == 0
    context.close()
