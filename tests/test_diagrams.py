"""The diagrams of the articles: complete, in place, and told by more than colour."""

import json
import re
from itertools import pairwise

from fascia.figures import diagrams as engine
from fascia.i18n import LANGUAGES
from fascia.models import DRAWINGS
from fascia.templating import DIAGRAMS, diagrams

VIEWS = ("front", "back")


def test_every_place_never_to_press_is_drawn_and_has_one_number(app):
    zones = set(app.extensions["library"].safety.zones)
    never = diagrams()["never"]
    drawn = [zone for view in VIEWS for zone in never[view]["zones"]]
    assert {zone["zone"] for zone in drawn} == zones
    assert all(zone["path"] for zone in drawn)
    marked = [mark["zone"] for view in VIEWS for mark in never[view]["marks"]]
    assert sorted(marked) == sorted(zones)


def test_numbers_stand_apart_and_within_their_drawing():
    never = diagrams()["never"]
    left, top, width, height = never["box"]
    for view in VIEWS:
        for margin in {mark["at"][0] for mark in never[view]["marks"]}:
            assert left < margin < left + width
            heights = [m["at"][1] for m in never[view]["marks"] if m["at"][0] == margin]
            assert all(b - a >= 17.9 for a, b in pairwise(heights))
            assert top < min(heights)
            assert max(heights) < top + height


def test_places_are_numbered_on_the_body_as_in_the_list(app, get_page):
    zones = list(app.extensions["library"].safety.zones.values())
    for code in LANGUAGES:
        body = get_page(f"/{code}/when-not-to-practise").html
        numbers = [int(n) for n in re.findall(r'class="never__number"[^>]*>(\d+)<', body)]
        assert sorted(numbers) == list(range(1, len(zones) + 1))
        listed = re.findall(r'zones__number number">(\d+)</span><div>\s*<h3>([^<]+)<', body)
        assert [int(n) for n, _ in listed] == sorted(numbers)
        assert [name for _, name in listed] == [zone.words[code].name for zone in zones]
        assert body.count('fill="url(#never-hatch)"') == body.count('class="never__place"')


def test_every_light_has_its_word_on_the_scale(get_page):
    words = {"en": ["Go on", "Ease off", "Stop"], "nl": ["Ga door", "Minder", "Stop"]}
    for code in LANGUAGES:
        html = get_page(f"/{code}/when-not-to-practise").html
        assert re.findall(r'class="scale__word"[^>]*>([^<]+)<', html) == words[code]


def test_the_back_line_is_a_map_with_a_name_for_every_station(get_page):
    line = diagrams()["back-line"]
    assert len(line["bands"]) == 2
    assert sorted(mark["zone"] for mark in line["marks"]) == sorted(line["order"])
    caption = {"en": "as teachers draw it: a map", "nl": "zoals docenten die tekenen: een kaart"}
    for code in LANGUAGES:
        html = get_page(f"/{code}/what-is-fascia").html
        assert "```" not in html
        numbers = re.findall(r'course__number"[^>]*>(\d)<', html)
        names = re.findall(r'aria-hidden="true">(\d)</span><span>([^<]+)<', html)
        assert sorted(numbers) == sorted(n for n, _ in names) == list("1234567")
        assert caption[code] in html


def test_every_drawing_of_prose_has_its_template(app):
    known = {name for name in app.jinja_env.list_templates() if name.startswith("drawings/")}
    assert known == {f"drawings/{name}.html" for name in DRAWINGS}


def test_diagrams_are_what_their_outlines_make():
    assert json.loads(json.dumps(engine.make())) == json.loads(DIAGRAMS.read_text("utf-8"))
