"""Calendar files, as calendar programs read them."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nextcour.answers.answer import RenewalStatus
from nextcour.facts.changes import Kind as Change
from nextcour.feeds.calendars import Asked, coming, of_season, of_title
from nextcour.feeds.ical import Plan, calendar
from nextcour.pages.premiere import Kind
from nextcour.site.site import Site
from nextcour.store.shelf import studio_key
from tests.conftest import Golden
from tests.feeds.made_site import HOSTILE, KNOWN_TO, WINDOW, change, item, premiere, site_of

COMING = {"upcoming": 2, "status": RenewalStatus.ANNOUNCED}


def events(plan: Plan | None) -> list[Any]:
    assert plan is not None
    return list(icalendar.Calendar.from_ical(calendar(plan)).walk("VEVENT"))


def second(folder: Path, date: str | None, *changes: Any, **changed: Any) -> Any:
    """The event of season 2 with this date."""
    made = site_of(
        folder,
        [item(upcoming_date=date, **{**COMING, **changed})],
        [premiere(1), premiere(2, date, out=False)],
        changes,
    )
    return next(event for event in events(of_title(made, "a-show")) if str(event["uid"]).startswith("a-show-2-"))


def test_a_published_day_is_one_confirmed_day(tmp_path: Path) -> None:
    event = second(tmp_path / "one", "2026-07-05")
    assert event["status"] == "CONFIRMED"
    assert event["dtstart"].dt == dt.date(2026, 7, 5)
    assert event["dtend"].dt == dt.date(2026, 7, 6), "the end is the first day that is not in it"
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_a_month_is_tentative_and_says_that_the_day_is_not_known(tmp_path: Path) -> None:
    event = second(tmp_path / "one", "2026-07")
    assert (event["status"], event["transp"]) == ("TENTATIVE", "TRANSPARENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2026, 7, 1), dt.date(2026, 8, 1))
    assert "day not known yet" in event["summary"]
    assert "80 %" not in event["summary"], "a published month is no forecast"


@pytest.mark.parametrize("date", [None, "2027"])
def test_what_has_no_month_stands_in_its_likely_window(tmp_path: Path, date: str | None) -> None:
    event = second(tmp_path / "one", date)
    assert (event["status"], event["transp"]) == ("TENTATIVE", "TRANSPARENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (WINDOW.p10, WINDOW.p90 + dt.timedelta(days=1))
    assert "most likely window (80 %)" in event["summary"]


def test_what_nobody_announced_is_said_to_be_so(tmp_path: Path) -> None:
    made = site_of(tmp_path / "one", [item()], [premiere(1)])
    event = events(of_title(made, "a-show"))[-1]
    assert event["status"] == "TENTATIVE"
    assert "if it returns" in event["summary"]
    assert "Not announced." in event["description"]
    assert "30 % chance that it is announced by Apr 2028" in event["description"]


def test_an_event_keeps_its_name_from_the_forecast_to_the_day(tmp_path: Path) -> None:
    open_ = site_of(tmp_path / "open", [item()], [premiere(1)])
    names = {str(events(of_title(open_, "a-show"))[-1]["uid"])}
    for place, date in enumerate((None, "2026-07", "2026-07-05")):
        names.add(str(second(tmp_path / str(place), date)["uid"]))
    assert names == {"a-show-2-premiere@nextcour.example"}


def test_the_sequence_rises_with_each_change_of_date(tmp_path: Path) -> None:
    log = [
        change(Change.ANNOUNCED, "2025-12-01"),
        change(Change.DATED, "2026-01-10", "2026-07"),
        change(Change.DATED, "2026-02-10", "2026-07-05"),
        change(Change.DELAYED, "2026-03-10", "2026-10-04"),
    ]
    dates = (None, "2026-07", "2026-07-05", "2026-10-04")
    made = [second(tmp_path / str(n), date, *log[: n + 1]) for n, date in enumerate(dates)]
    assert [event["sequence"] for event in made] == [1, 2, 3, 4]
    assert made[3]["dtstamp"].dt == made[3]["last-modified"].dt == dt.datetime(2026, 3, 10, tzinfo=dt.UTC)


def test_changes_of_other_seasons_and_of_later_days_move_nothing(tmp_path: Path) -> None:
    log = (
        change(Change.ANNOUNCED, "2025-12-01"),
        change(Change.DATED, "2026-01-01", "2024-07-03", entry="e1"),
        change(Change.STARTED, "2026-02-01"),
        change(Change.DELAYED, "2026-05-30", "2027-01-01"),
    )
    assert second(tmp_path / "one", "2026-07-05", *log)["sequence"] == 1


def test_what_was_called_off_is_cancelled(tmp_path: Path) -> None:
    log = (change(Change.ANNOUNCED, "2025-12-01"), change(Change.CANCELLED, "2026-02-01", "CANCELLED"))
    assert second(tmp_path / "one", "2026-07-05", *log)["status"] == "CANCELLED"


def test_names_of_later_parts_and_films_differ_from_their_seasons(tmp_path: Path) -> None:
    made = site_of(
        tmp_path / "one",
        [item()],
        [
            premiere(1),
            premiere(1, "2025-01-05", entry="p", kind=Kind.PART),
            premiere(None, "2025-06-05", entry="f", kind=Kind.FILM, format="MOVIE", title="A Show: The Film"),
        ],
    )
    found = events(of_title(made, "a-show"))
    assert len({str(event["uid"]) for event in found}) == len(found) == 4
    assert [str(event["summary"]) for event in found[:3]] == [
        "A Show: Season 1",
        "A Show: Season 1, next part",
        "A Show: The Film (Film)",
    ]


def test_numbers_go_on_after_the_last_one_where_some_are_missing(tmp_path: Path) -> None:
    made = site_of(tmp_path / "one", [item(installments=2)], [premiere(1), premiere(3, "2025-01-05")])
    assert str(events(of_title(made, "a-show"))[-1]["uid"]) == "a-show-4-premiere@nextcour.example"


def test_past_and_future_days_bound_what_comes(tmp_path: Path) -> None:
    dates = ("2026-04-10", "2026-04-20", "2026-05-10", "2026-06", "2026-07-05")
    lines = [item(f"s{n}", f"S{n}") for n in range(len(dates))]
    made = site_of(
        tmp_path / "one",
        lines,
        [premiere(1, date, line=f"s{n}", entry=f"x{n}", out=False) for n, date in enumerate(dates)],
    )

    def found(asked: Asked) -> list[str]:
        return [str(event["summary"])[:2] for event in events(coming(made, asked))]

    assert found(Asked(past_days=7, future_days=28)) == ["S1", "S2"]
    assert found(Asked(past_days=0, future_days=60)) == ["S2", "S3"]
    assert found(Asked(past_days=366, future_days=366)) == ["S0", "S1", "S2", "S3", "S4"]


def test_unannounced_seasons_come_only_when_asked_for(tmp_path: Path) -> None:
    likely, unlikely = item("likely", "Likely"), item("unlikely", "Unlikely", premiere=None)
    made = site_of(tmp_path / "one", [likely, unlikely])
    wide = {"future_days": 1000}
    assert events(coming(made, Asked(**wide))) == []
    assert len(events(coming(made, Asked(unmonitored=True, **wide)))) == 1
    named = Asked(unmonitored=True, tags=frozenset({"unlikely"}), **wide)
    assert [str(event["uid"])[:8] for event in events(coming(made, named))] == ["unlikely"], "it was named"


def test_tags_and_premieres_only_let_others_out(tmp_path: Path) -> None:
    made = site_of(
        tmp_path / "one",
        [item()],
        [premiere(1, "2026-04-24"), premiere(1, "2026-04-23", entry="p", kind=Kind.PART)],
    )
    assert len(events(coming(made))) == 2
    assert len(events(coming(made, Asked(premieres_only=True)))) == 1
    assert len(events(coming(made, Asked(tags=frozenset({"part"}))))) == 1
    assert len(events(coming(made, Asked(tags=frozenset({studio_key("Studio A & B")}))))) == 2
    assert events(coming(made, Asked(tags=frozenset({"another"})))) == []


def test_a_season_has_everything_of_it(site: Site) -> None:
    name, _ = max(site.shelf.seasons(), key=lambda one: one[1])
    found = events(of_season(site, name))
    assert len(found) == len(site.shelf.premieres("season = ?", (name,)))
    assert of_season(site, "FALL 1901") is None


def test_the_same_data_give_the_same_bytes_whatever_the_day(tmp_path: Path) -> None:
    one, two = (site_of(tmp_path / name, [item()], [premiere(1)]) for name in ("one", "two"))
    plans = (of_title(one, "a-show"), of_title(two, "a-show"))
    assert None not in plans
    assert len({calendar(plan) for plan in plans if plan is not None}) == 1
    assert b"20261123" not in calendar(plans[0] or Plan("", "", "", ())), "today is nowhere in it"


def test_a_calendar_has_what_rfc_5545_and_7986_ask_for(site: Site) -> None:
    plan = of_title(site, "akudama-drive")
    assert plan is not None
    body = calendar(plan)
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    read = icalendar.Calendar.from_ical(body)
    assert (str(read["version"]), str(read["method"])) == ("2.0", "PUBLISH")
    assert read["refresh-interval"].dt == dt.timedelta(hours=12)
    assert str(read["x-wr-calname"]) == "Akudama Drive: premieres"
    for event in read.walk("VEVENT"):
        assert {"uid", "dtstamp", "dtstart", "dtend", "summary", "sequence", "status", "url"} <= {
            name.lower() for name in event
        }
        assert event["url"] == f"{site.address}/anime/akudama-drive"


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_add_no_line(tmp_path: Path, title: str) -> None:
    made = site_of(tmp_path / "one", [item(title=title, studios=(title,))], [premiere(1, title=title)])
    plan = of_title(made, "a-show")
    assert plan is not None
    body = calendar(plan)
    assert body.split(b"\r\n").count(b"BEGIN:VEVENT") == 2
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for event in icalendar.Calendar.from_ical(body).walk("VEVENT"):
        assert "\n" not in event["summary"]
        assert event["status"] in ("CONFIRMED", "TENTATIVE")


def test_a_calendar_reads_as_reviewed(tmp_path: Path, golden: Golden) -> None:
    made = site_of(
        tmp_path / "one",
        [item(upcoming_date="2026-07", **COMING)],
        [premiere(1), premiere(2, "2026-07", out=False)],
        [change(Change.ANNOUNCED, "2025-12-01"), change(Change.DATED, "2026-02-01", "2026-07")],
    )
    plan = of_title(made, "a-show")
    assert plan is not None
    golden.check("feeds/title.ics", calendar(plan).decode().replace("\r\n", "\n"))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])  # the site only reads
@given(st.integers(0, 10_000))
def test_calendars_of_any_show_keep_the_rules(site: Site, seed: int) -> None:
    line = random.Random(seed).choice(site.shelf.lines())
    found = events(of_title(site, line))
    assert len({str(event["uid"]) for event in found}) == len(found)
    for event in found:
        days = (event["dtend"].dt - event["dtstart"].dt).days
        assert days >= 1
        assert event["status"] != "CONFIRMED" or days == 1
        assert event["dtstamp"].dt.date() <= KNOWN_TO
