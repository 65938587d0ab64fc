"""Entries made of what sources say: what is new, what is corrected, and that no day sees further than it could."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, TitleKind
from nextcour.facts.announced import Clock
from nextcour.facts.assembly import Assembled, assemble, is_new
from nextcour.facts.current import Gone
from nextcour.facts.fact import AnnouncementDay, Basis
from nextcour.facts.first_shown import announced_when_shown, placed
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import Key, Provider
from nextcour.facts.rules import Observed, days_of
from nextcour.facts.run_state import called_off
from nextcour.facts.views import Cut, entry_as_of
from tests.facts.shows import DAY, FIRST, LATER, ON_AIR, anilist, catalogue, said, sequel, shipped

OBSERVED = Observed({"bangumi-data": DAY}, DAY)
ANNOUNCED = AnnouncementDay(dt.date(2024, 6, 1), dt.date(2024, 5, 1), dt.date(2024, 7, 1), "mal-id")


def made(stored: Sequence[Stored], content: Catalogue | None = None, gone: Gone | None = None) -> Assembled:
    whole = content or catalogue()
    rows = shipped(whole)
    return assemble(whole, lambda entry: rows[entry.id], stored, gone)


def entry_of(found: Assembled, identity: str) -> Entry:
    return next(one for one in found.entries if one.id == identity)


def as_of(entry: Entry, day: dt.date, *, strict: bool = False) -> Entry | None:
    return entry_as_of(entry, ANNOUNCED, OBSERVED, Cut(day, strict))


def test_without_statements_nothing_is_added() -> None:
    assert made([]) == Assembled((), (), {}, (), (), {})


def test_an_announced_sequel_becomes_an_entry_that_continues_the_first() -> None:
    found = made([*sequel(ids_in_mal=62000)])
    new = entry_of(found, "mal62000")
    assert is_new(new)
    assert (new.title, new.format, new.premiere) == ("猫の話 第2期", Format.TV, FuzzyDate(2026, 10))
    assert (new.titles[0].kind, new.titles[1].kind, new.titles[1].source) == (
        TitleKind.NATIVE,
        TitleKind.TRANSLATED,
        "anilist",
    )
    assert new.ids.anilist == 201
    (link,) = found.links
    assert (link.earlier, link.later, link.source, link.observed) == ("bgm1", "mal62000", "anilist", LATER)
    assert link.url == "https://example.org/anilist/201"
    assert found.looked == {"mal62000": LATER}


def test_a_record_without_a_mal_id_keeps_its_own_id_when_title_and_date_change() -> None:
    (one,) = made([*sequel()]).entries
    (other,) = made([*sequel(title_in_ja="猫の話 season 2", premiere=None)]).entries
    assert one.id == other.id
    assert one.id.startswith("x")


def test_an_old_show_that_the_catalogue_lacks_comes_in_only_when_it_continues_one_that_is_there() -> None:
    old = {"premiere": [2019, 4, 5], "status": "FINISHED"}
    assert [one.premiere for one in made([*sequel(**old)]).entries] == [FuzzyDate(2019, 4, 5)]
    alone = [one for one in sequel(**old) if not one.observation.field.startswith("relation")]
    assert made(alone).entries == ()


@pytest.mark.parametrize("more", [{"adult": True}, {"format": "MUSIC"}, {"format": None}])
def test_what_the_catalogue_does_not_hold_is_not_added(more: dict[str, object]) -> None:
    assert made([*sequel(**more)]).entries == ()


def test_a_record_that_two_entries_claim_is_neither_merged_nor_new() -> None:
    twin = msgspec.structs.replace(ON_AIR, id="bgm3", ids=msgspec.structs.replace(FIRST.ids, bangumi=3))
    found = made([said(anilist(101), "status", "FINISHED")], catalogue([FIRST, twin]))
    assert found.entries == ()
    assert found.unsure == (frozenset({anilist(101)}),)


def test_a_record_without_ids_is_found_by_its_name_and_days() -> None:
    bare = msgspec.structs.replace(ON_AIR, ids=msgspec.structs.replace(ON_AIR.ids, anilist=None, mal=None))
    rows = [said(anilist(102), "title.ja", "犬の話"), said(anilist(102), "premiere", [2026, 4, 5])]
    found = made([*rows, said(anilist(102), "format", "TV")], catalogue([bare]))
    assert [one.id for one in found.entries] == ["bgm2"]


def test_what_the_catalogue_leaves_open_is_filled_in_and_known_by_rule() -> None:
    found = made([said(anilist(102), "finale", [2026, 5, 9]), said(anilist(102), "status", "FINISHED")])
    entry = entry_of(found, "bgm2")
    assert entry.before is None
    before, then = as_of(entry, dt.date(2026, 5, 8)), as_of(entry, dt.date(2026, 5, 9))
    assert before is not None
    assert then is not None
    assert (before.finale, before.status) == (FuzzyDate(), None)
    assert (then.finale, then.status) == (FuzzyDate(2026, 5, 9), None)
    seen = as_of(entry, dt.date(2026, 5, 9), strict=True)
    assert seen is not None
    assert seen.finale == FuzzyDate()
    assert days_of(entry, "finale", ANNOUNCED, OBSERVED)[:3] == ("anilist", LATER, dt.date(2026, 5, 9))


def test_a_correction_counts_from_the_day_it_was_shown() -> None:
    entry = entry_of(made([said(anilist(101), "episodes", 13)]), "bgm1")
    before, then = as_of(entry, LATER - dt.timedelta(days=1)), as_of(entry, LATER)
    assert before is not None
    assert then is not None
    assert (before.episodes, then.episodes) == (12, 13)
    days = days_of(entry, "episodes", ANNOUNCED, OBSERVED)
    assert (days.package, days.knowable, days.basis) == ("anilist", LATER, Basis.OBSERVED)


def test_a_source_that_agrees_changes_nothing() -> None:
    found = made([said(anilist(101), "episodes", 12), said(anilist(101), "premiere", [2025, 4, None])])
    assert found.entries == ()
    assert found.disputes == ()
    assert found.looked == {"bgm1": LATER}


def test_every_mind_a_source_had_is_seen_on_its_days() -> None:
    key = anilist(201)
    june, july = dt.date(2026, 6, 20), dt.date(2026, 7, 20)
    rows = [*sequel(), said(key, "premiere", None, june), said(key, "premiere", [2027, 1, 9], july)]
    (entry,) = made(rows).entries
    shown = [as_of(entry, day) for day in (LATER, june - dt.timedelta(days=1), june, july)]
    assert [one.premiere if one else None for one in shown] == [
        FuzzyDate(2026, 10),
        FuzzyDate(2026, 10),
        FuzzyDate(),
        FuzzyDate(2027, 1, 9),
    ]


def test_both_values_stay_visible_with_the_reason() -> None:
    (dispute,) = made([said(anilist(101), "episodes", 13)]).disputes
    assert (dispute.entry, dispute.field) == ("bgm1", "episodes")
    assert (dispute.shown.source, dispute.shown.value, dispute.shown.observed_at) == ("anilist", "13", LATER)
    assert [one.value for one in dispute.others] == ["12"]
    assert dispute.reason.startswith("AniList is edited within hours")


def test_an_editor_comes_first_and_is_marked() -> None:
    own = said(Key(Provider.ENTRY, "bgm1"), "episodes", 11, source=EDITOR)
    found = made([own, said(anilist(101), "episodes", 13)])
    assert entry_of(found, "bgm1").episodes == 11
    (dispute,) = found.disputes
    assert dispute.shown.editor
    assert {one.value for one in dispute.others} == {"12", "13"}


def test_an_editor_may_state_a_fact_about_an_entry_that_a_source_brought() -> None:
    own = said(Key(Provider.ENTRY, "mal62000"), "premiere", [2026, 10, 3], source=EDITOR)
    assert entry_of(made([*sequel(ids_in_mal=62000), own]), "mal62000").premiere == FuzzyDate(2026, 10, 3)


def test_what_an_editor_retracted_is_not_used() -> None:
    gone = msgspec.structs.replace(said(anilist(101), "episodes", 13), withdrawn=True)
    assert made([gone]).entries == ()


def test_a_cancelled_season_is_kept_and_not_announced() -> None:
    day = dt.date(2026, 6, 20)
    (entry,) = made([*sequel(), said(anilist(201), "status", "CANCELLED", day)]).entries
    before, then = as_of(entry, LATER), as_of(entry, day)
    assert before is not None
    assert not called_off(before, LATER)
    assert then is not None
    assert called_off(then, day)


def test_a_season_that_its_source_took_down_is_no_longer_announced() -> None:
    day = dt.date(2026, 6, 20)
    (entry,) = made([*sequel()], gone={(anilist(201), "anilist"): day}).entries
    before, then = as_of(entry, LATER), as_of(entry, day)
    assert before is not None
    assert not called_off(before, LATER)
    assert then is not None
    assert called_off(then, day)


@pytest.mark.parametrize("value", ["x", [2026, 13, 1], {"a": 1}, [], [None, 2, None], -1, "null", True])
def test_values_that_are_none_are_passed_over(value: object) -> None:
    rows = [said(anilist(101), field, value) for field in ("premiere", "finale", "episodes", "studios", "format")]
    for one in made(rows).entries:
        assert one.premiere == FIRST.premiere
        assert one.format is FIRST.format


def test_dates_that_contradict_each_other_are_left_out() -> None:
    found = made([said(anilist(101), "premiere", [2026, 1, 1])])
    assert found.entries == ()


def test_an_id_within_the_catalogue_is_dated_by_it_and_one_beyond_from_the_day_it_was_shown() -> None:
    day = float(dt.date(2025, 3, 1).toordinal())
    clock = Clock((60001, 60002), ((day - 9, day, day + 9), (day - 9, day, day + 9)))
    (within,) = made([*sequel(ids_in_mal=60001 + 1)], catalogue([FIRST])).entries
    (beyond,) = made([*sequel(ids_in_mal=70000)]).entries
    found = announced_when_shown([within, beyond], clock, 60002)
    assert found[within.id].day == dt.date(2025, 3, 1)
    assert (found[beyond.id].day, found[beyond.id].latest, found[beyond.id].basis) == (LATER, LATER, "shown")


def test_entries_without_a_premiere_stand_after_what_they_continue() -> None:
    third = [
        said(anilist(202), field, value)
        for field, value in {"title.ja": "猫の話 第3期", "format": "TV", "status": "NOT_YET_RELEASED"}.items()
    ]
    follows = said(anilist(202), "relation.PREQUEL.anilist.201", True)
    found = made([*sequel(premiere=None), *third, follows])
    days = placed({one.id: one for one in found.entries}, found.links)
    by_title = {one.title: one.premiere for one in days.values()}
    assert FIRST.premiere < by_title["猫の話 第2期"] < by_title["猫の話 第3期"]


_FIELDS = {
    "premiere": st.sampled_from([None, [2026, 7, 5], [2026, 10, None], [2027, None, None], [2025, 4, 6]]),
    "finale": st.sampled_from([None, [2026, 6, 27], [2025, 7, 5]]),
    "episodes": st.sampled_from([None, 11, 13]),
    "status": st.sampled_from(["NOT_YET_RELEASED", "RELEASING", "FINISHED", "CANCELLED", "NEWLY_SPELLED"]),
    "title.ja": st.sampled_from(["猫の話 第2期", "猫の話2"]),
    "format": st.sampled_from(["TV", "ONA", "MOVIE"]),
    "studios": st.sampled_from([["A"], ["A", "B"], []]),
    "relation.SEQUEL.anilist.201": st.just(True),
    "ids.mal": st.sampled_from([60001, 62000]),
}


@st.composite
def _statements(draw: st.DrawFn) -> list[Stored]:
    rows: dict[tuple[object, ...], Stored] = {}
    for _ in range(draw(st.integers(1, 14))):
        field = draw(st.sampled_from(sorted(_FIELDS)))
        key = anilist(draw(st.sampled_from([101, 102, 201])))
        day = LATER + dt.timedelta(days=draw(st.integers(0, 60)))
        source = draw(st.sampled_from(["anilist", "jikan", EDITOR]))
        one = said(key, field, draw(_FIELDS[field]), day, source=source)
        rows[key, field, source, day] = one
    return list(rows.values())


@given(_statements(), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(rows: list[Stored], random: object) -> None:
    found = made(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert made(shuffled) == found
    assert made([*rows, *rows]) == found


@given(_statements(), st.integers(0, 60))
def test_no_day_sees_what_was_shown_later_unless_a_rule_says_it_could_be_known(rows: list[Stored], after: int) -> None:
    """Of entries that the catalogue has, what a source changed is as it was before; what a source brought is not there
    under the strict cut."""
    day = LATER + dt.timedelta(days=after)
    until = made([one for one in rows if one.observation.observed_at <= day])
    whole = made(rows)
    for one in whole.entries:
        then = as_of(one, day, strict=True)
        earlier = next((entry for entry in until.entries if entry.id == one.id), None)
        if is_new(one):
            shown = earlier is not None
            assert then is None or shown
            continue
        base = FIRST if one.id == "bgm1" else ON_AIR
        known = as_of(earlier or base, day, strict=True)
        assert then is not None
        assert known is not None
        assert (then.premiere, then.episodes, then.format, then.status) == (
            known.premiere,
            known.episodes,
            known.format,
            known.status,
        )


@given(_statements())
def test_before_the_first_statement_a_show_looks_as_the_catalogue_has_it(rows: list[Stored]) -> None:
    day = LATER - dt.timedelta(days=1)
    for one in made(rows).entries:
        if is_new(one):
            continue
        base = as_of(FIRST if one.id == "bgm1" else ON_AIR, day)
        then = as_of(one, day)
        assert base is not None
        assert then is not None
        assert (then.premiere, then.format) == (base.premiere, base.format)
        assert base.episodes is None or then.episodes == base.episodes
        assert base.finale == FuzzyDate() or then.finale == base.finale
        assert then.status is None


@given(_statements())
def test_views_only_ever_gain_entries(rows: list[Stored]) -> None:
    for one in made(rows).entries:
        days = [LATER + dt.timedelta(days=at) for at in range(0, 61, 10)]
        shown = [as_of(one, day) is not None for day in days]
        assert shown == sorted(shown)
