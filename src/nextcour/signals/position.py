"""Where each line stands on a day: its latest installment, whether that is on air, what is announced. Needs numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.signals.chronicle import FORMATS, NEVER, ONE_DAY, Bools, Chronicle, Floats, Ints

YEAR = 365.25
# On air for so long without an end in sight, a show has no next season to wait for: a forecast would mean nothing.
LONG_RUNNING_DAYS = 400


@dataclass(frozen=True)
class Position:
    """Lines that something of has premiered, one row each, in order of line. Days are ordinals, NEVER unknown.

    `installment` and `following` index into `Installments` (`following` is -1 where there is none, announced or not).
    `finale` is the last day of what had been shown, NEVER while on air. `pending` marks a break: a further part of the
    latest installment is announced and not out.
    """

    day: int
    line: Ints
    franchise: Ints
    installment: Ints
    entry: Ints  # the latest installment's first entry
    latest_part: Ints  # … and the entry of its latest part that is out
    number: Ints
    count: Ints  # installments out so far
    premiere: Ints
    finale: Ints
    on_air: Bools
    pending: Bools
    parts: Ints  # parts of the latest installment that are out
    debut: Ints  # premiere of the first installment that is out
    following: Ints

    def __len__(self) -> int:
        return len(self.line)

    @property
    def age(self) -> Floats:
        """Years since the latest premiere."""
        years: Floats = (self.day - self.premiere) / YEAR
        return years

    @property
    def ended(self) -> Floats:
        """Years since the finale, nan while on air."""
        years: Floats = np.where(self.on_air, np.nan, (self.day - self.finale) / YEAR)
        return years

    @property
    def long_running(self) -> Bools:
        return self.on_air & (self.day - self.premiere > LONG_RUNNING_DAYS)


def position(chronicle: Chronicle, day: int) -> Position:
    """The lines that had premiered by `day`, as they stood on it."""
    installments, parts = chronicle.installments, chronicle.parts
    lines = len(chronicle.lines)
    out = np.flatnonzero(installments.premiere <= day)
    latest = np.full(lines, -1)
    latest[installments.line[out]] = out  # in order of number: the last one stays
    line = np.flatnonzero(latest >= 0)
    current = latest[line]

    shown = np.flatnonzero((parts.premiere <= day) & (latest[parts.line] == parts.installment))
    last_part = np.full(lines, -1)
    last_part[parts.line[shown]] = shown
    part = last_part[line]
    finale = parts.finale[part]
    known = (parts.announced <= day) & (parts.premiere > day) & (latest[parts.line] == parts.installment)
    pending = np.zeros(lines, dtype=bool)
    pending[parts.line[known]] = True

    one_day = np.array([form in ONE_DAY for form in FORMATS])[chronicle.format[parts.entry[part]]]
    on_air = (finale > day) & ~one_day
    debut = np.full(lines, NEVER)
    np.minimum.at(debut, installments.line[out], installments.premiere[out])
    after = current + 1
    inside = after < len(installments.line)
    same = np.zeros(len(line), dtype=bool)
    same[inside] = installments.line[after[inside]] == line[inside]
    return Position(
        day=day,
        line=line,
        franchise=chronicle.franchise[line],
        installment=current,
        entry=installments.entry[current],
        latest_part=parts.entry[part],
        number=installments.number[current],
        count=np.bincount(installments.line[out], minlength=lines)[line],
        premiere=installments.premiere[current],
        finale=np.where(on_air, NEVER, np.minimum(finale, day)),
        on_air=on_air,
        pending=pending[line],
        parts=np.bincount(parts.line[shown], minlength=lines)[line],
        debut=debut[line],
        following=np.where(same, after, -1),
    )
