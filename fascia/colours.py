"""Colours: the tokens of the style sheet, how far two colours stand apart, and those of a house.

A house may choose two: ``accent`` (links, what is done, what is comfortable) and ``field`` (the
ground behind the first picture). Everything else keeps its meaning: ink presses, coral touches,
amber is the ball. What goes with the two is derived here. Knows nothing of files but that sheet.
"""

import colorsys
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fascia.assets import STATIC

SCHEMES = ("light", "dark")

#: Required contrast of text, of text that has to be read from a distance, of an outline.
TEXT, FAR, OUTLINE = 4.5, 7.0, 3.0


@dataclass(frozen=True)
class Pair:
    """One colour by day and by night, each as #rrggbb."""

    light: str
    dark: str

    def css(self) -> str:
        return f"light-dark({self.light}, {self.dark})"


def read_tokens(sheet: str) -> dict[str, Pair]:
    """The colours of a style sheet that are written as ``--name: light-dark(…, …)``."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", sheet)
    return {name: Pair(light, dark) for name, light, dark in found}


TOKENS = read_tokens((STATIC / "css/tokens.css").read_text("utf-8"))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parts(colour)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _write(parts) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def mixed(colour: str, ground: str, share: float) -> str:
    """``colour`` laid over ``ground`` so that ``share`` of it is seen."""
    both = zip(_parts(colour), _parts(ground), strict=True)
    return _write(share * one + (1 - share) * other for one, other in both)


def lighter(colour: str, step: float) -> str:
    """The same hue, its lightness changed by ``step`` (from -1 to 1)."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _write(colorsys.hls_to_rgb(hue, min(max(lightness + step, 0), 1), saturation))


def derived(accent: Pair | None, field: Pair | None) -> dict[str, Pair]:
    """The tokens that a house's two colours replace, with those that follow from them."""
    tokens = {}
    if accent:
        paper = TOKENS["paper"]
        soft = Pair(mixed(accent.light, paper.light, 0.17), mixed(accent.dark, paper.dark, 0.2))
        tokens |= {"act": accent, "act-soft": soft}
    if field:
        # By day the disc is the deeper tone, at night the lighter one: sun and moon.
        tokens |= {
            "straw": field,
            "straw-disc": Pair(lighter(field.light, -0.09), lighter(field.dark, 0.055)),
            "straw-half": Pair(lighter(field.light, -0.13), lighter(field.dark, 0.09)),
        }
    return tokens


#: What a house chooses → pairs that then have to be told apart: in front, behind, required ratio.
PAIRS = {
    "accent": (
        ("act", "paper", TEXT),
        ("act", "paper-2", TEXT),
        ("act", "act-soft", TEXT),
        ("on-act", "act", TEXT),
    ),
    "field": (
        ("ink", "straw", FAR),
        ("ink", "straw-disc", FAR),
        ("ink", "straw-half", FAR),
        ("ink-2", "straw", TEXT),
        ("edge", "straw", OUTLINE),
    ),
}

#: What the tokens are called where a fault is told.
NAMES = {
    "paper": "the paper",
    "paper-2": "the quiet panel",
    "act": "the accent",
    "act-soft": "its own soft ground",
    "on-act": "the words on it",
    "ink": "text",
    "ink-2": "grey text",
    "edge": "an outline",
    "straw": "the field",
    "straw-disc": "its disc",
    "straw-half": "its deeper half",
}


def unreadable(accent: Pair | None, field: Pair | None) -> Iterator[tuple[str, str]]:
    """For each colour that cannot be read: which choice it is, and its worst fault with a mend."""
    tokens = TOKENS | derived(accent, field)
    for choice, chosen in (("accent", accent), ("field", field)):
        for scheme in SCHEMES if chosen else ():
            colour = {name: getattr(pair, scheme) for name, pair in tokens.items()}
            ratio, required, front, behind = min(
                (
                    (contrast(colour[front], colour[behind]), required, front, behind)
                    for front, behind, required in PAIRS[choice]
                ),
                key=lambda found: found[0] / found[1],
            )
            if ratio < required:
                # Accents stand in front, fields lie behind; by night it is the other way round.
                mend = "darker" if (scheme == "light") == (choice == "accent") else "lighter"
                yield (
                    f"{choice}.{scheme}",
                    f"is {getattr(chosen, scheme)!r}: {NAMES[front]} on {NAMES[behind]} has a "
                    f"contrast of {ratio:.1f}, and {required:g} is needed. "
                    f"Choose a {mend} one.",
                )


def stylesheet(accent: Pair | None, field: Pair | None) -> str:
    """A sheet that puts the colours of a house over the tokens; empty when it chose none."""
    rules = "".join(f"--{name}:{pair.css()};" for name, pair in derived(accent, field).items())
    return f"@layer tokens{{:root{{{rules}}}}}\n" if rules else ""
