"""Addresses of filtered lists say what is asked, and nothing that is usual."""

from __future__ import annotations

import pytest

from nextcour.site.browsing import FALLING, ORDERS, PER_PAGE, Wanted, browse
from nextcour.site.site import Site


def test_what_is_usual_is_not_in_the_address() -> None:
    assert Wanted().query() == {}
    assert Wanted(status="ON_AIR", page=2).query() == {"status": "ON_AIR", "page": 2}


def test_a_chance_of_nought_is_a_filter() -> None:
    assert Wanted(chance=0).query() == {"chance": 0}


@pytest.mark.parametrize("sort", ORDERS)
def test_a_heading_turns_the_order_and_goes_back_to_the_first_page(sort: str) -> None:
    once = Wanted(sort="title", falling=False, page=3).sorted_by(sort)
    twice = once.sorted_by(sort)
    assert once.page == twice.page == 1
    assert once.falling is not twice.falling
    if sort != "title":
        assert once.falling is (sort in FALLING)
        assert "order" not in once.query()


def test_pages_hold_everything_once(site: Site) -> None:
    first = browse(site.shelf, Wanted())
    assert first is not None
    pages = [browse(site.shelf, Wanted(page=page)) for page in range(1, first.last + 1)]
    listed = [item.line for page in pages if page for item in page.items]
    assert sorted(listed) == list(site.shelf.lines())
    assert first.total == len(listed)
    assert len(first.items) == min(PER_PAGE, first.total)
    assert browse(site.shelf, Wanted(page=first.last + 1)) is None


def test_filters_together_let_through_what_fits_all(site: Site) -> None:
    found = browse(site.shelf, Wanted(format="TV", since=2015, until=2020, chance=1))
    assert found is not None
    assert found.items
    for item in found.items:
        assert item.format == "TV"
        assert item.year is not None
        assert 2015 <= item.year <= 2020
        assert item.announced is not None
        assert item.announced.p >= 0.01
