"""What the days of a programme ask for: routines, longer or shorter, and no firmer than a cap.

A session is the routine itself wherever the programme changes nothing in it; otherwise it is a
routine derived from that one, so that whatever takes a routine (timeline, player) takes a session.
Pure: no files, no Flask.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, Decimal

from fascia.models import Day, Dose, Programme, Routine, Session, Technique, Week

#: Scaled times are multiples of this many seconds.
ROUNDED_TO = 5


@dataclass(frozen=True)
class PlannedSession:
    """A session as it is practised. ``week`` and ``day`` count from 1.

    ``routine`` has the dose in it; ``lowered`` holds the techniques that aim higher than ``cap``.
    """

    programme: Programme
    week: int
    day: int
    entry: Session
    alone: bool
    routine: Routine
    cap: int
    dose: float
    lowered: frozenset[str]
    differs: bool

    @property
    def key(self) -> str:
        """Its part of an address: day-1, week-2-day-1, day-3-evening."""
        week = f"week-{self.week}-" if len(self.programme.weeks) > 1 else ""
        part = "" if self.alone or self.entry.part is None else f"-{self.entry.part}"
        return f"{week}day-{self.day}{part}"

    def target(self, technique: Technique) -> int:
        """The pressure to aim for here."""
        return min(technique.pressure.target, self.cap)


@dataclass(frozen=True)
class PlannedDay:
    """``number`` counts within the week."""

    number: int
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
    return tuple(
        PlannedWeek(
            number,
            week,
            tuple(
                plan_day(programme, number, day, routines, techniques)
                for day in range(1, len(week.days) + 1)
            ),
        )
        for number, week in enumerate(programme.weeks, 1)
    )


def plan_day(
    programme: Programme,
    week: int,
    day: int,
    routines: Mapping[str, Routine],
    techniques: Mapping[str, Technique],
) -> PlannedDay:
    dose = programme.weeks[week - 1].dose
    entry = programme.weeks[week - 1].days[day - 1]
    cap = cap_of(programme.weeks[week - 1], entry)
    sessions = []
    for session in entry.sessions:
        source = routines[session.routine]
        routine = scaled(source, dose, techniques)
        lowered = above(source, cap, techniques)
        sessions.append(
            PlannedSession(
                programme, week, day, session, len(entry.sessions) == 1, routine, cap, dose,
                lowered, differs=bool(lowered) or routine.steps != source.steps,
            )
        )  # fmt: skip
    return PlannedDay(day, entry, cap, tuple(sessions))


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


def scaled_seconds(seconds: int, dose: float, range: Dose) -> int:
    """Rounded to five seconds, halves down, and kept within what the technique permits."""
    # As decimals: in binary a half is often a little more or less than a half.
    exact = Decimal(str(dose)) * seconds / ROUNDED_TO
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_DOWN)) * ROUNDED_TO
    return max(range.min, min(range.max, rounded))
