"""What the registry says of newer versions, and what of it is believed."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.sources import bangumi_data
from nextcour.sources.newest import newest_in
from nextcour.sources.npm import PackageRefused
from tests.sources.fakes import integrity, item, packages, pin

TODAY = dt.date(2026, 11, 23)
PIN = pin(b"x")
HASH = integrity(b"newer")


def document(version: str, *, sha: str = HASH, published: str = "2026-10-01T10:00:00.000Z") -> bytes:
    page = {
        "dist-tags": {"latest": version},
        "versions": {version: {"dist": {"integrity": sha}}},
        "time": {version: published},
    }
    return json.dumps(page).encode()


def test_a_newer_version_is_pinned_by_its_hash_and_day() -> None:
    found = newest_in(document("1.0.10"), PIN, TODAY)
    assert found is not None
    assert (found.version, found.integrity, found.observed_at) == ("1.0.10", HASH, dt.date(2026, 10, 1))
    assert found.files == PIN.files


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9", "0.100.0"])
def test_the_same_or_an_older_version_is_nothing_new(version: str) -> None:
    assert newest_in(document(version), PIN, TODAY) is None


@pytest.mark.parametrize(
    ("published", "day"),
    [("2030-01-01T00:00:00.000Z", TODAY), ("1999-01-01T00:00:00.000Z", PIN.observed_at), ("soon", PIN.observed_at)],
)
def test_a_day_is_never_later_than_today_nor_earlier_than_known(published: str, day: dt.date) -> None:
    found = newest_in(document("2.0.0", published=published), PIN, TODAY)
    assert found is not None
    assert found.observed_at == day


@pytest.mark.parametrize(
    "page", [b"", b"[]", b"{}", document("../../x"), document("2.0.0", sha="sha1-abc"), document("9" * 400 + ".0.0")]
)
def test_what_cannot_be_checked_is_refused(page: bytes) -> None:
    with pytest.raises(PackageRefused):
        newest_in(page, PIN, TODAY)


@given(st.binary(max_size=200))
def test_noise_is_refused_and_never_crashes(page: bytes) -> None:
    with pytest.raises(PackageRefused):
        newest_in(page, PIN, TODAY)


def test_content_reaches_to_the_last_day_with_two_starts() -> None:
    days = ["2026-04-01", "2026-04-01", "2026-04-20", "2026-04-20", "2026-06-30"]
    rows = [item(str(at), begin=f"{day}T10:00:00.000Z") for at, day in enumerate(days)]
    data = bangumi_data.decode(packages(rows)["bangumi-data"])
    assert bangumi_data.shown_to(data) == dt.date(2026, 4, 20)
