"""What has changed since an earlier edition: happenings in order, the status then and now, the chance then and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from nextcour.answers.answer import Answer
from nextcour.answers.looking import looked_at
from nextcour.answers.view import line_view
from nextcour.articles.edition import Sentence
from nextcour.articles.footnotes import merged
from nextcour.articles.prose_page import Page, standing_of
from nextcour.articles.prose_parts import Standing, Which
from nextcour.facts.changes import Change, Known, changes
from nextcour.facts.views import Cut

SHOWN = 12  # happenings told at most: the latest
_MONTHS = "24"


def changed(page: Page, since: dt.date, earlier: Answer) -> Iterator[Sentence]:
    """`earlier` is the answer as of `since`, about the same show."""
    speech, notes = page.speech, page.notes
    found = _found(page, since)
    told = found[-SHOWN:]
    if not found:
        yield Sentence(speech.unchanged(since, page.day), (notes.absence(),))
    if len(told) < len(found):
        left = found[: -len(told)]
        yield Sentence(speech.earlier(len(left), since), merged(*(notes.change(one) for one in left)))
    for one in told:
        yield Sentence(speech.change(one, _name(page, one.entry)), merged(notes.change(one)), item=True)
    before = _before(page, since)
    if before is not None and _apart(before, page.standing):
        yield Sentence(speech.then(before, page.standing), (notes.counted("line"), notes.absence()))
    old, new = earlier.forecast, page.answer.forecast
    if before is None or before.which != page.standing.which or old is None or new is None:
        return
    then, now = old.announced.get(_MONTHS), new.announced.get(_MONTHS)
    if then is not None and now is not None and old.origin != new.origin:
        numbers = [notes.forecast(one.model, one.made_on, one.origin) for one in (old, new)]
        yield Sentence(speech.moved(then.p, old.origin, now.p, new.origin, int(_MONTHS)), merged(numbers))


def _found(page: Page, since: dt.date) -> tuple[Change, ...]:
    library = page.library
    looked = looked_at(page.line, library)
    names = [part for one in page.line.installments for part in one.parts]
    names += [extra.entry for extra in page.franchise.extras_of(page.line.id)]
    known = (Known(library.entry(name), library.announced(name), looked) for name in names)
    return changes(known, library.observed, since, page.day, strict=page.cut.strict)


def _name(page: Page, entry_id: str) -> str:
    """An entry within a sentence: `season 2`, or a film by its title."""
    for installment in page.line.installments:
        if entry_id in installment.parts:
            several = len(installment.parts) > 1
            which = Which(page.title, page.noun, installment.number)
            return page.speech.name(which, installment.parts.index(entry_id) + 1 if several else None)
    extra = next(one for one in page.franchise.extras if one.entry == entry_id)
    return page.speech.aside(page.speech.title(page.library.entry(entry_id)), extra.relation)


def _before(page: Page, since: dt.date) -> Standing | None:
    """The standing on the day of the earlier edition; None when nothing was known of the show then."""
    day = min(since, looked_at(page.line, page.library))
    view = line_view(page.franchise, page.line, page.library, Cut(day, page.cut.strict, since))
    return standing_of(view, page.title) if view.seasons else None


def _apart(before: Standing, now: Standing) -> bool:
    return (before.status, before.which, before.date) != (now.status, now.which, now.date)
