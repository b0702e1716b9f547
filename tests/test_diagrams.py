"""The diagrams of the articles: complete, in place, and told by more than colour."""

import json
import re
from itertools import pairwise

import pytest

from fascia.i18n import LANGUAGES
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


def test_diagrams_are_what_their_outlines_make():
    made = pytest.importorskip("fascia.figures.diagrams", reason="needs the figure engine").make()
    assert json.loads(json.dumps(made)) == json.loads(DIAGRAMS.read_text("utf-8"))
