"""Releases, names and studios on the shelf are those of the index, as known on its day."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.dates import FuzzyDate
from nextcour.pages.premiere import Kind
from nextcour.site.shelf import names_on, premieres_on
from nextcour.site.site import Site
from nextcour.store.shelf import studio_key
from tests.sample_site import franchises


def test_every_installment_that_was_known_is_a_release(site: Site) -> None:
    library = site.engine.library
    releases = {one.entry: one for one in site.shelf.premieres()}
    for name in franchises(site.engine)[::4]:
        for line in library.franchise(name).lines:
            for installment in line.installments:
                for place, part in enumerate(installment.parts):
                    one = releases[part]
                    assert (one.line, one.number) == (line.id, installment.number)
                    assert one.kind is (Kind.PART if place else Kind.SEASON)
                    assert one.date == (library.entry(part).premiere.iso() or None)


def test_a_season_holds_what_premiered_in_it(site: Site) -> None:
    for season, count in site.shelf.seasons()[::5]:
        found = site.shelf.premieres("season = ?", (season,))
        assert len(found) == count
        assert {one.season for one in found} == {season}
        assert all(one.date and FuzzyDate.from_iso(one.date).month for one in found)


def test_releases_of_a_past_day_hold_nothing_that_became_known_later(site: Site) -> None:
    day = dt.date(2018, 1, 1)
    found = list(premieres_on(site.engine, day, franchises(site.engine)))
    assert found
    assert all(one.announced_on <= day for one in found)
    assert all(one.earliest is None or one.earliest <= day for one in found if one.out)


def test_names_of_a_past_day_are_of_shows_that_were_known(site: Site) -> None:
    now = {one.line for one in names_on(site.engine, site.known_to, franchises(site.engine))}
    then = {one.line for one in names_on(site.engine, dt.date(2010, 1, 1), franchises(site.engine))}
    assert then < now


def test_every_studio_that_is_named_has_an_address(site: Site) -> None:
    named = {studio for one in site.shelf.premieres() for studio in one.studios}
    named |= {studio for studio, _ in site.shelf.studios()}
    assert named
    for studio in named:
        assert site.shelf.studio_named(studio_key(studio)) == studio


def test_items_are_found_many_at_a_time(site: Site) -> None:
    lines = site.shelf.lines()
    found = site.shelf.items_of([*lines, *lines, *(f"none-{n}" for n in range(1200))])
    assert set(found) == set(lines)
    assert all(item.line == line for line, item in found.items())
