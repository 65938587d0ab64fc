"""From time stamps of a schedule to Japanese calendar days, and from weekly days to a number of episodes."""

from __future__ import annotations

import datetime as dt

JST = dt.timezone(dt.timedelta(hours=9))
# bangumi-data writes this time of day where it knows only the day (4,024 of 8,483 entries).
PLACEHOLDER = dt.time(16)
# TV premieres between 1:05 and 5 at night in bangumi-data: 15 in all years before this one, 16 in it, 33 in the next.
FIRST_LATE_NIGHT_YEAR = 2003
LONGEST_EPISODE = dt.timedelta(hours=3)
# One-cour runs, the only ones whose dates give the count reliably: of 181 weekly TV runs of this length whose count the
# January 2022 package states, 169 (93 %) come out right; of the 18 that look like 24 to 26 episodes, 11 do.
MIN_WEEKLY, MAX_WEEKLY = 10, 13


def jst_day(time: dt.datetime) -> dt.date:
    """The Japanese calendar day of `time`. A slot announced as "25:30" is half past one of the next day."""
    return time.astimezone(JST).date()


def days_of_run(
    begin: dt.datetime, end: dt.datetime | None, *, is_tv: bool, stated: dt.date | None, by_2022: bool
) -> tuple[dt.date, dt.date | None]:
    """First and last day of a run in Japan.

    A time of day of exactly 16:00 UTC is one in the morning in Japan, and a placeholder more often than a slot. It was
    written in two ways: older rows put it after the true day ("2004-04-09T16:00Z" is 9 April), newer ones mean midnight
    in China ("2025-09-18T16:00Z" is 19 September, as is its Japanese day). Which one a row follows is told by `stated`,
    the air date that Bangumi gives for the same subject; TV since 2003 is taken for a late-night slot, whose
    announced day is one earlier. Without a usable `stated`, rows that the January 2022 package has (`by_2022`) are of
    the older kind. The last day is the one on which the last episode began.
    """
    day = jst_day(begin)
    plain = begin.astimezone(dt.UTC)
    if plain.time() == PLACEHOLDER:
        older = stated == plain.date() or (stated != day and by_2022)
        if older and not (is_tv and plain.year >= FIRST_LATE_NIGHT_YEAR):
            last = None if end is None else _older_end(end)
            return plain.date(), None if last is None else max(last, plain.date())
    return day, None if end is None else max(jst_day(_last_start(begin, end)), day)


def _last_start(begin: dt.datetime, end: dt.datetime) -> dt.datetime:
    """When the last episode began. `end` is when it was over, which after 23:30 is the next day.

    It began at the time of day of the first one where that leaves an episode of at most three hours; a run that has
    moved to another slot gives only its end, less a minute so that midnight belongs to the evening before.
    """
    length = (end - begin) % dt.timedelta(days=1)
    return end - (length if length <= LONGEST_EPISODE else dt.timedelta(minutes=1))


def _older_end(end: dt.datetime) -> dt.date:
    """Older placeholder rows end at 16:00 UTC plus the length of an episode, on the true day."""
    plain = end.astimezone(dt.UTC)
    return plain.date() if PLACEHOLDER <= plain.time() < dt.time(20) else jst_day(end)


def weekly_episodes(premiere: dt.date, finale: dt.date) -> int | None:
    """Episodes of a weekly run from its first to its last day, one a week; None where the days do not fit a weekly run.

    Whole weeks plus one day either way (a slot may move over midnight), and 10 to 13 episodes: longer runs pause too
    often. A double episode makes the count one too low, a week off the air one too high.
    """
    days = (finale - premiere).days
    if days < 0 or days % 7 not in (0, 1, 6):
        return None
    count = round(days / 7) + 1
    return count if MIN_WEEKLY <= count <= MAX_WEEKLY else None
