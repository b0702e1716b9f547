"""The anatomy insets: drawn where words say so, light, in both themes, without a word in them."""

import re
import tomllib
from pathlib import Path

import brotli
import pytest

from fascia.assets import STATIC
from fascia.figures import anatomy

FOLDER = STATIC / "figures" / "anatomy"
SOURCE = Path(__file__).parent.parent / "fascia" / "figures" / "anatomy.toml"

#: Bytes with brotli.
LARGEST = 3000


def test_every_inset_has_its_words_and_every_word_its_inset(library):
    told = {region.id for region in library.vocabulary.regions.values() if region.anatomy}
    drawn = {path.stem for path in FOLDER.glob("*.svg")}
    assert drawn == told == set(tomllib.loads(SOURCE.read_text("utf-8")))
    assert len(drawn) >= 12


def test_insets_are_light_and_follow_the_theme():
    for path in sorted(FOLDER.glob("*.svg")):
        svg = path.read_text("utf-8")
        assert len(brotli.compress(svg.encode(), quality=11)) <= LARGEST, path.name
        assert "prefers-color-scheme:dark" in svg, path.name
        assert 'class="body"' in svg, path.name
        assert re.search(r'class="(fibre|thread)"', svg), path.name
        for refused in ("<text", " style=", " id=", "href"):
            assert refused not in svg, path.name


def test_a_card_shows_the_tissue_of_its_region(get_page, library):
    for code in library.languages:
        for technique in library.techniques.values():
            region = library.vocabulary.regions[technique.region]
            page = get_page(f"/{code}/techniques/{technique.id}")
            shown = [i for i in page.all("img") if "/anatomy/" in i["src"]]
            expected = region.anatomy and technique.words[code].where
            assert [i["alt"] for i in shown] == ([region.anatomy[code]] if expected else [])


@pytest.mark.parametrize("region", ["head-jaw", "foot", "forearm"])
def test_an_inset_is_what_its_data_makes(region):
    made = anatomy.make(region, anatomy.regions()[region])
    assert made == (FOLDER / f"{region}.svg").read_text("utf-8")
