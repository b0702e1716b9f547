"""What somebody who is here may also like: computed from the content, never listed by hand.

Two entries are akin as far as they are about the same parts of the body, lie on the same lines
and are done for the same reasons. Pure: knows content, never Flask.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from fascia.library import Library
from fascia.models import Routine, Technique

#: How much each likeness counts. Together 1, so kinship is between 0 and 1.
WEIGHTS = {"regions": 0.5, "lines": 0.3, "goals": 0.2}

#: What is like something already chosen loses this share of that likeness: three of a kind
#: would be one suggestion said three times.
VARIETY = 0.8

#: How many are shown.
NUMBER = 3

Shares = Mapping[str, float]
Profile = Mapping[str, Shares]


def related(library: Library) -> dict[str, list[Technique] | list[Routine]]:
    """For each id three entries of the same kind, the closest first; never the entry itself.

    Each is the one with the highest kinship, less what it repeats of those before it. The order
    of the library decides between equals, so the answer is always the same.
    """
    found = {}
    for shelf in (library.techniques, library.routines):
        profiles = {entry.id: profile(library, entry) for entry in shelf.values()}
        kin = {
            one: {other: kinship(profiles[one], profiles[other]) for other in profiles}
            for one in profiles
        }
        found |= {ident: [shelf[other] for other in _closest(kin, ident)] for ident in shelf}
    return found


def _closest(kin: Mapping[str, Shares], ident: str) -> list[str]:
    left = [other for other in kin if other != ident]
    chosen: list[str] = []
    while left and len(chosen) < NUMBER:
        repeats = {other: max((kin[other][c] for c in chosen), default=0) for other in left}
        best = max(left, key=lambda other: kin[ident][other] - VARIETY * repeats[other])
        chosen.append(best)
        left.remove(best)
    return chosen


def kinship(one: Profile, other: Profile) -> float:
    """Between 0 and 1: for each likeness the share that both have, by its weight."""
    return sum(
        weight * sum(min(share, other[name].get(key, 0)) for key, share in one[name].items())
        for name, weight in WEIGHTS.items()
    )


def profile(library: Library, entry: Technique | Routine) -> Profile:
    """Regions, lines and goals with their shares, each adding up to 1 (or nothing at all).

    A routine is what its steps are, by their time; what it is for stands in the routine itself.
    """
    if isinstance(entry, Technique):
        parts = [(entry, 1)]
    else:
        parts = [(library.techniques[step.technique], step.working) for step in entry.steps]
    return {
        "regions": _shares((t.regions, time) for t, time in parts),
        "lines": _shares((t.lines, time) for t, time in parts),
        "goals": _shares([(entry.goals, 1)]),
    }


def _shares(parts: Iterable[tuple[tuple[str, ...], int]]) -> Shares:
    found = Counter()
    for keys, time in parts:
        for key in keys:
            found[key] += time / len(keys)
    whole = sum(found.values())
    return {key: amount / whole for key, amount in found.items()}
