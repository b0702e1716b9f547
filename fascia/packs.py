"""Packs: many bodies as one, for a phone that fetches the whole site at once.

Pages repeat each other's lines by the thousand, farther apart than a quick compressor looks. So a
pack holds each line once:

- four bytes, little-endian: how long the plan is;
- the plan, numbers as LEB128. For each body: how many runs it has, then for each run where it
  begins among the lines, and how many lines it takes. They are counted from 1; a run that begins
  at 0 takes the next lines that no body has taken yet;
- the lines, with a newline between two of them, in the order in which bodies first take them.

A body is its lines with a newline between two of them, whatever its bytes mean. As new lines come
in order, each body is whole as soon as its own last line has arrived. The worker
(``templates/pwa/sw.js``) unpacks while a pack streams in.
"""

from collections.abc import Iterable
from threading import Thread

import brotli

from fascia.snapshot import IMMUTABLE, Entry

NEW = 0


def bind(bodies: Iterable[bytes]) -> bytes:
    """The bodies as one pack."""
    places: dict[bytes, int] = {}
    plan = bytearray()
    for body in bodies:
        runs: list[list[int]] = []
        for line in body.split(b"\n"):
            new = line not in places
            place = places.setdefault(line, len(places) + 1)
            start = NEW if new else place
            if runs and start == (NEW if runs[-1][0] == NEW else sum(runs[-1])):
                runs[-1][1] += 1
            else:
                runs.append([start, 1])
        append(plan, len(runs))
        for start, count in runs:
            append(plan, start)
            append(plan, count)
    return len(plan).to_bytes(4, "little") + bytes(plan) + b"\n".join(places)


def append(plan: bytearray, number: int) -> None:
    while number > 127:
        plan.append(number & 127 | 128)
        number >>= 7
    plan.append(number)


class Pack(Entry):
    """A pack on the server. The first who asks gets a form that is quick to make; meanwhile the
    smallest is made, which takes seconds of a start that should take two. A pack of ``dense``
    bodies goes as it is.
    """

    def __init__(self, path: str, body: bytes, dense: bool = False):
        super().__init__(path, "application/octet-stream", body, IMMUTABLE, dense=dense)
        self._refined = False

    def encoded(self, encoding: str) -> bytes:
        if encoding == "br" and not self._refined:
            Thread(target=self.refine, daemon=True).start()
        return super().encoded(encoding)

    def refine(self) -> None:
        """Hold the smallest form from now on."""
        self._refined = True
        self._held = brotli.compress(self.body, quality=11, lgwin=24)
