"""The parts of an answer that name things: shows, installments, films, candidates."""

from __future__ import annotations

from nextcour.answers.answer import Candidate, InstallmentRef, ShowRef, StreamRef
from nextcour.answers.library import Library
from nextcour.answers.view import Around, LineView, Season
from nextcour.catalog.dates import Precision, season_of
from nextcour.catalog.entry import Entry
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.catalog.titles.match import Match


def show_ref(view: LineView) -> ShowRef:
    """The show as of the view's day, named after its first installment."""
    first = view.seasons[0].parts[0]
    ids = {name: value for name in first.ids.__struct_fields__ if (value := getattr(first.ids, name)) is not None}
    ids.pop("tmdb_guess", None)
    opened = first.premiere
    season = None
    if opened.precision in (Precision.DAY, Precision.MONTH) and opened.earliest is not None:
        name, year = season_of(opened.earliest)
        season = f"{name} {year}"
    titles = titles_by_language(first)
    episodes = first.episodes if len(view.seasons[0].parts) == 1 else None
    count = len(view.seasons)
    return ShowRef(
        view.franchise.id, view.line.id, latin_title(first), titles, ids, first.format.value, episodes, season, count
    )


def candidates(library: Library, matches: tuple[Match, ...]) -> tuple[Candidate, ...]:
    """Shows that a question may mean, in the order of `matches`."""
    rows = []
    for item in matches:
        franchise = library.franchise(item.franchise)
        line = next(line for line in franchise.lines if line.id == item.line)
        first = library.entry(line.installments[0].parts[0])
        rows.append(
            Candidate(
                id=item.franchise,
                line=item.line,
                title=latin_title(first),
                year=first.premiere.year,
                format=first.format.value,
                score=round(max(0.0, 1 - item.distance), 4),
                why=(f"matched {item.matched}", *(penalty.words for penalty in item.why)),
            )
        )
    return tuple(rows)


def _streams(entry: Entry) -> tuple[StreamRef, ...]:
    return tuple(StreamRef(stream.name, stream.url, stream.regions) for stream in entry.streams)


def around_ref(around: Around, library: Library) -> InstallmentRef:
    """A film or disc beside the line. It has no number of its own: 0."""
    entry = around.entry
    announced = library.announced(entry.id)
    return InstallmentRef(
        asked=None,
        number=0,
        exists=True,
        entry=entry.id,
        title=latin_title(entry),
        state="OUT" if around.out else "UPCOMING",
        announced=announced.day,
        announced_basis=announced.basis,
        premiere=entry.premiere.iso() or None,
        finale=entry.finale.iso() or None,
        episodes=entry.episodes,
        streams=_streams(entry),
    )


def season_ref(
    view: LineView, number: int, library: Library, *, asked: int | None, named: str | None
) -> InstallmentRef:
    """Installment `number`, or of a split cour the part with the entry id `named`; `asked` is the number typed."""
    season = view.season(number)
    if season is None:
        return InstallmentRef(asked=asked, number=number, exists=False, entry=None)
    part = _part(season, named)
    whole = part is season.parts[0]
    announced = library.announced(part.id)
    return InstallmentRef(
        asked=asked,
        number=number,
        exists=True,
        entry=part.id,
        title=latin_title(part),
        provider_numbers=season.provider_numbers,
        state=season.state.value,
        announced=announced.day,
        announced_basis=announced.basis,
        premiere=part.premiere.iso() or None,
        finale=(season.finale if whole else part.finale).iso() or None,
        episodes=part.episodes if len(season.parts) == 1 or not whole else None,
        streams=_streams(part),
    )


def _part(season: Season, named: str | None) -> Entry:
    """The part of a split cour that the question names; the first one else."""
    return next((part for part in season.parts if part.id == named), season.parts[0])
