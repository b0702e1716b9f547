"""Recordings of a teacher in a real browser: stored, decoded and mixed, without a network."""

import shutil

import pytest

from fascia import assets
from fascia.library import CONTENT
from tests.browser.conftest import store, wait_for
from tests.browser.test_listening import ready, start
from tests.site import Site
from tests.test_voice import record, speech

#: Name → seconds, rate, channels: whatever a teacher's recorder makes of it.
RECORDINGS = {
    "halfway.mp3": (1.5, 44_100, 1),
    "swap-right.flac": (1.2, 48_000, 2),
    "right.wav": (0.8, 22_050, 1),
    "end.mp3": (2.0, 48_000, 1),
}

#: A session of one step, made into a track with what the site holds; where its voices are heard.
SESSION = """async ({ voice, track, timeline }) => {
  const { decode, gather, listOf, voicesFor } = await import(voice);
  const { soundsOf, trackOf } = await import(track);
  const { planOf } = await import(timeline);
  const steps = [{ technique: "foot-sole-roll", side: "left-right", seconds: 60, swap: 10 }];
  const plan = planOf(steps);
  const list = await listOf("/nl/voice.json");
  const clips = await gather(plan, steps, { voice: "full" }, list);
  const voices = voicesFor(plan, steps, { voice: "full" }, (name) => clips.get(name));
  const context = new OfflineAudioContext(1, 1, 22050);
  const played = async (blob) =>
    (await context.decodeAudioData(await blob.arrayBuffer())).getChannelData(0);
  const [alone, both] = [
    await played(trackOf(plan, () => true)),
    await played(trackOf(plan, () => true, { voices })),
  ];
  const heard = voices.map(({ cue, pcm }) => {
    const begins = both.findIndex(
      (value, i) => i >= cue.at * 22050 && Math.abs(value - (alone[i] ?? 0)) > 0.005);
    return { kind: cue.kind, after: begins / 22050 - cue.at, seconds: pcm.length / 22050 };
  });
  const length = async (address) => (await decode(address)).length / 22050;
  return {
    heard, loudest: both.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    right: await length(list.right),
    broken: await decode("/nl/voice.json").then(() => "decoded", () => "refused"),
    none: await listOf("/en/voice.json"),
  };
}"""


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    (folder / "voice/nl").mkdir(parents=True, exist_ok=True)
    for name, (seconds, rate, channels) in RECORDINGS.items():
        record(folder, f"nl/{name}", speech(seconds, rate=rate, channels=channels), rate)
    return folder


def test_recordings_are_stored_and_heard_where_the_plan_has_them(phone, content):
    with Site(FASCIA_CONTENT=str(content)) as site:
        page = phone.start()
        store(page, f"{site.url}/nl/")
        site.stop()
        names = ("voice", "track", "timeline")
        found = page.evaluate(
            SESSION, {name: assets.Assets().url(f"js/{name}.js") for name in names}
        )
    # "right" alone is not said: the words of its technique are not recorded.
    assert [voice["kind"] for voice in found["heard"]] == ["halfway", "swap", "halfway", "end"]
    for voice, (name, after) in zip(
        found["heard"],
        [("halfway.mp3", 0.3), ("swap-right.flac", 0.74), ("halfway.mp3", 0.3), ("end.mp3", 2.5)],
        strict=True,
    ):
        # MP3 begins with a little of its own silence.
        assert after - 0.01 < voice["after"] < after + 0.08, voice
        assert voice["seconds"] == pytest.approx(RECORDINGS[name][0], abs=0.08)
    assert found["right"] == pytest.approx(0.8, abs=0.01)
    assert 0.5 < found["loudest"] < 1
    assert found["broken"] == "refused"
    assert found["none"] == {}
    assert not phone.errors


#: How often the voices of the last track are heard beyond the bells: samples that are not silent.
SOUNDING = """async () => {
  const context = new OfflineAudioContext(1, 1, 22050);
  const track = await context.decodeAudioData(await globalThis.tracks.at(-1).arrayBuffer());
  return track.getChannelData(0).reduce((sum, value) => sum + (value !== 0), 0);
}"""

VOICE = "document.querySelector('[data-action=voice]')"


def test_who_turns_the_voice_off_no_longer_hears_recordings(phone, content):
    record(content, "nl/end.flac", speech(9))
    (content / "voice/nl/end.mp3").unlink()
    with Site(FASCIA_CONTENT=str(content)) as site:
        page = ready(phone, site, "nl")
        assert not page.evaluate(f"{VOICE}.hidden")  # this browser has no voice of its own
        start(page)
        with_voice = page.evaluate(SOUNDING)
        page.evaluate(f"{VOICE}.click()")
        wait_for(page, "globalThis.tracks.length === 2")
        without = page.evaluate(SOUNDING)
        page.evaluate(f"{VOICE}.click()")
        wait_for(page, "globalThis.tracks.length === 3")
        assert without < with_voice
        assert page.evaluate(SOUNDING) == with_voice
    assert not phone.errors


def test_a_recording_that_never_comes_keeps_no_session_back(phone, content):
    with Site(FASCIA_CONTENT=str(content)) as site:
        page = phone.start()
        phone.context.route("**/voice/nl/halfway*", lambda route: None)
        page.goto(f"{site.url}/nl/routines/foot-reset-7/play")
        wait_for(page, "!document.querySelector('[data-first]').hidden", 10)
