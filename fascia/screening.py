"""What the safety rules go by: conditions, techniques and steps as facts, without a word.

One body for all languages. The rules themselves stand in ``static/js/safety.js``, because what a
person answers stays on the phone. Pure: knows content, never Flask.
"""

from collections.abc import Callable, Mapping

from fascia.library import Library
from fascia.models import Condition, Routine, Technique


def facts_of(library: Library) -> dict:
    """The facts, for JSON. What is empty, or as it usually is, is left out of an entry.

    - ``neighbours``: regions beside a region. The whole body has none, and nobody can mark it;
    - ``families``: what kind of tool a tool is;
    - ``conditions``, ``techniques``: the fields of the models that rules go by;
    - ``routines``: the steps of each player by its address below the language, without ``/play``;
    - ``caps``: how firm a day of a programme may be, by the same address;
    - ``programmes``: the addresses of the sessions of each programme.
    """
    vocabulary = library.vocabulary
    days = {
        f"programmes/{programme}/{key}": day
        for programme in library.programmes
        for key, day in library.sessions(programme).items()
        if day.differs
    }
    programmes = {
        f"programmes/{programme}": [
            f"programmes/{programme}/{key}" if day.differs else f"routines/{day.routine.id}"
            for key, day in library.sessions(programme).items()
        ]
        for programme in library.programmes
    }
    routines = {f"routines/{routine.id}": routine for routine in library.routines.values()}
    routines |= {path: day.routine for path, day in days.items()}
    return {
        "neighbours": {r.id: r.neighbours for r in vocabulary.regions.values() if r.neighbours},
        "families": {tool.id: tool.family for tool in vocabulary.tools.values()},
        "conditions": _each(library.safety.conditions, _condition),
        "techniques": _each(library.techniques, _technique),
        "routines": _each(routines, _steps),
        "caps": {path: day.cap for path, day in days.items()},
        "programmes": programmes,
    }


def _condition(condition: Condition) -> dict:
    facts = {
        "severity": condition.severity,
        "regions": condition.regions,
        "blockRegions": condition.block_regions,
        "blockTools": condition.block_tools,
        "blockFlags": condition.block_flags,
        "strict": condition.strict,
        "stays": condition.stays,
        "ask": condition.ask if condition.ask != "no" else None,
        "askFlags": condition.ask_flags,
        "easierFlags": condition.easier_flags,
        "lighter": condition.lighter,
        "implies": condition.implies,
        "lasts": condition.lasts,
    }
    # Zero is a value here: nothing at all.
    cap = {} if condition.cap is None else {"cap": condition.cap}
    factor = {} if condition.factor == 1 else {"factor": condition.factor}
    pauses = {} if condition.pauses == 1 else {"pauses": condition.pauses}
    return _filled(facts) | cap | factor | pauses


def _technique(technique: Technique) -> dict:
    needs = [need.any_of for need in technique.needs if not need.optional]
    options = [need.any_of for need in technique.needs if need.optional]
    dose, pressure = technique.dose, technique.pressure
    return {
        "regions": technique.regions,
        "target": pressure.target,
        "cap": pressure.cap,
        "dose": [dose.min, dose.seconds, dose.max],
        "side": technique.side,
    } | _filled(
        {
            "flags": technique.flags,
            "needs": needs,
            "options": options,
            "excl": technique.excl,
            "ask": technique.ask,
            "swapTo": technique.swap_to,
        }
    )


def _steps(routine: Routine) -> list[list]:
    return [
        [step.technique, step.side, step.seconds, step.swap, step.transition]
        for step in routine.steps
    ]


def _each(entries: Mapping, facts: Callable) -> dict:
    return {ident: facts(entry) for ident, entry in entries.items()}


def _filled(facts: Mapping) -> dict:
    return {name: value for name, value in facts.items() if value}
