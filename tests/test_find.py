"""What people type, and what they must find: the real index, asked by the script of the page."""

import json
import subprocess
from pathlib import Path

import pytest

from fascia.i18n import LANGUAGES
from tests.test_js import node

ASK = Path(__file__).parent / "js" / "ask.js"

#: Among the first so many results something must be that is meant. A screen shows about five.
SHOWN = 5

#: What is typed → the beginning of an address that must be among the first results.
QUERIES = {
    "en": {
        "stiff neck": "routines/neck-ease",
        "nec": "routines/neck-ease",
        "sore neck and shoulders": "routines/desk-neck-shoulders",
        "headache": "when-not-to-practise",
        "teeth grinding": "techniques/masseter",
        "TMJ": "techniques/masseter",
        "jaw": "routines/jaw-head",
        "sholder": "techniques/",
        "between the shoulder blades": "techniques/rhomboid",
        "lower back": "routines/low-back-ease",
        "lower bak": "routines/low-back-ease",
        "my back hurts": "pain",
        "sciatica": "when-not-to-practise",
        "slipped disc": "when-not-to-practise",
        "coccyx": "techniques/sacrum",
        "bum": "techniques/glute",
        "glutes": "techniques/glute",
        "hips": "routines/hips",
        "psoas": "techniques/hip-front",
        "IT band": "techniques/lateral-thigh-roller",
        "hamstrng": "techniques/hamstring",
        "calf cramp": "techniques/calf",
        "shin splints": "techniques/shin",
        "heel spur": "techniques/foot",
        "plantar fasciitis": "techniques/foot-sole-roll",
        "tired feet": "techniques/foot-hand-knead",
        "tennis elbow": "techniques/forearm",
        "mouse arm": "routines/forearm-typing",
        "rolling pin": "techniques/forearm-stick",
        "foamroller": "techniques/quad-roller",
        "pigeon": "techniques/yin-sleeping-swan",
        "butterfly": "techniques/yin-butterfly",
        "sleep": "routines/calm-breath",
        "after running": "routines/recovery-legs",
        "long flight": "routines/travel-legs",
        "pregnant": "when-not-to-practise",
        "physio": "finding-help",
        "how often": "getting-started",
    },
    "nl": {
        "stijve nek": "routines/neck-ease",
        "nekpijn": "techniques/neck-towel-nod",
        "nkepijn": "techniques/neck-towel-nod",
        "hoofdpijn": "when-not-to-practise",
        "tandenknarsen": "techniques/masseter",
        "kaakklachten": "techniques/masseter",
        "schouderbladen": "techniques/rhomboid",
        "monnikskapspier": "techniques/trap",
        "ik heb pijn in mijn onderrug": "routines/low-back-ease",
        "lage rugpijn": "techniques/lumbar-peanut",
        "spit": "techniques/lumbar-peanut",
        "ischias": "when-not-to-practise",
        "hernia": "when-not-to-practise",
        "stuitje": "techniques/sacrum",
        "bil": "techniques/glute",
        "kont": "techniques/glute",
        "bilspieren": "techniques/glute",
        "heupbuigers": "techniques/hip-front",
        "knieën": "techniques/shin-roller-kneel",
        "knieen": "techniques/shin-roller-kneel",
        "hamstrngs": "techniques/hamstring",
        "kuitkramp": "techniques/calf",
        "hielspoor": "techniques/foot",
        "fasciitis plantaris": "techniques/foot-sole-roll",
        "voetzol": "techniques/foot-sole-roll",
        "tennisarm": "techniques/forearm",
        "tennis arm": "techniques/forearm",
        "muisarm": "routines/forearm-typing",
        "RSI": "routines/forearm-typing",
        "deegroller": "techniques/hamstring-stick",
        "foam roller": "techniques/quad",
        "tegen de muur": "routines/wall-only",
        "op een stoel": "routines/chair-only",
        "spierpijn": "pain",
        "duif": "techniques/yin-sleeping-swan",
        "vlinder": "techniques/yin-butterfly",
        "slapen": "routines/calm-breath",
        "hardlopen": "routines/runner-legs",
        "vliegtuig": "routines/travel-legs",
        "zwanger": "when-not-to-practise",
        "kinesist": "finding-help",
        "bindweefsel": "what-is-fascia",
    },
}


