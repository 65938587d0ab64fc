"""A broken catalogue is refused, and the refusal names the row."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from nextcour.catalog.catalogue import SCHEMA, Catalogue, Package
from nextcour.catalog.coverage import FIELDS, coverage, total
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Demand, Entry, Format, Ids, SourceMaterial, Stream, Title, TitleKind
from nextcour.catalog.validate import CatalogueRefused, check, faults
from nextcour.store import bundle, paths

DAY = dt.date(2026, 4, 25)
NATIVE = Title("銀魂", "ja", "Jpan", TitleKind.NATIVE, "test")
ROMAJI = Title("Gintama", "ja-Latn", "Latn", TitleKind.GENERATED, "test")
PACKAGE = Package("demo", "1.0.0", "MIT", "sha512-" + "A" * 86 + "==", DAY, "https://example.org")
DEMAND = Demand("bangumi", dt.date(2022, 1, 29), dt.date(2022, 1, 30), 1, 2, 3, 4, 5, (1,) * 10, 5.5)
FINE = Entry(
    id="bgm1",
    titles=(NATIVE,),
    format=Format.TV,
    premiere=FuzzyDate(2006, 4, 4),
    finale=FuzzyDate(2010, 3, 25),
    ids=Ids(mal=918, tmdb="tv/57041/season/1/episode/13"),
    official_site="https://example.org/",
    streams=(Stream("unext", "U-NEXT", "https://example.org/1", ("JP",)),),
    demand=DEMAND,
)


def _catalogue(*entries: Entry, **values: Any) -> Catalogue:
    fine = Catalogue(SCHEMA, DAY, (PACKAGE,), entries)
    return msgspec.structs.replace(fine, **values)


def _impossible(*parts: int) -> FuzzyDate:
    # As a file could hold it: made without the type's own check.
    date = FuzzyDate(2000, 1, 1)
    for name, part in zip(("year", "month", "day"), parts, strict=True):
        msgspec.structs.force_setattr(date, name, part)
    return date


def test_a_fine_catalogue_passes() -> None:
    check(_catalogue(FINE), minimum=1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "bgm0"}, "id"),
        ({"id": "x1"}, "id"),
        ({"lang": "klingon"}, "lang"),
        ({"titles": ()}, "titles"),
        ({"titles": (ROMAJI,)}, "titles"),
        ({"titles": (NATIVE, NATIVE)}, "titles"),
        ({"titles": (msgspec.structs.replace(NATIVE, text=" "),)}, "titles"),
        ({"titles": (msgspec.structs.replace(NATIVE, text="a\x1b[31mb"),)}, "titles"),
        ({"titles": (msgspec.structs.replace(NATIVE, text="a\u202eb"),)}, "titles"),
        ({"titles": (msgspec.structs.replace(NATIVE, script="Runr"),)}, "titles"),
        ({"premiere": FuzzyDate(1850)}, "premiere"),
        ({"premiere": _impossible(2021, 2, 30)}, "premiere"),
        ({"finale": _impossible(2021, 13, 1)}, "finale"),
        ({"finale": FuzzyDate(2040, 1, 1)}, "finale"),
        ({"finale": FuzzyDate(2006, 4, 3)}, "finale"),
        ({"premiere": FuzzyDate()}, "finale"),
        ({"broadcast": "every Monday"}, "broadcast"),
        ({"episodes": 0}, "episodes"),
        ({"episodes_inferred": True}, "episodes_inferred"),
        ({"ids": Ids(mal=-1)}, "ids.mal"),
        ({"ids": Ids(tmdb="tv/../x")}, "ids.tmdb"),
        ({"studios": ("",)}, "studios"),
        ({"people": ("a\nb",)}, "people"),
        ({"official_site": "javascript:alert(1)"}, "official_site"),
        ({"official_site": "https://"}, "official_site"),
        ({"official_site": "https://example.org/\x1b[31m"}, "official_site"),
        ({"official_site": "http://[broken"}, "official_site"),
        ({"streams": (Stream("x", "X", "ftp://example.org"),)}, "streams"),
        ({"streams": (Stream("x", "X", "https://example.org", ("Japan",)),)}, "streams"),
        ({"demand": msgspec.structs.replace(DEMAND, dropped=-1)}, "demand"),
        ({"demand": msgspec.structs.replace(DEMAND, ratings=(1, 2))}, "demand"),
        ({"demand": msgspec.structs.replace(DEMAND, score=11.0)}, "demand"),
        ({"demand": msgspec.structs.replace(DEMAND, day_to=dt.date(2030, 1, 1))}, "demand"),
    ],
)
def test_each_fault_names_its_row(change: dict[str, Any], field: str) -> None:
    broken = msgspec.structs.replace(FINE, **change)
    found = list(faults(_catalogue(broken), minimum=0))
    assert [(fault.row, fault.field) for fault in found] == [(broken.id, field)]


def test_partial_dates_may_overlap() -> None:
    check(_catalogue(msgspec.structs.replace(FINE, finale=FuzzyDate(2006))), minimum=0)


def test_ids_are_used_once_and_ordered() -> None:
    other = msgspec.structs.replace(FINE, id="bgm0x")
    assert [fault.field for fault in faults(_catalogue(FINE, FINE), minimum=0)] == ["id"]
    assert "not ordered" in str(next(faults(_catalogue(FINE, other), minimum=0)))


def test_a_cut_source_is_noticed() -> None:
    assert "fewer than 8,000" in str(next(faults(_catalogue(FINE))))


def test_packages_are_named_with_hash_and_day() -> None:
    late = msgspec.structs.replace(PACKAGE, observed_at=dt.date(2027, 1, 1), integrity="md5-x")
    assert [fault.field for fault in faults(_catalogue(FINE, packages=(late,)), minimum=0)] == ["packages", "data_day"]
    assert [fault.field for fault in faults(_catalogue(FINE, packages=()), minimum=0)] == ["packages"]


def test_a_refusal_shows_twenty_faults_and_counts_the_rest() -> None:
    broken = [msgspec.structs.replace(FINE, id=f"bgm{number}", titles=()) for number in range(10, 40)]
    with pytest.raises(CatalogueRefused) as refusal:
        check(_catalogue(*broken), minimum=0)
    assert len(refusal.value.faults) == 30
    assert "faults: 30" in str(refusal.value)
    assert "bgm10 titles: none" in str(refusal.value)
    assert str(refusal.value).endswith("… and 10 more")


def test_coverage_counts_each_year() -> None:
    bare = Entry(id="bgm2", titles=(NATIVE, ROMAJI), format=Format.TV, premiere=FuzzyDate(2006), episodes=12)
    full = msgspec.structs.replace(
        FINE,
        id="bgm3",
        titles=(NATIVE, msgspec.structs.replace(ROMAJI, kind=TitleKind.ALIAS)),
        source_material=SourceMaterial.MANGA,
        studios=("Sunrise",),
        episodes=12,
        episodes_inferred=True,
    )
    undated = msgspec.structs.replace(FINE, id="bgm4", premiere=FuzzyDate(), finale=FuzzyDate())
    later = msgspec.structs.replace(FINE, id="bgm5", premiere=FuzzyDate(2007, 1))
    rows = coverage(_catalogue(bare, full, undated, later))
    assert [(row.year, row.n) for row in rows] == [(2006, 2), (2007, 1), (None, 1)]
    first = rows[0]
    assert {field: getattr(first, field) for field in FIELDS} == {
        "latin_given": 1,
        "latin_generated": 1,
        "finale": 1,
        "episodes": 1,
        "episodes_inferred": 1,
        "source_material": 1,
        "studio": 1,
        "demand": 1,
        "mal": 1,
    }
    assert first.share("studio") == 0.5
    assert total(_catalogue()).share("studio") == 0.0


def test_the_bundled_catalogue_holds_what_it_promises() -> None:
    catalogue, _ = bundle.read()
    check(catalogue)
    assert paths.BUNDLED.stat().st_size <= bundle.MAX_PACKED
    assert catalogue.data_day == DAY
    assert not any(entry.adult for entry in catalogue.entries)
    (entry,) = (entry for entry in catalogue.entries if entry.id == "bgm302076")
    assert (entry.premiere.iso(), entry.finale.iso(), entry.episodes) == ("2020-10-08", "2020-12-24", 12)
    assert entry.demand is not None
    assert (entry.demand.collections, entry.demand.score) == (3602, 5.3)
    assert {"田口智久", "小高和刚", "海法纪光"} <= set(entry.people)
    assert entry.studios == ("Studio Pierrot",)
    # No studio is named in two spellings, and no download index is a streaming service.
    names = {studio for entry in catalogue.entries for studio in entry.studios}
    assert len({name.casefold().replace(" ", "") for name in names}) == len(names)
    sites = {stream.site for entry in catalogue.entries for stream in entry.streams}
    assert not sites & {"dmhy", "mikan", "bangumi_moe"}
