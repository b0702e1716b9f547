"""The safety rules read a second time, from section 7 of the safety brief.

The phone gates by ``static/js/safety.js``; this is what its plans are held against. The two share
the content and no line of code. Each rule has the number that it has in the brief. "Open" marks
where the words leave a choice: there the stricter reading is taken, or the phone's where none is
stricter.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from fascia.library import Library
from fascia.models import Condition, Step, Technique

PRESSING = {"ball", "peanut", "roller", "stick"}
#: Rule 3. The vocabulary knows no ridged roller.
HARD = {"ball-firm", "ball-small", "stick"}
#: 7.3: in their scope nothing is exempt.
NO_EXEMPTION = {"fracture", "stress-fracture", "spine-fracture", "recent-surgery"}
#: 7.3: what late pregnancy keeps, seated or on the side, though it is lying on the back otherwise.
NOT_FLAT = {"belly-hand-breath", "constructive-rest", "savasana"}
#: Lighter pressure in most rows of 7.3: cap and factor.
LIGHTER = (3, Fraction(3, 4))
LAST_RESORT = "arrive-breath"
REST = "constructive-rest"
#: Rule 6: a swap into these leaves nothing of a session.
NO_PRACTICE = {LAST_RESORT, "notice-after"}
#: Rule 6: the share below which a routine is not offered, or is offered as quite different.
ENOUGH = Fraction(60, 100)


@dataclass(frozen=True)
class PlannedStep:
    """``seconds`` is per side. ``easier`` means that it is shown in its easier variant only."""

    technique: str
    original: str
    side: str
    seconds: int
    cap: int
    asks: tuple[str, ...]
    easier: bool
    rest: bool


@dataclass(frozen=True)
class Plan:
    """No step at all: nothing starts."""

    steps: tuple[PlannedStep, ...]
    share: Fraction
    own: Fraction

    @property
    def offered(self) -> bool:
        return self.share >= ENOUGH

    @property
    def different(self) -> bool:
        return self.own < ENOUGH


@dataclass(frozen=True)
class Marked:
    """A condition that counts: in full, or only by its lighter pressure (rule 9).

    ``scope`` are the regions of table 7.2, ``blocked`` those of 7.3, the picked ones filled in.
    """

    condition: Condition
    in_full: bool
    scope: frozenset[str]
    blocked: frozenset[str]


class Person:
    """What the rules make of somebody's answers."""

    def __init__(
        self,
        library: Library,
        conditions: Mapping[str, str],
        picked: Mapping[str, Collection[str]] | None = None,
        confirmed: Collection[str] = (),
    ):
        self.library = library
        self.confirmed = confirmed
        picked = picked or {}
        self.marked = tuple(
            Marked(
                condition,
                in_full,
                self.places(condition, condition.regions, picked.get(condition.id, ())),
                self.places(condition, condition.block_regions, picked.get(condition.id, ())),
            )
            for condition, in_full in self.counting(conditions)
        )
        self.in_full = [marked for marked in self.marked if marked.in_full]

    def counting(self, answers: Mapping[str, str]) -> Iterator[tuple[Condition, bool]]:
        """Which conditions count, and whether in full."""
        counts: dict[str, bool] = {}

        def mark(name: str, answer: str) -> None:
            condition = self.library.safety.conditions[name]
            # Rule 9: not to know counts as yes, for a caution as its lighter pressure.
            # Open: what it is for "adapt", which the rule does not name. A yes.
            in_full = answer == "yes" or condition.severity != "caution"
            counts[name] = counts.get(name, False) or in_full
            # Rule 10: marking this one marks those as well.
            for implied in condition.implies:
                mark(implied, "yes" if in_full else "unknown")

        for name, answer in answers.items():
            mark(name, answer)
        return ((self.library.safety.conditions[name], full) for name, full in counts.items())

    def places(
        self, condition: Condition, keys: Collection[str], picked: Collection[str]
    ) -> frozenset[str]:
        """Rule 1: a list of region keys as regions, the picked ones with their neighbours."""
        regions = self.library.vocabulary.regions
        found = set(keys) - {"picked"}
        if "picked" in keys:
            found.update(picked)
            for one in picked:
                found.update(regions[one].neighbours)
            # Open: nothing was picked, so nobody knows where (rule 9). Wherever it can be: where
            # 7.2 says that it acts, or anywhere.
            if not picked:
                found.update({"all"} if "picked" in condition.regions else condition.regions)
        return frozenset(found)

    # ---- May it be done at all? ----

    @property
    def has_red_flag(self) -> bool:
        """Rule 2: nothing starts."""
        return any(marked.condition.severity == "red-flag" for marked in self.marked)

    @property
    def nothing_today(self) -> bool:
        """Rule 5, global contraindications: everything is blocked in the whole body."""
        return any(
            marked.condition.severity == "contraindication"
            and "all" in marked.condition.block_regions
            and "all" in marked.condition.block_tools
            for marked in self.marked
        )

    def passes(self, technique: Technique) -> bool:
        """Rule 5: the tests in its order. Rule 8: breathing at rest stays, but with a red flag."""
        if self.has_red_flag:
            return False
        return technique.id == LAST_RESORT or not (
            self.nothing_today
            or self.is_in_blocked_region(technique)
            or self.has_blocked_flag(technique)
            or self.has_no_tool_left(technique)
            or any(marked.condition.id in technique.excl for marked in self.in_full)
        )

    def is_in_blocked_region(self, technique: Technique) -> bool:
        """7.3: all of it is blocked here, and it is not exempt."""
        taking = {m.condition.id for m in self.marked if takes_all_of(m, technique)}
        return bool(taking & NO_EXEMPTION if is_exempt(self.library, technique) else taking)

    def has_blocked_flag(self, technique: Technique) -> bool:
        """7.3: in any region, exempt or not."""
        flags = {flag for marked in self.in_full for flag in marked.condition.block_flags}
        if technique.id in NOT_FLAT:
            flags.discard("supine")
        return not flags.isdisjoint(technique.flags)

    def has_no_tool_left(self, technique: Technique) -> bool:
        """7.3: something that it needs is not left in any form.

        Furniture, cushions and blankets are in no block, so they are left where an entry names
        them as the alternative to a ball, and stand in for it nowhere else.
        """
        left = self.tools_left(technique)
        return any(not need.optional and left.isdisjoint(need.any_of) for need in technique.needs)

    def tools_left(self, technique: Technique) -> set[str]:
        return {tool for tool in technique.tools if not self.is_lost(tool, technique)}

    def is_lost(self, tool: str, technique: Technique) -> bool:
        """7.3: a block of tools in its regions. Rule 3: lighter pressure goes without hard ones."""
        for marked in self.marked:
            if tool in HARD and self.is_lighter_for(marked, technique):
                return True
            here = marked.in_full and is_in(technique, marked.blocked)
            if here and any(self.covers(key, tool) for key in marked.condition.block_tools):
                return True
        return False

    def covers(self, key: str, tool: str) -> bool:
        """7.3: "ball" covers all balls and the peanut, "roller" both rollers."""
        family = self.library.vocabulary.tools[tool].family
        return key in (tool, family) or (key, family) == ("ball", "peanut")

    # ---- How, when it may? ----

    def is_asked_by(self, technique: Technique, marked: Marked) -> bool:
        """Rule 5: its own list comes on top. What it asks about is done with the lighter settings
        (field ``ask`` of techniques), wherever it is."""
        return marked.in_full and marked.condition.id in technique.ask

    def is_lighter_for(self, marked: Marked, technique: Technique) -> bool:
        """Rule 3, lighter pressure; rule 9 makes a caution that is not known of that kind."""
        lighter = marked.condition.lighter or not marked.in_full
        return (lighter and acts_on(marked, technique)) or self.is_asked_by(technique, marked)

    def limits(self, technique: Technique) -> Iterator[tuple[int, Fraction]]:
        """7.3: the cap and the factor of each condition that has some for this technique."""
        for marked in self.marked:
            condition = marked.condition
            asked = self.is_asked_by(technique, marked)
            if not leaves_nothing(condition):
                if asked or acts_on(marked, technique):
                    yield condition.cap, Fraction(condition.factor)
                continue
            # Open: what 0 is for the exempt, which are what is left. No firmer than they aim to be.
            if acts_on(marked, technique):
                yield technique.pressure.target, Fraction(1)
            # Open: which lighter settings where 7.3 has 0. Those of most of its rows.
            if asked:
                yield LIGHTER

    def cap(self, technique: Technique) -> int:
        """Rule 4: the lowest one."""
        return min([technique.pressure.cap, *(cap for cap, _ in self.limits(technique))])

    def factor(self, technique: Technique) -> Fraction:
        """Rule 4: the smallest one."""
        return min([Fraction(1), *(factor for _, factor in self.limits(technique))])

    def asks(self, technique: Technique) -> tuple[str, ...]:
        """Rule 3: what keeps it locked until a professional has been asked, by 7.3 or by itself."""
        asking = [
            marked.condition.id
            for marked in self.in_full
            if self.is_asked_by(technique, marked) or asks_for(marked, technique)
        ]
        return tuple(sorted(set(asking) - set(self.confirmed)))

    def is_easier(self, technique: Technique) -> bool:
        """7.3: "use easier variant" of hypermobility, and the versions of late pregnancy.

        7.4: from 65 on "wall and chair variants first", so on the floor the easier one.
        """
        has = {marked.condition.id for marked in self.in_full}
        return (
            "hypermobility" in has and not {"end-range", "long-hold"}.isdisjoint(technique.flags)
        ) or (
            ("pregnancy-late" in has and technique.id in NOT_FLAT)
            or ("age-65" in has and "floor" in technique.flags)
        )

    # ---- What instead? ----

    def substitute(self, technique: Technique) -> str:
        """Rule 5: along the chain until one passes; if none does, the last resort."""
        while technique.swap_to is not None:
            technique = self.library.techniques[technique.swap_to]
            if self.passes(technique):
                return technique.id
        return LAST_RESORT


