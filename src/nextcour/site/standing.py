"""How a show stands in a few words, for where there is no room for more: badges, cards, previews, calendars."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nextcour.answers.answer import RenewalStatus
from nextcour.catalog.dates import add_months
from nextcour.forecast.model import Chance
from nextcour.pages.item import Item
from nextcour.site.languages import N_, title_in, translations
from nextcour.site.words import Words
from nextcour.store.shelf import Shelf

MONTHS = 24  # the horizon of an item's chances
_ODDS = N_("%(chance)s chance by %(day)s")
_ODDS_OUT = N_("%(chance)s chance it is out by %(day)s")
_ANNOUNCED_BY = N_("%(chance)s chance that it is announced by %(day)s")
_OUT_BY = N_("%(chance)s chance that it is out by %(day)s")
_DATED = N_("Announced for %(date)s")
_UNDATED = N_("Announced, no date yet")
_SHORT = N_("%(status)s · %(chance)s")
_WHOLE = N_("%(title)s, %(next)s: %(standing)s. As known on %(day)s.")


@dataclass(frozen=True)
class Standing:
    """`next` is the season (or film) that it is about, `Season 2`; `status` what is known of it; `chance` that it comes
    (empty where none is given, or where its day is known). `short` is both in fewest words, `full` in more,
    `whole` stands alone."""

    title: str
    next: str
    status: str
    chance: str
    short: str
    full: str
    whole: str
    known_to: dt.date


def standing(shelf: Shelf, item: Item, language: str) -> Standing:
    """Of a show as known by the item's day."""
    words, gettext = Words(language), translations(language).gettext
    title = title_in(item.titles, item.title, language)
    announced = item.status is RenewalStatus.ANNOUNCED
    following = words.installment(next_number(shelf, item), item.format)
    if not announced:
        status = words.status(item.status)
    elif item.upcoming_date:
        status = gettext(_DATED) % {"date": words.fuzzy(item.upcoming_date)}
    else:
        status = gettext(_UNDATED)
    chance = _chance(item, words, gettext(_OUT_BY if announced else _ANNOUNCED_BY))
    odds = _chance(item, words, gettext(_ODDS_OUT if announced else _ODDS))
    short, full = (gettext(_SHORT) % {"status": status, "chance": one} if one else status for one in (odds, chance))
    whole = gettext(_WHOLE) % {"title": title, "next": following, "standing": full, "day": words.day(item.known_to)}
    return Standing(title, following, status, chance, short, full, whole, item.known_to)


def next_number(shelf: Shelf, item: Item) -> int:
    """Of the installment that is asked for: the first that is known and not out, or the one after the last. Numbers may
    have gaps."""
    if item.upcoming is not None:
        return item.upcoming
    last = shelf.premieres("line = ? AND kind = 'SEASON'", (item.line,), "number DESC", 1)
    return (last[0].number or 0) + 1 if last else item.installments + 1


def chance_of(item: Item) -> Chance | None:
    """The chance that stands beside the status: of the announcement, of the premiere once it is announced; None once
    its day is known."""
    if item.status is not RenewalStatus.ANNOUNCED:
        return item.announced
    return None if len(item.upcoming_date or "") == len("2026-07-05") else item.premiere


def _chance(item: Item, words: Words, message: str) -> str:
    found = chance_of(item)
    if found is None:
        return ""
    by = add_months(item.known_to, MONTHS)
    return message % {"chance": words.chance(found.p), "day": words.fuzzy(f"{by:%Y-%m}")}
