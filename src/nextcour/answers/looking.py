"""Up to which day the sources that would show a successor had looked at a show."""

from __future__ import annotations

import datetime as dt

from nextcour.answers.library import Library
from nextcour.franchise.model import Line


def looked_at(line: Line, library: Library) -> dt.date:
    """The catalogue's day, or a later one on which a source looked at the latest installment: it would have shown what
    follows. A look at an earlier one says nothing about that."""
    latest = line.installments[-1].parts if line.installments else ()
    days = [library.looked(part) for part in latest]
    return max([library.data_day, *(day for day in days if day is not None)])