# ---- Words of the tables ----


def is_in(technique: Technique, regions: Collection[str]) -> bool:
    """Rule 1: either region will do. "whole" is in "all" only: no row names it, nobody picks it."""
    return "all" in regions or any(region in regions for region in technique.regions)


def acts_on(marked: Marked, technique: Technique) -> bool:
    """7.3: in its scope. Open: whether that is its column there or that of 7.2, which is wider for
    some and narrower for others. Either."""
    return is_in(technique, marked.scope | marked.blocked)


def leaves_nothing(condition: Condition) -> bool:
    """7.3: cap or factor 0."""
    return condition.cap == 0 or condition.factor == 0


def takes_all_of(marked: Marked, technique: Technique) -> bool:
    """7.3: a block of every tool in its regions; in its scope a cap or factor of 0, also where it
    is there for the lighter pressure only (rules 9 and 3)."""
    every_tool = marked.in_full and "all" in marked.condition.block_tools
    return (every_tool and is_in(technique, marked.blocked)) or (
        leaves_nothing(marked.condition) and acts_on(marked, technique)
    )


def asks_for(marked: Marked, technique: Technique) -> bool:
    """7.3: all, the regions of 7.2, or some flags. Rule 8: breathing at rest is never locked."""
    condition = marked.condition
    return technique.id != LAST_RESORT and (
        condition.ask == "all"
        or (condition.ask == "scope" and is_in(technique, marked.scope))
        or not set(condition.ask_flags).isdisjoint(technique.flags)
    )


