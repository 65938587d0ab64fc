"""Which records are the same show."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Ids
from nextcour.facts.identity import Claim, claims_of_entries, claims_of_facts, resolve
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import Key, Observation, Provider


def entry(number: int) -> Key:
    return Key(Provider.ENTRY, f"bgm{number}")


def mal(number: int) -> Key:
    return Key(Provider.MAL, str(number))


def anilist(number: int) -> Key:
    return Key(Provider.ANILIST, str(number))


def claim(one: Key, other: Key, source: str = "anilist") -> Claim:
    return Claim(one, other, source)


def test_claims_join_records_through_each_other() -> None:
    found = resolve([claim(entry(1), mal(1)), claim(anilist(1), mal(1))])
    assert found.same(entry(1)) == {entry(1), mal(1), anilist(1)}
    assert found.of(entry(1), Provider.ANILIST) == anilist(1)
    assert found.of(entry(1), Provider.ANIDB) is None
    assert found.same(mal(9)) == {mal(9)}
    assert not found.conflicts
    assert len(found.groups()) == 1


def test_an_id_that_two_entries_claim_belongs_to_neither() -> None:
    found = resolve([claim(entry(1), mal(1)), claim(entry(2), mal(1)), claim(entry(2), anilist(2))])
    assert found.same(mal(1)) == {mal(1)}
    assert found.same(entry(2)) == {entry(2), anilist(2)}
    assert len(found.conflicts) == 2


def test_a_record_is_not_two_records_of_one_provider() -> None:
    found = resolve([claim(entry(1), mal(1)), claim(entry(1), mal(2))])
    assert found.same(entry(1)) == {entry(1)}


def test_better_standing_decides_between_claims() -> None:
    found = resolve([claim(entry(1), mal(1), EDITOR), claim(entry(2), mal(1)), claim(entry(1), mal(3))])
    assert found.same(mal(1)) == {entry(1), mal(1)}
    assert len(found.conflicts) == 2


def test_two_shows_are_not_welded_by_way_of_a_third_record() -> None:
    chain = [
        claim(entry(1), mal(1)),
        claim(mal(1), anilist(1)),
        claim(anilist(1), Key(Provider.ANIDB, "1")),
        claim(Key(Provider.ANIDB, "1"), entry(2)),
        claim(entry(2), mal(2)),
    ]
    found = resolve(chain)
    assert found.same(entry(1)).isdisjoint({entry(2), mal(2)})
    assert found.conflicts
    assert all("one show" in conflict.why for conflict in found.conflicts)


def test_ids_that_seasons_share_say_nothing() -> None:
    show = Key(Provider.TMDB, "tv/1")
    assert resolve([claim(entry(1), show)]).same(show) == {show}


def test_claims_come_from_facts_and_entries() -> None:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def stored(field: str, value: str, *, withdrawn: bool = False) -> Stored:
        return Stored(Observation(anilist(1), field, value, "anilist", moment.date()), moment, moment.date(), withdrawn)

    facts = [
        stored("ids.mal", "5"),
        stored("ids.anidb", '"7"'),
        stored("ids.mal", "6", withdrawn=True),
        stored("ids.mal", "null"),
        stored("ids.nowhere", "1"),
        stored("status", '"X"'),
        stored("ids.mal", "[1]"),
    ]
    assert claims_of_facts(facts) == [claim(anilist(1), mal(5)), claim(anilist(1), Key(Provider.ANIDB, "7"))]
    row = Entry("bgm1", (), Format.TV, premiere=FuzzyDate(2020), ids=Ids(mal=1, bangumi=1))
    assert [one.other for one in claims_of_entries([row])] == [mal(1), Key(Provider.BANGUMI, "1")]


keys = st.builds(
    Key,
    st.sampled_from([Provider.ENTRY, Provider.MAL, Provider.ANILIST, Provider.ANIDB]),
    st.sampled_from(["1", "2", "3"]),
)
claims = st.lists(st.builds(Claim, keys, keys, st.sampled_from([EDITOR, "anilist", "jikan"])), max_size=20)


@given(claims, st.randoms(use_true_random=False))
def test_groups_hold_one_record_a_provider_and_do_not_depend_on_order(found: list[Claim], random) -> None:  # type: ignore[no-untyped-def]
    groups = resolve(found).groups()
    for group in groups:
        assert len({key.provider for key in group}) == len(group)
    mixed = list(found)
    random.shuffle(mixed)
    assert resolve(mixed).groups() == groups


def test_the_bundled_catalogue_resolves() -> None:
    from nextcour.store import bundle

    entries = bundle.read()[0].entries
    found = resolve(claims_of_entries(entries))
    joined = sum(found.same(Key(Provider.ENTRY, one.id)) != {Key(Provider.ENTRY, one.id)} for one in entries)
    assert joined > 0.95 * sum(one.ids != Ids() for one in entries)
