"""Status of an installment on a day, from hand-made lines."""

from __future__ import annotations

import datetime as dt

import pytest

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.status import resolve, status_of
from nextcour.answers.view import LineView, Season, State, state_of
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Title, TitleKind
from nextcour.facts.fact import AnnouncementDay
from nextcour.franchise.model import Franchise, Line

DAY = dt.date(2024, 6, 1)
ANNOUNCED = AnnouncementDay(dt.date(2019, 1, 1), dt.date(2018, 12, 1), dt.date(2019, 2, 1), "mal-id")


def entry(premiere: str, finale: str = "", title: str = "A", form: Format = Format.TV) -> Entry:
    def fuzzy(text: str) -> FuzzyDate:
        return FuzzyDate(*(int(part) for part in text.split("-"))) if text else FuzzyDate()

    name = Title(title, "ja", "Jpan", TitleKind.NATIVE, "test")
    return Entry(id=f"x{premiere}", titles=(name,), format=form, premiere=fuzzy(premiere), finale=fuzzy(finale))


def season(number: int, *parts: Entry, provider: tuple[int, ...] = ()) -> Season:
    return Season(number, provider, parts, state_of(parts, DAY), ANNOUNCED, ANNOUNCED.day)


def view(*seasons: Season) -> LineView:
    line = Line(id="a", title="A", installments=(), links=())
    return LineView(Franchise("a", "A", (line,), ()), line, DAY, seasons, ())


FIRST = season(1, entry("2020-10-08", "2020-12-24"))


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ((entry("2020-10-08", "2020-12-24"),), State.OUT),
        ((entry("2024-04-08"),), State.ON_AIR),
        ((entry("2024-07-08"),), State.UPCOMING),
        ((entry(""),), State.UPCOMING),
        ((entry("2024"),), State.UPCOMING),
        ((entry("2024-01-08", "2024-03-25"), entry("2024-10-01")), State.BREAK),
        ((entry("2024-01-08", "2024-03-25"), entry("")), State.BREAK),
        ((entry("2020-03-01", form=Format.MOVIE),), State.OUT),
    ],
)
def test_state(parts: tuple[Entry, ...], state: State) -> None:
    assert state_of(parts, DAY) is state


def test_nothing_known_is_said_with_the_day() -> None:
    status = status_of(view(FIRST), 2)
    assert status.renewal is RenewalStatus.NOT_ANNOUNCED
    assert status.headline == "No season 2 known by 1 Jun 2024."


def test_an_installment_that_is_out_says_when_and_that_nothing_follows() -> None:
    status = status_of(view(FIRST), 1)
    assert status.renewal is RenewalStatus.NOT_ANNOUNCED
    assert status.headline == "Season 1 is out: 8 Oct 2020 to 24 Dec 2020. No season 2 known by 1 Jun 2024."


@pytest.mark.parametrize(
    ("premiere", "words"),
    [
        ("", "Season 2 is announced, no date yet."),
        ("2024-10", "Season 2 is announced for Oct 2024."),
        ("2024-07-03", "Season 2 is announced for 3 Jul 2024."),
    ],
)
def test_announced_dated_or_not(premiere: str, words: str) -> None:
    status = status_of(view(FIRST, season(2, entry(premiere))), 2)
    assert status.renewal is RenewalStatus.ANNOUNCED
    assert status.headline == words


def test_what_comes_after_an_announced_season_is_not_announced() -> None:
    status = status_of(view(FIRST, season(2, entry(""))), 3)
    assert status.renewal is RenewalStatus.NOT_ANNOUNCED
    assert "Season 2 is announced" in status.detail


def test_on_air_and_break() -> None:
    assert status_of(view(season(1, entry("2024-04-08"))), 2).renewal is RenewalStatus.ON_AIR
    broken = season(1, entry("2024-01-08", "2024-03-25"), entry("2024-10"))
    status = status_of(view(broken), 2)
    assert status.renewal is RenewalStatus.SPLIT_COUR
    assert "Oct 2024" in status.headline


def test_billed_as_the_last_is_concluded_with_the_title_that_says_so() -> None:
    last = season(2, entry("2022-10-08", "2022-12-24", title="A 完結編"))
    status = status_of(view(FIRST, last), 3)
    assert status.renewal is RenewalStatus.CONCLUDED
    assert "A 完結編" in status.detail


def test_our_number_wins_and_a_providers_number_is_accepted() -> None:
    second = season(2, entry("2022-10-08", "2022-12-24"), provider=(3,))
    line = view(FIRST, second)
    assert resolve(line, 2) == 2
    assert resolve(line, 3) == 2
    assert resolve(line, 4) == 4
    assert resolve(line, None) == 3
    assert resolve(view(FIRST, season(2, entry(""))), None) == 2