def is_exempt(library: Library, technique: Technique) -> bool:
    """7.3: pressure of 0 or 1, and nothing in the entry that presses."""
    families = {library.vocabulary.tools[tool].family for tool in technique.tools}
    return technique.pressure.target <= 1 and families.isdisjoint(PRESSING)


def rounded(seconds: Fraction) -> int:
    """7.3: to 5 s, halves down."""
    return ceil(seconds / 5 - Fraction(1, 2)) * 5


# ---- A routine ----


@dataclass
class Slot:
    """A step after swaps. ``seconds`` is per side of what is done now, before any factor."""

    step: Step
    technique: Technique
    is_own: bool
    seconds: int
    rest: bool = False

    @property
    def surviving(self) -> int:
        """Rule 6: how much of its working time survives. Open: what a shorter substitute leaves
        out does not."""
        if self.rest or (not self.is_own and self.technique.id in NO_PRACTICE):
            return 0
        return self.seconds * sides(self.technique)


def sides(technique: Technique) -> int:
    return 2 if technique.side == "LR" else 1


def plan(
    library: Library,
    routine: str,
    conditions: Mapping[str, str],
    picked: Mapping[str, Collection[str]] | None = None,
    confirmed: Collection[str] = (),
) -> Plan:
    """Rule 6: the routine for this person, and how much of it is left."""
    person = Person(library, conditions, picked, confirmed)
    if person.has_red_flag:
        return Plan((), Fraction(0), Fraction(0))
    steps = library.routines[routine].steps
    slots = [swapped(person, step) for step in steps]
    swaps = {slot.technique.id for slot in slots if not slot.is_own}
    for same in [[slot for slot in slots if slot.technique.id == each] for each in swaps]:
        keep_once(person, same)
    total = sum(step.working for step in steps)
    return Plan(
        tuple(planned(person, slot) for slot in slots),
        Fraction(sum(slot.surviving for slot in slots), total),
        Fraction(sum(slot.surviving for slot in slots if slot.is_own), total),
    )


