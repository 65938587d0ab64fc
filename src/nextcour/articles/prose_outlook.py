"""Whether it comes back, and when: the status, and the forecast with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from nextcour.answers.answer import ForecastPart, RenewalStatus
from nextcour.answers.influences import strongest
from nextcour.answers.outlook import DATED
from nextcour.answers.view import Around
from nextcour.articles.edition import Sentence
from nextcour.articles.footnotes import merged
from nextcour.articles.prose_page import Page
from nextcour.articles.prose_parts import Beside, Which
from nextcour.catalog.dates import add_months
from nextcour.facts.rules import SHOWN
from nextcour.forecast.reference import MONTHS
from nextcour.franchise.model import Relation

_MONTHS = ("24", "12", "48", "6")  # horizon of the chance that is told, the first there is
_OUT = ("24", "48")


def renewal(page: Page) -> Iterator[Sentence]:
    """The answer, since when it is known, films to come, and the chance with its reasons."""
    standing, speech = page.standing, page.speech
    grounds = _grounds(page)
    yield Sentence(speech.answer(standing), grounds)
    for season in page.view.seasons:
        if standing.which.number in season.provider_numbers and season.number != standing.which.number:
            other = Which(page.title, page.noun, season.number)
            yield Sentence(speech.numbered(other, standing.which.number), (page.notes.counted("line"),))
    upcoming = page.view.upcoming
    if upcoming is not None and standing.status is RenewalStatus.ANNOUNCED:
        part = upcoming.parts[0].id
        estimated = upcoming.announced.basis != SHOWN
        text = speech.known_since(standing.which, upcoming.announced_day, estimated)
        yield Sentence(text, (page.notes.estimated(part),))
    meanwhile = speech.meanwhile(standing)
    if meanwhile is not None:
        yield Sentence(meanwhile, merged(_last_notes(page), [page.notes.absence()]))
    for beside in _coming(page):
        told = Beside(speech.title(beside.entry), beside.relation, beside.entry.premiere, False)
        fields = ["titles", *(["premiere"] if beside.entry.premiere.year is not None else [])]
        yield Sentence(speech.film_coming(told, page.day), merged(page.notes.facts(beside.entry.id, *fields)))
    yield from _chance(page)


def _grounds(page: Page) -> tuple[int, ...]:
    """What the first sentence rests on."""
    standing, notes, view = page.standing, page.notes, page.view
    if standing.status is RenewalStatus.ANNOUNCED and view.upcoming is not None:
        part = view.upcoming.parts[0]
        return merged(notes.facts(part.id, "titles", *(["premiere"] if part.premiere.year is not None else [])))
    if standing.status is RenewalStatus.CANCELLED:
        off = next(season for season in view.called_off if season.number > view.seasons[-1].number)
        return merged(notes.facts(off.parts[0].id, "titles", "status"))
    last = page.last
    found: list[int] = []
    if last is not None and standing.status is RenewalStatus.CONCLUDED:
        found = notes.facts(last.parts[0].id, "titles")
    elif last is not None and standing.status is RenewalStatus.ON_AIR:
        found = notes.facts(last.parts[-1].id, "premiere")
    elif last is not None and standing.status is RenewalStatus.SPLIT_COUR:
        return merged(*(notes.facts(part.id, "titles", "premiere") for part in last.parts))
    return merged(found, [notes.absence()])


def _last_notes(page: Page) -> list[int]:
    if page.last is None or page.standing.status is not RenewalStatus.ANNOUNCED:
        return []
    return page.notes.facts(page.last.parts[-1].id, "premiere")


def _coming(page: Page) -> list[Around]:
    """Films that are known and not out, the next one first."""
    found = [one for one in page.view.around if one.relation is Relation.MOVIE and not one.out]
    return sorted(found, key=lambda one: (one.entry.premiere.iso() or "9999", one.entry.id))


def _forecast_note(page: Page, forecast: ForecastPart) -> int:
    return page.notes.forecast(forecast.model, forecast.made_on, forecast.origin)


def _chance(page: Page) -> Iterator[Sentence]:
    forecast, speech = page.answer.forecast, page.speech
    months = next((key for key in _MONTHS if forecast is not None and key in forecast.announced), None)
    if forecast is None or months is None:
        return
    note = _forecast_note(page, forecast)
    by = add_months(forecast.origin, int(months))
    base = forecast.base if months == "24" else None
    yield Sentence(speech.chance(page.standing.which, forecast.announced[months], by, int(months), base), (note,))
    moved = strongest(forecast)
    against = next((one.group for one in moved if one.points < 0), None)
    towards = next((one.group for one in moved if one.points > 0), None)
    if base is not None and (against or towards):
        yield Sentence(speech.weighs(against, towards), (note,))
    reference = page.answer.reference_class
    if reference is not None:
        yield Sentence(speech.alike(reference, MONTHS // 12), (page.notes.counted("past"),))
    if forecast.calibration is not None:
        yield Sentence(speech.record(forecast.calibration), (page.notes.counted("record"),))


def release(page: Page) -> Iterator[Sentence]:
    """The date or that there is none, the forecast's window and chances, and where the sources end."""
    yield Sentence(page.speech.release(page.standing), _grounds(page))
    forecast = page.answer.forecast
    if forecast is not None and forecast.model != DATED:
        announced = page.standing.status is RenewalStatus.ANNOUNCED
        if forecast.window is not None and forecast.window.p10 < forecast.window.p90:
            note = _forecast_note(page, forecast)
            yield Sentence(page.speech.window(page.standing.which, forecast.window, announced), (note,))
        chances = [
            (add_months(forecast.origin, int(key)), forecast.premiere[key]) for key in _OUT if key in forecast.premiere
        ]
        if chances:
            note = _forecast_note(page, forecast)
            yield Sentence(page.speech.out_by(page.standing.which, chances), (note,))
    yield Sentence(page.speech.ends(page.day), (page.notes.absence(),))
