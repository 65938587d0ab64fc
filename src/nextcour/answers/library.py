"""What an answer asks of the store. Implemented by `store.index.Index` and by the tests' fake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nextcour.catalog.catalogue import Package
    from nextcour.catalog.entry import Entry
    from nextcour.catalog.titles.index import TitleIndex
    from nextcour.evaluation.record import Record
    from nextcour.facts.dispute import Dispute
    from nextcour.facts.fact import AnnouncementDay
    from nextcour.facts.news import Headline
    from nextcour.facts.rules import Observed
    from nextcour.forecast.curve import Curve, Run
    from nextcour.forecast.spells import Spell
    from nextcour.franchise.model import Franchise
    from nextcour.signals.demand import Standing
    from nextcour.signals.series import Track
    from nextcour.signals.studio import Airing


class Library(Protocol):
    """Read-only access to everything an answer rests on. Unknown ids raise KeyError."""

    @property
    def packages(self) -> tuple[Package, ...]: ...

    @property
    def data_day(self) -> dt.date:
        """The last day that a source of the catalogue looked."""
        ...

    @property
    def looked_to(self) -> dt.date:
        """The last day that any source looked at any show."""
        ...

    @property
    def complete(self) -> Mapping[str, dt.date]:
        """The last complete look of each synced source that lists everything."""
        ...

    @property
    def listed_to(self) -> dt.date:
        """The last day on which a source that lists everything, or the catalogue's own, looked at all of it: up to then
        a show that is not there was not there."""
        ...

    def looked(self, entry_id: str) -> dt.date | None:
        """The last day that a synced source looked at an entry; None without."""
        ...

    def disputes(self, entry_id: str) -> tuple[Dispute, ...]:
        """Fields on which sources disagree, or that an editor decided; none without synced sources."""
        ...

    def headlines(self, franchise_id: str) -> tuple[Headline, ...]:
        """Headlines that were matched to a franchise's entries, of any day; none where none was synced."""
        ...

    def studio_read(self, studio: str) -> dt.date | None:
        """The last day on which a synced source that tells studios looked at any show of this one; None without."""
        ...

    @property
    def observed(self) -> Observed: ...

    @property
    def titles(self) -> TitleIndex: ...

    def entry(self, entry_id: str) -> Entry: ...

    def announced(self, entry_id: str) -> AnnouncementDay: ...

    def franchise(self, franchise_id: str) -> Franchise: ...

    def home(self, line_id: str) -> str | None:
        """Id of the franchise that a line belongs to; None when there is no such line."""
        ...

    def spells(self) -> tuple[Spell, ...]: ...

    def record(self, model: str) -> Record | None:
        """How past forecasts of `model` fared; None when nobody has counted them."""
        ...

    def runs(self) -> tuple[Run, ...]:
        """The forecasts that ship: see `forecast.kept.Kept`."""
        ...

    def curves(self, line: str) -> Mapping[int, Curve]:
        """What they said of one line, by place in `runs`."""
        ...

    def standing(self, entry_id: str) -> Standing | None: ...

    def series(self, line: str) -> tuple[Track, ...]:
        """Demand of a line's entries, as it was synced; none without."""
        ...

    def productions(self, studio: str) -> tuple[Airing, ...]: ...
