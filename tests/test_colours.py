"""Contrast, as WCAG measures it, of the tokens and of what a house puts over them."""

import pytest

from fascia import colours
from fascia.colours import TOKENS, Pair


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1f2538", "#fbf7f0", 14.2),
     ("#155456", "#fbf7f0", 8.1), ("#8fd3ca", "#14171d", 10.5)],
)  # fmt: skip
def test_contrast_is_measured_both_ways(one, other, ratio):
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.06)
    assert colours.contrast(one, other) == colours.contrast(other, one)


def test_the_tokens_of_the_sheet_can_be_read():
    for choice, pairs in colours.PAIRS.items():
        for front, behind, required in pairs:
            for scheme in colours.SCHEMES:
                ratio = colours.contrast(
                    getattr(TOKENS[front], scheme), getattr(TOKENS[behind], scheme)
                )
                assert ratio >= required, f"{choice}: {front} on {behind}, {scheme}"
    assert list(colours.unreadable(TOKENS["act"], TOKENS["straw"])) == []


def test_what_follows_from_a_field_is_close_to_what_was_drawn_by_hand():
    found = colours.derived(None, TOKENS["straw"])
    for name in ("straw-disc", "straw-half"):
        for scheme in colours.SCHEMES:
            near = getattr(found[name], scheme), getattr(TOKENS[name], scheme)
            assert colours.contrast(*near) < 1.15, f"{name}, {scheme}: {near}"


def test_only_what_was_chosen_is_replaced():
    assert colours.stylesheet(None, None) == ""
    assert "--straw" not in colours.stylesheet(Pair("#6b2f5b", "#e3b3d6"), None)
    assert "--act" not in colours.stylesheet(None, Pair("#f3dcd2", "#3a2428"))
