"""Packs: many bodies as one, for a phone that fetches the whole site at once.

Pages repeat each other's lines by the thousand, farther apart than a compressor looks. So a pack
holds each line once, in the order in which bodies first take them, with a newline between two of
them; and a plan of numbers, from which :func:`bind` tells how bodies are made of lines. A body is
its lines with a newline between two of them, whatever its bytes mean. As new lines come in order,
each body is whole as soon as its own last line has arrived. The worker (``templates/pwa/sw.js``)
unpacks while a pack streams in.

On the wire, lengths being four bytes, little-endian:

- a byte: 0 where plan and lines stand as they are, or the order of the PPMd models (variant H) that
  made them smaller, a fifth more than the best brotli does;
- the length of the plan; the length of what the model made of it, and that; or the plan;
- the length of the lines, and what the model made of them; or the lines.

The worker undoes the models with ``templates/pwa/ppmd.js``.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from threading import Lock
from typing import NamedTuple

from fascia.snapshot import IMMUTABLE, Entry

TYPE = "application/octet-stream"

#: Of what is described here: raise it when that changes, for what lies at an address never does.
FORM = 1

PLAIN = 0

#: How many bytes the model looks back. With 12 the packs are 2 % larger; with 24 they are 1 %
#: smaller, for half as much memory again on the phone.
ORDER = 16

#: Room for the model, of which the system gives only what it fills: 18 bytes for each of a page,
#: 30 for each of a script. The encoder starts anew when it is full, which the worker does not know.
POOL = 128
LEAST_POOL = 1 << 20

#: The encoder has lost a byte when one call gave more than 32 kB (pyppmd 1.3.1): so it gets less.
PIECE = 1 << 14

log = logging.getLogger(__name__)


class Bound(NamedTuple):
    """``plan`` holds numbers as LEB128."""

    plan: bytes
    lines: bytes


def bind(bodies: Iterable[bytes]) -> Bound:
    """The bodies as one, each line once.

    The plan tells of each body how many steps it has, then three numbers a step. A step takes so
    many lines that no body has taken yet, and at last so many that have been taken: from where the
    step before ended in the text of all bodies so far, as far on as lines were new; or, if the
    number between is not 0, from where the line of that number (from 1) last stood. Pages of one
    kind have the same lines around what is their own, so most steps go on without it.
    """
    numbers: dict[bytes, int] = {}
    text: list[int] = []  # the numbers of all lines so far
    latest: list[int] = [0]  # where each line last stood in it
    plan = bytearray()
    for body in bodies:
        steps: list[list[int]] = [[0, 0, 0]]  # new lines, line to go to, known lines
        place = None
        for line in body.split(b"\n"):
            number = numbers.get(line)
            goes_on = place is not None and place < len(text) and text[place] == number
            if steps[-1][2] and not goes_on:
                steps.append([0, 0, 0])
            if number is None:
                number = numbers[line] = len(latest)
                latest.append(0)
                steps[-1][0] += 1
            else:
                if not goes_on:
                    place = latest[number]
                    steps[-1][1] = number
                steps[-1][2] += 1
            if place is not None:
                place += 1
            latest[number] = len(text)
            text.append(number)
        append(plan, len(steps))
        for step in steps:
            for each in step:
                append(plan, each)
    return Bound(bytes(plan), b"\n".join(numbers))


def append(plan: bytearray, number: int) -> None:
    while number > 127:
        plan.append(number & 127 | 128)
        number >>= 7
    plan.append(number)


def length(part: bytes) -> bytes:
    return len(part).to_bytes(4, "little")


def plain(bound: Bound) -> bytes:
    return bytes([PLAIN]) + length(bound.plan) + bound.plan + length(bound.lines) + bound.lines


def tight(bound: Bound) -> bytes:
    """Raises ValueError if it could not be undone, MemoryError where a model has no room."""
    plan, lines = map(modelled, bound)
    head = bytes([ORDER]) + length(bound.plan) + length(plan) + plan
    return head + length(bound.lines) + lines


def modelled(part: bytes) -> bytes:
    from pyppmd import Ppmd7Decoder, Ppmd7Encoder  # only those who pack hold it in memory

    pool = max(POOL * len(part), LEAST_POOL)
    encoder = Ppmd7Encoder(ORDER, pool)
    pieces = [encoder.encode(part[at : at + PIECE]) for at in range(0, len(part), PIECE)]
    made = b"".join(pieces) + encoder.flush()
    if part and Ppmd7Decoder(ORDER, pool).decode(made, len(part)) != part:
        raise ValueError("another model than was encoded")
    return made


class Pack:
    """A pack on the server, made when somebody first asks: that takes a second, of a start that
    should take two. Bodies that are ``dense`` go as they are.

    ``rows`` is what the worker's list says of each body, in order: path, type, hash and size. The
    address follows from them, and from the form that this module gives them.
    """

    type = TYPE
    pack = None  # of which it is a part itself

    def __init__(
        self,
        name: str,
        rows: list[list],
        bodies: Callable[[], Iterable[bytes]],
        dense: bool = False,
    ):
        self.name, self.rows, self.bodies, self.dense = name, rows, bodies, dense
        digest = hashlib.sha256(json.dumps([FORM, ORDER, rows]).encode()).hexdigest()[:10]
        self.path = f"/packs/{name}.{digest}.pack"
        self._made: Entry | None = None
        self._making = Lock()

    def served(self) -> Entry:
        with self._making:
            if not self._made:
                self._made = Entry(self.path, TYPE, self._body(), IMMUTABLE, dense=True)
            return self._made

    def _body(self) -> bytes:
        bound = bind(self.bodies())
        if not self.dense:
            try:
                return tight(bound)
            except (ValueError, MemoryError) as error:
                log.error("%s is served without a model: %s", self.path, error)
        return plain(bound)
