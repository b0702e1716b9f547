"""The body map: every part of the body, none over another, drawn from its outlines."""

import json
from functools import cache

from fascia.figures import bodymap
from fascia.templating import BODY_MAP, body_map_paths

VIEWS = ("front", "back")


@cache
def made() -> dict:
    return bodymap.make()


def test_the_map_is_what_its_outlines_make():
    """``flask figures body-map`` mends this: outlines, pose and body all have a say in it."""
    assert json.loads(json.dumps(made())) == json.loads(BODY_MAP.read_text("utf-8"))


def test_every_part_of_the_body_has_a_zone(app):
    regions = set(app.extensions["library"].vocabulary.regions) - {"whole"}
    drawn = {region for view in VIEWS for region in body_map_paths()[view]["zones"]}
    assert drawn == regions


def test_a_zone_is_on_the_middle_or_on_both_sides():
    for view in VIEWS:
        for zones in body_map_paths()[view]["zones"].values():
            for zone in zones:
                assert sorted(zone["sides"]) in (["both"], ["left", "right"])
                assert zone["path"].startswith("M")
                assert zone["touch"].startswith("M")


def test_zones_lie_in_the_body_and_beside_each_other():
    source = bodymap.read()
    for view in VIEWS:
        material, masks = bodymap.laid_out(source, view)
        body = material > 0
        for _, mask in masks:
            assert mask.any()
            assert not (mask & ~body).any()
        for index, (zone, mask) in enumerate(masks):
            for other, there in masks[index + 1 :]:
                shared = (mask & there).sum() / min(mask.sum(), there.sum())
                assert shared < 0.02, f"{view}: {zone['region']} and {other['region']}"
