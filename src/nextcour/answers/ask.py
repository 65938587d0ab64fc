"""The main job: from what a person typed to one immutable answer. Pure: the day and the library are arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from nextcour.answers.answer import Answer, InstallmentRef, Outcome, RenewalStatus, ShowRef
from nextcour.answers.base import Base
from nextcour.answers.library import Library
from nextcour.answers.looking import looked_at
from nextcour.answers.outlook import outlook
from nextcour.answers.refs import around_ref, candidates, season_ref, show_ref
from nextcour.answers.status import resolve, status_of
from nextcour.answers.view import Around, LineView, line_view
from nextcour.answers.words import day_words, fuzzy_words, name_of
from nextcour.catalog.preferred import latin_title
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.match import Match, MatchResult, match
from nextcour.catalog.titles.match import Outcome as Found
from nextcour.catalog.titles.normalise import MAX_QUERY
from nextcour.facts.rules import existence_day
from nextcour.forecast.interface import ForecastModel

ID_PREFIX = "id:"
_CONCLUDED = "Billed as the last season; the chance does not know that."
_NO_SHOW = "nothing in the catalogue is called that"


def answer(
    query: str,
    as_of: dt.date,
    *,
    library: Library,
    model: Callable[[], ForecastModel],
    strict: bool = False,
    with_facts: bool = True,
) -> Answer:
    """Answer `query` from what could be known on `as_of`.

    `model` is called only when a forecast is needed; `facts` stays empty without `with_facts`. Raises
    catalog.titles.asked.QueryUnusable when the question cannot be read.
    """
    wanted = _by_id(query, library)
    if wanted is None:
        found = match(library.titles, query, known=_known(library, as_of))
        if found.winner is None:
            return _unsettled(Base(found.asked.query, as_of, library, strict, with_facts), found)
        wanted, asked = _Wanted.of(found.winner), found.asked.query
    else:
        asked = query.strip()
    franchise = library.franchise(wanted.franchise)
    line = next(line for line in franchise.lines if line.id == wanted.line)
    base = Base(asked, as_of, library, strict, with_facts, looked_at(line, library))
    view = line_view(franchise, line, library, base.cut)
    if not view.seasons:
        return _unheard_of(base, view, wanted)
    return _answered(base, view, wanted, model)


def _known(library: Library, as_of: dt.date) -> Callable[[str], bool] | None:
    """Whether an entry had been announced, so that a show nobody knew of does not tie with one that was known; None
    when nothing is hidden."""
    if as_of >= library.looked_to:
        return None
    return lambda entry_id: existence_day(library.announced(entry_id))[0] <= as_of


class _Wanted(NamedTuple):
    """What the question is about: a line, perhaps one installment or entry of it."""

    line: str
    franchise: str
    wants: Wants = Wants.SHOW
    installment: int | None = None
    entry: str | None = None
    counted: int | None = None  # our own number of the installment that `entry` belongs to

    @classmethod
    def of(cls, winner: Match) -> _Wanted:
        return cls(winner.line, winner.franchise, winner.wants, winner.installment, winner.entry, winner.counted)


def _by_id(query: str, library: Library) -> _Wanted | None:
    """The line whose id was typed, as lists of candidates show it: after `id:`, or any id with a hyphen in it (one
    without may be somebody's title)."""
    text = query.strip()
    line = text.removeprefix(ID_PREFIX)
    if line == text and "-" not in text:
        return None
    home = library.home(line) if len(line) <= MAX_QUERY and line.isprintable() else None
    return None if home is None else _Wanted(line, home)


def _unsettled(base: Base, found: MatchResult) -> Answer:
    if found.outcome is Found.AMBIGUOUS:
        rows = candidates(base.library, found.candidates)
        return base.build(Outcome.AMBIGUOUS, "Which one?", found.reason, candidates=rows)
    rows = candidates(base.library, found.nearest)
    headline = "Not found." if rows else "Not found, and nothing is near."
    detail = f"{_NO_SHOW}; the nearest titles:" if rows else _NO_SHOW
    return base.build(Outcome.NOT_FOUND, headline, detail, candidates=rows)


def _unheard_of(base: Base, view: LineView, wanted: _Wanted) -> Answer:
    """The show exists in the catalogue and was not known on the day."""
    library = base.library
    first = library.entry(view.line.installments[0].parts[0])
    known = "No source had shown it" if base.strict else "Nothing was known of it"
    headline = f"{known} by {day_words(base.cut.day)}."
    show = ShowRef(view.franchise.id, view.line.id, latin_title(first), {}, {}, "UNKNOWN", None, None, 0)
    asked = wanted.installment
    installment = InstallmentRef(asked=asked, number=asked or 1, exists=False, entry=None)
    return base.build(Outcome.ANSWERED, headline, franchise=show, installment=installment)


def _answered(base: Base, view: LineView, wanted: _Wanted, model: Callable[[], ForecastModel]) -> Answer:
    number = wanted.counted or resolve(view, wanted.installment)
    status = status_of(view, number)
    beside = _beside(view, wanted)
    notes: list[str] = []
    if beside is not None:
        status = status._replace(headline=f"{_beside_words(beside)} {status.headline}")
        installment = around_ref(beside, base.library)
    else:
        if wanted.wants in (Wants.MOVIE, Wants.OVA):
            notes.append(_films(view, wanted.wants))
        installment = season_ref(view, number, base.library, asked=wanted.installment, named=wanted.entry)
        part = next((p for season in view.seasons for p in season.parts[1:] if p.id == wanted.entry), None)
        if part is not None:
            ended = f" to {fuzzy_words(part.finale)}" if part.finale.year else ""
            notes.append(f"{latin_title(part)}: {fuzzy_words(part.premiere)}{ended}.")
        if wanted.installment is not None and wanted.installment != number:
            notes.append(f"Providers call it {wanted.installment}; counted by story it is {name_of(view, number)}.")
    forecast, reference = outlook(view, model, base.library)
    if forecast is not None and forecast.announced and status.renewal is RenewalStatus.CONCLUDED:
        forecast = replace(forecast, notes=(*forecast.notes, _CONCLUDED))
    if forecast is not None and status.season is None and number > _next_number(view):
        notes.append(
            f"The chances are for {name_of(view, _next_number(view), capital=False)}, which has to come first."
        )
    return base.build(
        Outcome.ANSWERED,
        status.headline,
        status.detail,
        franchise=show_ref(view),
        installment=installment,
        status=status.renewal,
        forecast=forecast,
        reference=reference,
        notes=tuple(notes),
        view=view,
    )


def _next_number(view: LineView) -> int:
    last = view.last_shown
    return last.number + 1 if last is not None else view.seasons[0].number


def _beside(view: LineView, wanted: _Wanted) -> Around | None:
    """The film or disc that the question names, when it is one beside the line."""
    if wanted.wants not in (Wants.MOVIE, Wants.OVA) or wanted.entry is None:
        return None
    return next((around for around in view.around if around.entry.id == wanted.entry), None)


def _beside_words(around: Around) -> str:
    title, date = latin_title(around.entry), around.entry.premiere
    if around.out:
        return f"{title} is out: {fuzzy_words(date)}."
    return f"{title} is announced{f' for {fuzzy_words(date)}' if date.year else ', no date yet'}."


def _films(view: LineView, wants: Wants) -> str:
    known = [a for a in view.around if a.relation.value == wants.value]
    noun = "film" if wants is Wants.MOVIE else "OVA"
    if not known:
        return f"No {noun} of it known by {day_words(view.day)}."
    names = "; ".join(f"{latin_title(a.entry)} ({fuzzy_words(a.entry.premiere)})" for a in known[-6:])
    return f"Known {noun}s: {names}."
