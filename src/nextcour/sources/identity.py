"""Which rows of bangumi-data are one entry, and what each entry is called."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from nextcour.sources.bangumi_data import Item

# Rows of one Bangumi subject that begin within these days are one work, listed once for each language it aired in.
SAME_WORK_DAYS = 31


def group_items(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """Rows grouped into works, each with the Japanese row first, in the order of their first row."""
    groups: list[list[Item]] = []
    by_subject: defaultdict[int, list[list[Item]]] = defaultdict(list)
    for item in items:
        subject = item.number("bangumi")
        rivals = by_subject[subject] if subject is not None else []
        home = next((group for group in rivals if abs((group[0].started - item.started).days) <= SAME_WORK_DAYS), None)
        if home is None:
            groups.append(home := [])
            rivals.append(home)
        home.append(item)
    return [tuple(sorted(group, key=lambda item: item.lang != "ja")) for group in groups]


def _run_days(group: tuple[Item, ...]) -> int:
    item = group[0]
    # What is still on air has run longest of all.
    return (item.ended - item.started).days if item.ended else 1_000_000


def _hashed(item: Item, more: str = "") -> str:
    text = f"{item.title}{item.begin[:10]}{more}"
    return "x" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def assign_ids(groups: Iterable[tuple[Item, ...]]) -> list[tuple[str, tuple[Item, ...]]]:
    """Each work with its id: `bgm302076`, else `mal41433`, else `x` and a hash of title and first day.

    Where two works share an id, as an early screening of a first episode and the show do, the longer run keeps it, and
    the other one gets the hash.
    """
    ranked = list(groups)
    owner: dict[str, int] = {}
    for index, group in enumerate(ranked):
        for claim in _claims(group[0]):
            if claim not in owner or _run_days(group) > _run_days(ranked[owner[claim]]):
                owner[claim] = index
    named: list[tuple[str, tuple[Item, ...]]] = []
    taken: set[str] = set()
    for index, group in enumerate(ranked):
        claims = _claims(group[0])
        own = claims[0] if claims and owner[claims[0]] == index else _hashed(group[0])
        if own in taken:  # two seasons listed with one title and one day
            own = _hashed(group[0], group[0].site_id("tmdb") or str(index))
        taken.add(own)
        named.append((own, group))
    return named


def _claims(item: Item) -> list[str]:
    """The best id that the row has, as a list of at most one."""
    bangumi, mal = item.number("bangumi"), item.number("mal")
    if bangumi is not None:
        return [f"bgm{bangumi}"]
    return [f"mal{mal}"] if mal is not None else []
