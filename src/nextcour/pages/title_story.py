"""What there is of a show, in order: installments, films beside them, announcements and gaps."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from nextcour.answers.status import BILLED_AS_LAST
from nextcour.answers.view import LineView, Season, State
from nextcour.catalog.entry import Entry
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.facts.fact import LAG, MAL_ID, AnnouncementDay
from nextcour.franchise.model import Relation


class Kind(StrEnum):
    """What a step of the story is."""

    INSTALLMENT = "INSTALLMENT"
    BESIDE = "BESIDE"  # a film or disc beside the line
    CALLED_OFF = "CALLED_OFF"


class Step(msgspec.Struct, frozen=True):
    """One installment, or one entry beside them (`number` 0). Dates are ISO 8601, may be fuzzy, null when unknown.

    `announced` is from when it could be known; `estimated` says that this day is inferred. `gap` is months from the
    premiere of the installment before. `reveals`: a title of it says that the story ends there.
    """

    kind: Kind
    number: int
    entry: str
    title: str
    titles: dict[str, str]
    format: str
    relation: str
    continues: bool
    state: str
    premiere: str | None
    finale: str | None
    episodes: int | None
    announced: dt.date
    estimated: bool
    gap: int | None
    reveals: bool

    @property
    def told(self) -> bool:
        """Whether it stands in the story: an installment, or a film or disc of its own."""
        return self.number > 0 or self.relation in ("MOVIE", "OVA")


def story_of(view: LineView) -> tuple[Step, ...]:
    """By premiere, what has none last."""
    steps: list[Step] = []
    before: dt.date | None = None
    for season in view.seasons:
        steps.append(_installment(season, before, Kind.INSTALLMENT))
        before = season.premiere.earliest if season.premiere.month is not None else before
    steps += [_installment(season, None, Kind.CALLED_OFF) for season in view.called_off]
    for other in view.around:
        entry = other.entry
        steps.append(
            Step(
                kind=Kind.BESIDE,
                number=0,
                entry=entry.id,
                title=latin_title(entry),
                titles=titles_by_language(entry),
                format=entry.format.value,
                relation=other.relation.value,
                continues=other.continues,
                state=(State.OUT if other.out else State.UPCOMING).value,
                premiere=entry.premiere.iso() or None,
                finale=entry.finale.iso() or None,
                episodes=entry.episodes,
                announced=other.announced_day,
                estimated=True,  # a view does not keep the basis of what stands beside
                gap=None,
                reveals=reveals((entry,)),
            )
        )
    return tuple(sorted(steps, key=lambda step: (step.premiere or "9999", step.announced, step.number, step.entry)))


def _installment(season: Season, before: dt.date | None, kind: Kind) -> Step:
    first = season.parts[0]
    began = season.premiere.earliest if season.premiere.month is not None else None
    return Step(
        kind=kind,
        number=season.number,
        entry=first.id,
        title=latin_title(first),
        titles=titles_by_language(first),
        format=first.format.value,
        relation=Relation.SEASON.value,
        continues=True,
        state=season.state.value,
        premiere=season.premiere.iso() or None,
        finale=season.finale.iso() or None,
        episodes=_episodes(season.parts),
        announced=season.announced_day,
        estimated=_estimated(season.announced),
        gap=round((began - before).days / 30.4375) if began is not None and before is not None else None,
        reveals=reveals(season.parts),
    )


def _estimated(announced: AnnouncementDay) -> bool:
    return announced.basis in (MAL_ID, LAG)


def _episodes(parts: tuple[Entry, ...]) -> int | None:
    counts = [part.episodes for part in parts]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def reveals(parts: tuple[Entry, ...]) -> bool:
    """Whether a title calls this the last part of the story."""
    return any(BILLED_AS_LAST.search(title.text) for part in parts for title in part.titles)
