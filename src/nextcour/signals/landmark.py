"""All features of all lines on one day, in one matrix. Needs numpy (`[forecast]`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nextcour.signals.census import Places
from nextcour.signals.chronicle import Chronicle, Floats
from nextcour.signals.features.activity import activity
from nextcour.signals.features.clock import clock
from nextcour.signals.features.demand import demand
from nextcour.signals.features.form import form, material
from nextcour.signals.features.makers import makers
from nextcour.signals.features.past import past
from nextcour.signals.position import Position, position


@dataclass(frozen=True)
class Landmark:
    """`features` has shape (lines, names): one row for each row of `position`."""

    position: Position
    features: Floats
    names: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]

    def column(self, name: str) -> Floats:
        """One feature. Raises ValueError for an unknown name."""
        column: Floats = self.features[:, self.names.index(name)]
        return column


def landmark(chronicle: Chronicle, day: int, counted: Sequence[Places] = ()) -> Landmark:
    """What was knowable of every line that had premiered by `day`. Later counts in `counted` do not count."""
    at = position(chronicle, day)
    found = {
        "time": clock(at),
        "installments": past(chronicle, at),
        "activity": activity(chronicle, at),
        "form": form(chronicle, at),
        "material": material(chronicle, at),
        "studio": makers(chronicle, at),
        "demand": demand(chronicle, at, counted),
    }
    columns = {name: values for group in found.values() for name, values in group.items()}
    return Landmark(
        position=at,
        features=np.column_stack(list(columns.values())),
        names=tuple(columns),
        groups={group: tuple(values) for group, values in found.items()},
    )