def swapped(person: Person, step: Step) -> Slot:
    """Rule 5: the step as it is, or what stands in for it.

    In the same time: sides that it did not have come with a pause between them. Open: when the
    range of what stands in begins above that time. The shorter of the two.
    """
    technique = person.library.techniques[step.technique]
    if person.passes(technique):
        return Slot(step, technique, True, step.seconds)
    technique = person.library.techniques[person.substitute(technique)]
    pause = 0
    if technique.side == "LR" and step.side == "both":
        pause = 15 if "floor" in technique.flags else 10
    seconds = rounded(Fraction(step.working - pause, sides(technique)))
    return Slot(step, technique, False, min(seconds, technique.dose.max))


def keep_once(person: Person, slots: list[Slot]) -> None:
    """Rule 6: the same substitute once, where it lasts longest; the other time is rest.

    Test case 11 counts a step of the routine's own among them: that one stays, as long as it was.
    Open: which rest. Lying down where the step was on the floor, or else sitting.
    """
    techniques = person.library.techniques
    kept = max(slots, key=lambda slot: (slot.is_own, slot.seconds))
    for slot in slots:
        if slot is not kept and not slot.is_own:
            on_floor = "floor" in techniques[slot.step.technique].flags
            lying = on_floor and person.passes(techniques[REST])
            slot.technique = techniques[REST if lying else LAST_RESORT]
            slot.seconds = slot.step.working
            slot.rest = True


def planned(person: Person, slot: Slot) -> PlannedStep:
    technique = slot.technique
    # 7.3: the factor, down to the lower end of the range at most. Time for rest is not work.
    least = slot.seconds if slot.rest else min(slot.seconds, technique.dose.min)
    return PlannedStep(
        technique=technique.id,
        original=slot.step.technique,
        side="left-right" if technique.side == "LR" else "both",
        seconds=max(least, rounded(slot.seconds * person.factor(technique))),
        cap=person.cap(technique),
        asks=person.asks(technique),
        easier=person.is_easier(technique),
        rest=slot.rest,
    )