@pytest.fixture(scope="module")
def ask(site, tmp_path_factory):
    """Asks many things at once, each a choice; answers as the page would."""

    def ask(code: str, choices: list[dict]) -> list[dict]:
        index = tmp_path_factory.mktemp("index") / "find.json"
        index.write_bytes(site[f"/{code}/find.json"].body)
        result = subprocess.run(
            [node(), str(ASK), str(index)],
            input=json.dumps([{"words": "", "chosen": {}} | choice for choice in choices]),
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return ask


@pytest.mark.parametrize("code", LANGUAGES)
def test_people_find_what_they_mean(ask, code):
    queries = QUERIES[code]
    answers = ask(code, [{"words": query} for query in queries])
    missed = {
        query: answer["paths"][:SHOWN]
        for (query, meant), answer in zip(queries.items(), answers, strict=True)
        if not any(path.startswith(meant) for path in answer["paths"][:SHOWN])
    }
    assert missed == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_needs_care_leads_to_the_warning_first_and_then_to_help(ask, code):
    words = {"en": ["sciatica", "slipped disc"], "nl": ["ischias", "hernia"]}[code]
    for answer in ask(code, [{"words": word} for word in words]):
        assert answer["paths"][:2] == ["when-not-to-practise", "finding-help"]


def test_who_has_a_tennis_ball_and_ten_minutes_and_cannot_lie_down(ask, library):
    chosen = {"tool": ["tennis-balls"], "minutes": ["10"], "place": ["no-floor"]}
    (answer,) = ask("en", [{"chosen": chosen}])
    assert answer["left"] == []
    assert "routines/desk-neck-shoulders-10" in answer["paths"]
    assert "techniques/foot-sole-roll" in answer["paths"]
    assert "techniques/glute-ball-floor" not in answer["paths"], "it lies on the floor"
    assert "techniques/hamstring-stick" not in answer["paths"], "it needs a stick"
    assert "routines/first-session-12" not in answer["paths"], "it takes longer"


def test_what_cannot_be_found_leads_to_the_nearest(ask):
    jaw_with_roller, typo, nonsense, impossible = ask(
        "nl",
        [
            {"words": "kaak", "chosen": {"tool": ["roller-firm"], "part": ["neck-head"]}},
            {"words": "hielspoor xylofoon"},
            {"words": "xqzxqz"},
            {"chosen": {"minutes": ["3"], "place": ["wall"], "goal": ["learn"]}},
        ],
    )
    # Hands alone need no roller: the filter holds, and nothing has to be left out.
    assert jaw_with_roller["left"] == []
    assert typo["loose"]
    assert any(path.startswith("techniques/foot") for path in typo["paths"][:SHOWN])
    assert nonsense["unsaid"]
    assert not nonsense["ranked"]
    assert len(impossible["left"]) == 1
    assert impossible["paths"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_result_is_a_row_of_the_page_and_a_page_of_the_site(get_page, site, code):
    index = json.loads(site[f"/{code}/find.json"].body)
    paths = [f"/{code}/{entry['path']}" for entry in index["entries"]]
    assert len(set(paths)) == len(paths)
    assert all(path in site for path in paths)
    rows = [a["href"] for a in get_page(f"/{code}/find").all("a") if "row" in a.get("class", "")]
    assert rows == paths


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_chip_leads_to_something(ask, get_page, code):
    """A choice that nothing fits is none; what is left out says so."""
    inputs = get_page(f"/{code}/find").all("input")
    chips = [(i["name"], i["value"]) for i in inputs if i.get("type") != "search" and i["value"]]
    assert len(chips) > 40
    answers = ask(code, [{"chosen": {name: [value]}} for name, value in chips])
    assert [chip for chip, a in zip(chips, answers, strict=True) if a["left"]] == []
    everything = len(ask(code, [{}])[0]["paths"])
    assert all(len(answer["paths"]) < everything for answer in answers)
