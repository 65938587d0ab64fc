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

MONTHS = 24  # the horizon of an item's chances
_ANNOUNCED_BY = N_("%(chance)s announced by %(day)s")
_OUT_BY = N_("%(chance)s out by %(day)s")
_DATED = N_("Announced for %(date)s")
_UNDATED = N_("Announced, no date yet")
_SHORT = N_("%(status)s · %(chance)s")
_WHOLE = N_("%(title)s, %(next)s: %(standing)s. As known on %(day)s.")


@dataclass(frozen=True)
class Standing:
    """`next` is the season (or film) that it is about, `Season 2`; `status` what is known of it; `chance` that it comes
    (empty where none is given, or where its day is known). `short` is both, `whole` a sentence that stands alone.
    `open`: nothing of it is announced."""

    title: str
    next: str
    status: str
    chance: str
    short: str
    whole: str
    open: bool
    known_to: dt.date


def standing(item: Item, language: str) -> Standing:
    """Of a show as known by the item's day."""
    words, gettext = Words(language), translations(language).gettext
    title = title_in(item.titles, item.title, language)
    announced = item.status is RenewalStatus.ANNOUNCED
    number = item.upcoming if item.upcoming is not None else item.installments + 1
    following = words.installment(number, item.format)
    if not announced:
        status = words.status(item.status)
    elif item.upcoming_date:
        status = gettext(_DATED) % {"date": words.fuzzy(item.upcoming_date)}
    else:
        status = gettext(_UNDATED)
    chance = _chance(item, words, gettext(_OUT_BY if announced else _ANNOUNCED_BY))
    short = gettext(_SHORT) % {"status": status, "chance": chance} if chance else status
    whole = gettext(_WHOLE) % {"title": title, "next": following, "standing": short, "day": words.day(item.known_to)}
    return Standing(title, following, status, chance, short, whole, not announced, item.known_to)


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
