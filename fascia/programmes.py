"""What the days of a programme ask for: routines, longer or shorter, and no firmer than a cap.

A session is the routine itself wherever the programme changes nothing in it; otherwise it is a
routine derived from that one, so that whatever takes a routine (timeline, player) takes a session.
Pure: no files, no Flask.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, Decimal

from fascia.models import Day, Dose, Need, Programme, Routine, Session, Technique, Week

#: Scaled times are multiples of this many seconds.
ROUNDED_TO = 5


@dataclass(frozen=True)
class PlannedSession:
    """A session as it is practised, on a day of a week (both count from 1).

    ``routine`` has the dose in it. ``lowered`` are the techniques that by themselves aim higher
    than ``cap``; ``firmest`` is the highest pressure that is left. ``differs`` from the routine as
    it stands in the library: only then does a session need a page of its own.
    """

    programme: Programme
    week: int
    day: int
    part: str | None
    day_key: str
    key: str
    routine: Routine
    cap: int
    lowered: frozenset[str]
    firmest: int
    differs: bool


@dataclass(frozen=True)
class PlannedDay:
    """``number`` counts within the week; ``key`` is its part of an address: week-2-day-1."""

    number: int
    key: str
    entry: Day
    cap: int
    sessions: tuple[PlannedSession, ...]


@dataclass(frozen=True)
class PlannedWeek:
    number: int
    entry: Week
    days: tuple[PlannedDay, ...]

    @property
    def sessions(self) -> Iterator[PlannedSession]:
        return (session for day in self.days for session in day.sessions)

    @property
    def seconds(self) -> int:
        return sum(session.routine.seconds for session in self.sessions)


def plan(
    programme: Programme, routines: Mapping[str, Routine], techniques: Mapping[str, Technique]
) -> tuple[PlannedWeek, ...]:
    """The weeks of a programme with the sessions of their days."""

    def session(
        week: int, day: int, key: str, entry: Session, cap: int, alone: bool
    ) -> PlannedSession:
        source = routines[entry.routine]
        routine = scaled(source, programme.weeks[week - 1].dose, techniques)
        lowered = above(source, cap, techniques)
        return PlannedSession(
            programme=programme,
            week=week,
            day=day,
            part=entry.part,
            day_key=key,
            key=key if alone else f"{key}-{entry.part}",
            routine=routine,
            cap=cap,
            lowered=lowered,
            firmest=min(cap, max(techniques[s.technique].pressure.target for s in source.steps)),
            differs=bool(lowered) or routine.steps != source.steps,
        )

    def day(week: int, number: int, entry: Day) -> PlannedDay:
        key = f"week-{week}-day-{number}" if len(programme.weeks) > 1 else f"day-{number}"
        cap = cap_of(programme.weeks[week - 1], entry)
        alone = len(entry.sessions) == 1
        sessions = tuple(session(week, number, key, each, cap, alone) for each in entry.sessions)
        return PlannedDay(number, key, entry, cap, sessions)

    return tuple(
        PlannedWeek(
            number, week, tuple(day(number, n, each) for n, each in enumerate(week.days, 1))
        )
        for number, week in enumerate(programme.weeks, 1)
    )


def cap_of(week: Week, day: Day) -> int:
    """The highest pressure of a day: its own, or that of its week."""
    return week.cap if day.cap is None else day.cap


def above(routine: Routine, cap: int, techniques: Mapping[str, Technique]) -> frozenset[str]:
    """The techniques of a routine that aim for more than ``cap``."""
    return frozenset(
        step.technique for step in routine.steps if techniques[step.technique].pressure.target > cap
    )


def scaled(routine: Routine, dose: float, techniques: Mapping[str, Technique]) -> Routine:
    """The routine with the working seconds of its steps multiplied by ``dose``.

    Swaps, transitions and the closing rest stay as they are; so does ``minutes``, which is what
    the cover of the whole routine says.
    """
    if dose == 1:
        return routine
    *working, closing = routine.steps
    steps = [
        step.model_copy(
            update={"seconds": scaled_seconds(step.seconds, dose, techniques[step.technique].dose)}
        )
        for step in working
    ]
    return routine.model_copy(update={"steps": (*steps, closing)})


def scaled_seconds(seconds: int, dose: float, permitted: Dose) -> int:
    """Rounded to five seconds, halves down, and kept within what the technique permits."""
    # As decimals: in binary a half is often a little more or less than a half.
    exact = Decimal(str(dose)) * seconds / ROUNDED_TO
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_DOWN)) * ROUNDED_TO
    return max(permitted.min, min(permitted.max, rounded))


def kit_of(routines: Iterable[Routine]) -> list[Need]:
    """What these routines need together: each thing once, as often as one of them needs it."""
    needs: dict[str, Need] = {}
    for need in (need for routine in routines for need in routine.kit if not need.optional):
        known = needs.get(need.any_of[0])
        if known is None or known.count < need.count:
            needs[need.any_of[0]] = need
    return list(needs.values())
