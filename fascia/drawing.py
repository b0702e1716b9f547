"""The giving line: a straight line that yields under whatever presses into it. Pure geometry.

It is the sign of the product and means the same everywhere: deeper is firmer or longer, flat is
rest. Coordinates are SVG user units, y grows downwards.
"""

from collections.abc import Iterable

from fascia.models import Routine, Technique
from fascia.programmes import PlannedWeek

Dip = tuple[float, float, float]


def giving_line(width: float, y: float, dips: Iterable[Dip] = (), start: float = 0) -> str:
    """SVG path data from ``start`` to ``width`` at height ``y``.

    Each dip is ``(x, depth, half_width)``; dips come in order of x and do not overlap. Drawn to
    the whole unit: every line of the site travels with it, and finer is not seen.
    """
    path = [f"M{start:g} {y:g}"]
    for x, depth, half in dips:
        bottom = y + depth
        path.append(
            f"H{x - half:.0f}C{x - half * 0.52:.0f} {y:g} {x - half * 0.5:.0f} {bottom:.0f} "
            f"{x:.0f} {bottom:.0f}S{x + half * 0.52:.0f} {y:g} {x + half:.0f} {y:g}"
        )
    return "".join(path) + f"H{width:g}"


def profile(routine: Routine, techniques: dict[str, Technique], width: float, deepest: float):
    """The dips of a routine: width is time, depth is the pressure aimed for.

    Returns dips for :func:`giving_line` between 0 and ``width``; a pressure of 6 reaches
    ``deepest``. Steps without pressure stay flat.
    """
    dips: list[Dip] = []
    now = 0
    for step in routine.steps:
        target = techniques[step.technique].pressure.target
        if target:
            middle = (now + (step.total - step.transition) / 2) / routine.seconds * width
            half = (step.total - step.transition) / 2 / routine.seconds * width
            dips.append((middle, deepest * target / 6, half * 0.92))
        now += step.total
    return dips


def programme_profile(weeks: Iterable[PlannedWeek], rest: int, width: float, deepest: float):
    """The dips of a programme: a place for each day, a dip for each session of it.

    Returns dips as :func:`profile` does. Longer sessions are wider; the ``rest`` days that close
    every week stay flat, as does a session without pressure.
    """
    days = [
        sessions
        for week in weeks
        for sessions in [*(day.sessions for day in week.days), *[()] * rest]
    ]
    longest = max(session.routine.seconds for sessions in days for session in sessions)
    place = width / len(days)
    dips: list[Dip] = []
    for number, sessions in enumerate(days):
        share = place / max(1, len(sessions))
        for position, session in enumerate(sessions):
            if session.firmest:
                middle = number * place + (position + 0.5) * share
                half = share / 2 * (0.5 + 0.45 * session.routine.seconds / longest)
                dips.append((middle, deepest * session.firmest / 6, half))
    return dips
