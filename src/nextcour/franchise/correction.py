"""What an editor says about the graph. A correction beats every piece of evidence and survives every rebuild."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec


class CorrectionKind(StrEnum):
    """`link`: `later` continues `earlier`. `unlink`: it does not. `renumber`: `entry` is of installment `number`."""

    LINK = "link"
    UNLINK = "unlink"
    RENUMBER = "renumber"


class Correction(msgspec.Struct, frozen=True, omit_defaults=True):
    """One statement of an editor with the address that backs it.

    `earlier` and `later` are entry ids of a link or unlink, `entry` and `number` (1 … 999) those of a renumber; the
    others stay None. Raises ValueError when they do not fit the kind, or the source is no http(s) address.
    """

    kind: CorrectionKind
    source: str
    recorded: dt.date
    earlier: str | None = None
    later: str | None = None
    entry: str | None = None
    number: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.source.startswith(("https://", "http://")) or any(letter.isspace() for letter in self.source):
            raise ValueError(f"the source of a correction must be an http(s) address, not {self.source!r}")
        if self.kind is CorrectionKind.RENUMBER:
            if not self.entry or self.number is None or self.earlier or self.later:
                raise ValueError("renumber needs an entry and a number, and nothing else")
            if not 1 <= self.number <= 999:
                raise ValueError(f"an installment number is 1 to 999, not {self.number}")
            return
        if not self.earlier or not self.later or self.entry or self.number is not None:
            raise ValueError(f"{self.kind} needs an earlier and a later entry, and nothing else")
        if self.earlier == self.later:
            raise ValueError(f"{self.kind} needs two different entries")

    def entries(self) -> tuple[str, ...]:
        """Ids of the entries it names."""
        return tuple(name for name in (self.earlier, self.later, self.entry) if name)
