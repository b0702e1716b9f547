"""The rules behind the filters, and what belongs together."""

import json

import pytest

from fascia import index
from fascia.i18n import LANGUAGES
from fascia.models import Need
from fascia.related import NUMBER, WEIGHTS, kinship, profile, related


def need(*tools: str, optional: bool = False) -> Need:
    return Need(any_of=tools, optional=optional)


@pytest.mark.parametrize(
    ("needs", "asked"),
    [
        ([need("ball-medium", "ball-firm")], [["ball-medium", "tennis-balls", "ball-firm"]]),
        ([need("stick")], [["stick", "rolling-pin"]]),
        ([need("wall", "chair"), need("hands")], []),
        ([need("stick", "hands")], []),
        ([need("cushion", optional=True)], []),
        ([need("blanket"), need("block")], [["blanket", "towels"], ["block", "book"]]),
    ],
)
def test_what_must_be_there_with_all_that_is_as_good(library, needs, asked):
    assert index.needs_of(library, needs) == asked


@pytest.mark.parametrize(
    ("positions", "places"),
    [
        (["standing", "any"], ["no-floor", "wall"]),
        (["chair", "table"], ["no-floor", "chair"]),
        (["chair", "standing"], ["no-floor"]),
        (["standing", "supine"], []),
        (["any"], ["no-floor", "chair", "wall"]),
    ],
)
def test_there_is_room_where_every_position_is_allowed(library, positions, places):
    assert index.places_of(library, positions) == places


def test_the_routines_that_say_so_fit_their_place(library):
    def places(routine):
        steps = library.routines[routine].steps
        return index.places_of(library, [library.techniques[s.technique].position for s in steps])

    assert "chair" in places("chair-only-10")
    assert "wall" in places("wall-only-12")
    assert places("evening-yin-30") == []


def test_a_level_is_for_whoever_has_that_much_experience(library):
    assert index.levels_from(library, "beginner") == ["beginner", "intermediate"]
    # It stands in the first session, which is for beginners, and in one that is for everyone.
    assert index.level_of(library, library.techniques["foot-sole-roll"]) == "everyone"
    unused = next(t for t in library.techniques.values() if not library.routines_with(t.id))
    assert index.level_of(library, unused) == list(library.vocabulary.levels)[-1]


def test_a_routine_is_about_where_its_time_goes(library):
    assert index.regions_of(library, library.routines["foot-reset-7"])[0] == "foot"
    assert "neck" in index.regions_of(library, library.routines["neck-ease-12"])
    assert index.regions_of(library, library.routines["whole-body-40"]) == ["whole"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_index_holds_every_entry_and_every_word_it_refers_to(site, library, code):
    made = json.loads(site[f"/{code}/find.json"].body)
    paths = {entry["path"] for entry in made["entries"]}
    assert {f"routines/{ident}" for ident in library.routines} <= paths
    assert {f"techniques/{ident}" for ident in library.techniques} <= paths
    assert set(library.pages) <= paths
    for entry in made["entries"]:
        assert set(entry.get("regions", [])) | set(entry.get("about", [])) <= made["words"].keys()
        assert entry["name"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_synonym_is_in_the_index(site, library, code):
    """A word that leads nowhere would be written in vain."""
    text = site[f"/{code}/find.json"].body.decode()
    sections = type(library.search).model_fields.keys() - {"weak", "tails"}
    written = [
        (section, ident, word)
        for section in sections
        for ident, synonyms in getattr(library.search, section).items()
        for word in synonyms.words[code]
    ]
    lost = [one for one in written if json.dumps(one[2], ensure_ascii=False)[1:-1] not in text]
    assert lost == []


# ---- what else may be liked ----


def test_three_others_of_the_same_kind_and_never_itself(library):
    found = related(library)
    for shelf in (library.techniques, library.routines):
        for ident, entry in shelf.items():
            others = [other.id for other in found[ident]]
            assert len(set(others)) == len(others) == NUMBER
            assert ident not in others
            assert all(type(other) is type(entry) for other in found[ident])


def test_the_first_is_the_closest(library):
    found = related(library)
    for shelf in (library.techniques, library.routines):
        profiles = {ident: profile(library, entry) for ident, entry in shelf.items()}
        for ident in shelf:
            kin = {o: kinship(profiles[ident], p) for o, p in profiles.items() if o != ident}
            assert kin[found[ident][0].id] == max(kin.values())


def test_kinship_is_a_share(library):
    one = profile(library, library.techniques["calf-roller"])
    other = profile(library, library.techniques["masseter-circles"])
    assert kinship(one, one) == pytest.approx(sum(WEIGHTS.values())) == pytest.approx(1)
    assert kinship(one, other) == kinship(other, one) < 0.3


def test_suggestions_differ_from_each_other(library):
    """Of the three at most two repeat each other: the next one along the line is there too."""
    regions = [t.region for t in related(library)["calf-roller"]]
    assert "calf" in regions
    assert len(set(regions)) > 1


def test_both_kinds_of_pages_show_them(get_page, library):
    found = related(library)
    for path in ("techniques/calf-roller", "routines/neck-ease-12"):
        kind, ident = path.split("/")
        links = [a["href"] for a in get_page(f"/nl/{path}").all("a")]
        for other in found[ident]:
            assert f"/nl/{kind}/{other.id}" in links
