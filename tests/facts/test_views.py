"""As-of views never show what was not yet known; strict ones never what no source had shown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Demand, Entry, Format, Ids, SourceMaterial, Stream, Title, TitleKind
from nextcour.facts.fact import AnnouncementDay, Basis
from nextcour.facts.rules import EARLY, Observed, days_of
from nextcour.facts.views import Cut, entry_as_of, facts_of

PREMIERE, FINALE = dt.date(2020, 10, 8), dt.date(2020, 12, 24)
ANNOUNCED = AnnouncementDay(dt.date(2020, 3, 1), dt.date(2020, 2, 1), dt.date(2020, 4, 1), "mal-id")
OBSERVED = Observed(
    {"bangumi-data": dt.date(2026, 4, 25), "bgmd": dt.date(2026, 2, 1), EARLY: dt.date(2022, 1, 30)},
    dt.date(2026, 4, 25),
)
ENTRY = Entry(
    id="bgm1",
    titles=(Title("題", "ja", "Jpan", TitleKind.NATIVE, "bangumi-data"),),
    format=Format.TV,
    premiere=FuzzyDate.of(PREMIERE),
    finale=FuzzyDate.of(FINALE),
    broadcast="R/2020-10-08T12:30:00.000Z/P7D",
    episodes=12,
    ids=Ids(mal=1),
    source_material=SourceMaterial.ORIGINAL,
    studios=("S",),
    people=("P",),
    streams=(
        Stream("a", "A", "https://a.example/", (), dt.date(2021, 1, 15)),
        Stream("b", "B", "https://b.example/"),
    ),
    demand=Demand("bangumi", dt.date(2022, 1, 29), dt.date(2022, 1, 30), 1, 1, 1, 1, 1, (0,) * 10, None),
    sources=("bangumi-data", "bgmd", EARLY),
)


def view(day: dt.date, *, strict: bool = False) -> Entry | None:
    return entry_as_of(ENTRY, ANNOUNCED, OBSERVED, Cut(day, strict))


def test_unknown_before_its_announcement() -> None:
    assert view(dt.date(2020, 2, 29)) is None
    assert view(dt.date(2020, 3, 1)) is not None


@pytest.mark.parametrize(
    ("day", "premiere"),
    [
        (dt.date(2020, 3, 1), FuzzyDate()),
        (PREMIERE - dt.timedelta(days=150), FuzzyDate(2020, 10)),
        (PREMIERE - dt.timedelta(days=61), FuzzyDate(2020, 10)),
        (PREMIERE - dt.timedelta(days=60), FuzzyDate.of(PREMIERE)),
    ],
)
def test_a_premiere_becomes_public_in_steps(day: dt.date, premiere: FuzzyDate) -> None:
    seen = view(day)
    assert seen is not None
    assert seen.premiere == premiere


def test_an_end_and_its_episodes_are_known_once_it_ended() -> None:
    before, after = view(FINALE - dt.timedelta(days=1)), view(FINALE)
    assert before is not None
    assert after is not None
    assert (before.finale, before.episodes) == (FuzzyDate(), None)
    assert (after.finale, after.episodes) == (FuzzyDate.of(FINALE), 12)


def test_demand_counts_from_the_day_it_was_counted() -> None:
    before, after = view(dt.date(2022, 1, 1)), view(dt.date(2022, 1, 30))
    assert before is not None
    assert after is not None
    assert before.demand is None
    assert after.demand is not None


def test_a_stream_without_a_begin_counts_from_the_day_the_list_was_shown() -> None:
    seen, today = view(dt.date(2022, 1, 1)), view(dt.date(2026, 4, 25))
    assert seen is not None
    assert today is not None
    assert [s.site for s in seen.streams] == ["a"]
    assert [s.site for s in today.streams] == ["a", "b"]


def test_strict_sees_only_what_a_source_had_shown() -> None:
    assert view(dt.date(2022, 1, 29), strict=True) is None
    early = view(dt.date(2022, 1, 30), strict=True)
    assert early is not None
    assert early.premiere == FuzzyDate.of(PREMIERE)
    assert early.studios == ()
    late = view(dt.date(2026, 4, 25), strict=True)
    assert late == ENTRY


@given(st.dates(dt.date(2019, 1, 1), dt.date(2027, 1, 1)), st.booleans())
def test_no_fact_is_later_than_the_cut(day: dt.date, strict: bool) -> None:
    for fact in facts_of(ENTRY, ANNOUNCED, OBSERVED, Cut(day, strict)):
        assert (fact.observed_at if strict else fact.knowable_from) <= day
        assert fact.basis is Basis.OBSERVED or fact.rule


@given(st.dates(dt.date(2019, 1, 1), dt.date(2027, 1, 1)), st.integers(0, 400))
def test_knowledge_only_grows(day: dt.date, later: int) -> None:
    first = {(f.field, f.value) for f in facts_of(ENTRY, ANNOUNCED, OBSERVED, Cut(day))}
    second = {(f.field, f.value) for f in facts_of(ENTRY, ANNOUNCED, OBSERVED, Cut(day + dt.timedelta(days=later)))}
    assert first <= second


def test_an_entry_without_an_id_counts_from_the_late_end_of_its_interval() -> None:
    lag = AnnouncementDay(ANNOUNCED.day, ANNOUNCED.earliest, ANNOUNCED.latest, "lag")
    assert days_of(ENTRY, "titles", lag, OBSERVED).knowable == ANNOUNCED.latest
