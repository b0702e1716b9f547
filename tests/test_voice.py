"""A teacher's own voice: what there is to record, how it is checked, served and put together."""

import csv
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from flask_babel import force_locale

from fascia import cli, create_app, snapshot, voice
from fascia.i18n import LANGUAGES
from fascia.library import CONTENT
from fascia.phrases import phrases
from fascia.proofreading import recordings
from tests.test_js import node
from tests.test_offline import constant, hashes, undo, worker

CLIPS = Path(__file__).parent / "js" / "clips.js"

RATE = 44_100


def speech(seconds: float, level: float = -20, rate: int = RATE, channels: int = 1) -> np.ndarray:
    """Sound of a loudness in decibels, half of it silent as between words."""
    time = np.arange(round(seconds * rate)) / rate
    wave = np.sin(2 * np.pi * 220 * time) * np.sqrt(2) * 10 ** (level / 20)
    wave[(time * 5) % 1 > 0.5] = 0
    return np.stack([wave] * channels, axis=1)


@pytest.fixture
def content(tmp_path):
    """A copy of the content, and a place for recordings in it."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    for code in LANGUAGES:
        (folder / "voice" / code).mkdir(parents=True, exist_ok=True)
    return folder


def record(content: Path, name: str, wave: np.ndarray, rate: int = RATE) -> Path:
    file = content / "voice" / name
    soundfile.write(file, wave, rate)
    return file


def start(content: Path):
    app = create_app({"CONTENT": str(content), "ORIGIN": "https://fascia.example"})
    cli.init_app(app)
    return app


def check(content: Path):
    return start(content).test_cli_runner().invoke(args=["voice", "check"])


# ---- what there is to record ----


def as_steps(library, code, at_most, eased):
    """Every session as the player has it: the facts of its steps, and their words."""
    for routine, lowered, cap in voice.sessions(library):
        steps = []
        for step in routine.steps:
            technique = library.techniques[step.technique]
            words = technique.words[code]
            steps.append(
                step.model_dump()
                | {"name": words.name, "settle": words.settle, "cue": words.cue}
                | {"still": technique.action == "rest", "cap": cap}
                | {"lighter": at_most.format(cap) if step.technique in lowered else ""}
                | ({"eased": words.easier} if eased else {})
            )
        yield steps


AT_MOST = {"en": "No firmer than {} of 10.", "nl": "Niet steviger dan {} van 10."}


def on_the_phone(app, library, code, seconds, eased=False, **wishes) -> list[dict]:
    """What a phone makes of every session in recordings that last so many seconds."""
    with app.test_request_context(f"/{code}/"), force_locale(code):
        asked = {
            "sessions": list(as_steps(library, code, AT_MOST[code], eased)),
            "phrases": phrases(),
            "wishes": wishes,
            "seconds": seconds,
        }
    made = subprocess.run(
        [node(), str(CLIPS)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(made.stdout)


def same_words(names, words, said) -> bool:
    plain = " ".join(words[name] for name in names).replace("?", "").replace(".", "")
    return plain == said.replace("?", "").replace(".", "")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("eased", "first"), [(False, "left"), (True, "right")])
def test_recordings_say_the_words_of_every_cue_and_keep_to_its_time(
    app, library, code, eased, first
):
    clips, limits = cli.voice_script(app, code)
    words = {clip.name: clip.words for clip in clips}
    assert len(words) == len(clips), "each name once"
    seconds = {name: limits.get(name, 3) for name in words}
    made = on_the_phone(app, library, code, seconds, eased, first=first)
    sessions = voice.sayings(library, eased, mirrored=first == "right")
    for session, phone in zip(sessions, made, strict=True):
        for saying, names, said in zip(session, phone["clips"], phone["said"], strict=True):
            assert names == list(saying.clips)
            assert same_words(names, words, said), said
        # Every recording takes all of its time: still nothing is left out, and nothing is late.
        ends = dict(zip(session, phone["ends"], strict=True))
        for saying, after in itertools.pairwise(session):
            assert ends[saying] <= after.at + recordings.run_over(saying.kind) + 0.01, saying


@pytest.mark.parametrize("voice_wish", ["names", "none"])
def test_who_wants_to_hear_less_hears_less_in_recordings_too(app, library, voice_wish):
    words = {clip.name: clip.words for clip in cli.voice_script(app, "nl")[0]}
    for phone in on_the_phone(app, library, "nl", dict.fromkeys(words, 1), voice=voice_wish):
        for names, said in zip(phone["clips"], phone["said"], strict=True):
            assert same_words(names, words, said), said


def test_all_that_can_be_said_is_in_the_script_and_nothing_else(app, library):
    names = {clip.name for clip in cli.voice_script(app, "nl")[0]}
    used = {step.technique for routine, *_ in voice.sessions(library) for step in routine.steps}
    swaps = {library.techniques[technique].swap_to for technique in used} - {None}
    asked = {f"{technique}.{word}" for technique in used | swaps for word in voice.SAID}
    with app.test_request_context("/nl/"), force_locale("nl"):
        asked |= set(phrases())
    assert asked <= names
    rest = {name for name in names - asked if not name.startswith("at-most-")}
    assert {name.rpartition(".")[0] for name in rest} <= voice.substitutes(library)
    assert {f"at-most-{c.cap}" for c in library.safety.conditions.values() if c.cap} <= names


def test_the_script_is_a_table_to_read_from(content):
    record(content, "nl/halfway.flac", speech(1))
    runner = start(content).test_cli_runner()
    text = runner.invoke(args=["voice", "script", "--language", "nl"]).output
    assert "English" not in text
    assert re.search(r"^\+ halfway +\d+\.\d s  Op de helft\.$", text, re.MULTILINE)
    assert re.search(r"^  end +Dat was de laatste stap\.", text, re.MULTILINE), "time enough"
    assert re.search(r"^Voetzool rollen, staand\n  foot-sole-roll\.name ", text, re.MULTILINE)

    rows = list(csv.DictReader(runner.invoke(args=["voice", "script", "--csv"]).output.split("\n")))
    assert {row["language"] for row in rows} == set(LANGUAGES)
    recorded = [(row["language"], row["name"]) for row in rows if row["recorded"] == "yes"]
    assert recorded == [("nl", "halfway")]

    one = runner.invoke(args=["voice", "script", "--routine", "foot-reset-7", "--csv"]).output
    assert len(one.split("\n")) < len(rows) / 5
    refused = runner.invoke(args=["voice", "script", "--routine", "nothing"])
    assert (refused.exit_code, "no routine 'nothing'" in refused.output) == (1, True)


# ---- what is recorded ----


def test_sound_recordings_pass_in_every_format_and_what_is_missing_is_counted(content):
    for name in ("nl/halfway.mp3", "nl/end.wav", "nl/foot-sole-roll.name.flac"):
        record(content, name, speech(1))
    result = check(content)
    assert result.exit_code == 0, result.output
    total = len(cli.voice_script(start(content), "nl")[0])
    assert result.output == f"English: 0 of {total} recorded.\nNederlands: 3 of {total} recorded.\n"


def silence_first(seconds: float) -> np.ndarray:
    return np.concatenate([np.zeros((round(seconds * RATE), 1)), speech(1)])


@pytest.mark.parametrize(
    ("name", "wave", "rate", "fault"),
    [
        ("halfway.wav", speech(1, channels=2), RATE, "has 2 channels"),
        ("halfway.wav", speech(1, rate=16_000), 16_000, "has 16000 samples a second"),
        ("foot-sole-roll.name.mp3", speech(9), RATE, r"takes 9\.0 s, and there are \d\.\d s"),
        ("halfway.flac", silence_first(0.5), RATE, r"is silent for 0\.5 s before"),
        ("halfway.flac", speech(1, level=-3.1), RATE, r"peaks at -0\.1 dB"),
        ("halfway.flac", speech(1, level=-34), RATE, "is spoken at -34 dB. Bring it up"),
        ("halfway.flac", speech(1, level=-9), RATE, "is spoken at -9 dB. Take it down"),
        ("halfway.flac", np.zeros((RATE, 1)), RATE, "is silent. Record it again"),
        ("halfwy.flac", speech(1), RATE, "no session says 'halfwy'"),
        ("halfway.ogg", speech(1), RATE, r"is not one of \.mp3, \.flac, \.wav"),
    ],
)
def test_each_fault_is_told_with_its_place_and_its_mend(content, name, wave, rate, fault):
    record(content, f"nl/{name}", wave, rate)
    result = check(content)
    assert result.exit_code == 1
    told = [line for line in result.output.split("\n") if line.startswith("voice/nl/")]
    assert any(re.search(rf"^voice/nl/{re.escape(name)}: {fault}.*\.$", line) for line in told), (
        told
    )


def test_a_broken_file_two_of_one_name_and_an_unknown_language_are_faults(content):
    (content / "voice/nl/end.mp3").write_bytes(b"<html>not found</html>")
    record(content, "en/left.mp3", speech(1))
    record(content, "en/left.wav", speech(1))
    (content / "voice/fr").mkdir()
    result = check(content)
    assert result.exit_code == 1
    assert "voice/en/left.wav: left.mp3 says the same. Remove one." in result.output
    assert "voice/fr: is not a language of this site." in result.output
    assert "voice/nl/end.mp3: cannot be read as sound. Record it again." in result.output
    assert "3 fault(s)." in result.output


# ---- what is served ----


def test_without_recordings_nothing_of_them_is_served(app, client, site):
    assert not [p for p in site.entries if p.startswith("/voice/") or p.endswith("/voice.json")]
    assert {pack["name"] for pack in constant(worker(site), "PACKS")} == {
        "shell", "pages", "figures",
    }  # fmt: skip
    with app.test_request_context("/nl/"):
        app.preprocess_request()
        assert app.jinja_env.globals["voice_address"]() is None
    assert client.get("/voice/nl/halfway.0123456789.mp3").status_code == 404


def test_recordings_are_served_listed_and_stored_in_a_pack_of_their_own(content, tmp_path):
    bodies = {
        name: record(content, f"nl/{name}", speech(1)).read_bytes()
        for name in ("halfway.mp3", "end.flac", "foot-sole-roll.name.wav")
    }
    app = start(content)
    site, client = snapshot.of(app), app.test_client()
    listed = json.loads(client.get("/nl/voice.json").data)
    assert set(listed) == {"halfway", "end", "foot-sole-roll.name"}
    assert "/en/voice.json" not in site
    for name, body in bodies.items():
        path = listed[name.rpartition(".")[0]]
        assert re.sub(r"\.[0-9a-f]{10}(?=\.\w+$)", "", path) == f"/voice/nl/{name}"
        response = client.get(path, headers={"Accept-Encoding": "br"})
        assert response.data == body
        assert response.headers["Content-Type"].startswith("audio/")
        assert "immutable" in response.headers["Cache-Control"]
    with app.test_request_context("/nl/"):
        app.preprocess_request()
        assert app.jinja_env.globals["voice_address"]() == "/nl/voice.json"

    packs = {pack["name"]: pack for pack in constant(worker(site), "PACKS")}
    pack = packs["voice"]
    assert {entry[0] for entry in pack["entries"]} == set(listed.values())
    assert "/nl/voice.json" in {entry[0] for entry in packs["pages"]["entries"]}
    stored = client.get(pack["path"], headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in stored.headers, "what is dense goes as it is"
    in_order = [site[path].body for path, *_ in pack["entries"]]
    assert sorted(in_order) == sorted(bodies.values())
    assert undo(worker(site), tmp_path, [(stored.data, in_order, 1 << 12)]) == [hashes(in_order)]
    order = constant(worker(site), "order")
    assert set(packs) == set(order)
    assert order[-1] == "voice", "what a session can do without comes last"


def test_while_somebody_works_on_them_recordings_are_served_live(content):
    record(content, "nl/halfway.mp3", speech(1))
    app = start(content)
    app.debug = True
    client = app.test_client()
    address = client.get("/nl/voice.json").json["halfway"]
    assert client.get(address).data == (content / "voice/nl/halfway.mp3").read_bytes()
    assert client.get(address.replace("halfway", "nothing")).status_code == 404
