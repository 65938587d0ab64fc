"""How often a provider is asked, and how long we wait when it asks for a pause."""

from __future__ import annotations

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.http.client import Http
from nextcour.http.errors import CoolingDown, RateLimited
from nextcour.http.pacing import Pace, retry_after, until_reset
from nextcour.http.policy import ANILIST, ANN, JIKAN, POLICIES, WIKIMEDIA, Limit, Policy
from tests.http.conftest import PATIENT, Open
from tests.replay.server import Clock, ReplayServer, Reply, fast_policy, skewed, status, too_many


def starts(policy: Policy, count: int) -> list[float]:
    """When `count` requests start that are made as fast as allowed."""
    pace, now, found = Pace(policy), 1000.0, []
    for _ in range(count):
        now += pace.delay(now)
        pace.started(now)
        found.append(now)
    return found


@pytest.mark.parametrize("policy", [ANILIST, JIKAN, ANN, WIKIMEDIA])
def test_no_window_ever_holds_more_requests_than_its_provider_allows(policy: Policy) -> None:
    found = starts(policy, 150)
    for limit in policy.limits:
        for first, later in zip(found, found[limit.count :], strict=False):
            assert later - first >= limit.seconds - 1e-6


def test_a_few_requests_need_not_wait_for_the_minute() -> None:
    assert starts(ANILIST, 5)[-1] - 1000 < 4
    assert starts(ANILIST, 31)[-1] - 1000 >= 60


@given(st.lists(st.floats(0, 50), max_size=60), st.integers(1, 5), st.floats(0.5, 20))
def test_requests_at_any_times_keep_the_limit(pauses: list[float], count: int, seconds: float) -> None:
    pace, now, found = Pace(Policy(limits=(Limit(count, seconds),))), 0.0, []
    for pause in pauses:
        now += pause
        now += pace.delay(now)
        pace.started(now)
        found.append(now)
    assert all(later - first >= seconds - 1e-6 for first, later in zip(found, found[count:], strict=False))


def test_a_clock_that_is_set_back_does_not_stop_us() -> None:
    pace = Pace(ANN)
    pace.started(5000.0)
    assert pace.delay(10.0) == 0


def test_the_servers_own_limit_wins_over_ours() -> None:
    pace = Pace(ANILIST)
    pace.answered({"x-ratelimit-limit": "10"}, 0.0)
    for second in range(10):
        pace.started(float(second))
    assert pace.delay(10.0) == 50.0
    pace.answered({"x-ratelimit-limit": "1000000"}, 10.0)
    assert pace.delay(10.0) == 0, "more is allowed now, though never above `most`"
    pace.answered({"x-ratelimit-limit": "nonsense", "x-ratelimit-remaining": "-4"}, 10.0)
    assert pace.delay(10.0) == 0


def test_when_nothing_remains_we_wait_for_the_reset(server: ReplayServer, opened: Open, clock: Clock) -> None:
    server.misbehave(Reply.json(1, X_RateLimit_Remaining="0", X_RateLimit_Reset=str(int(clock.now) + 20)))
    now = email.utils.formatdate(clock.now, usegmt=True)
    server.misbehave(skewed(Reply.json(1, X_RateLimit_Remaining="0", X_RateLimit_Reset="7"), now))
    client = opened()
    for _ in "abc":
        client.get(f"{server.base}/x")
    assert clock.slept[-1] == pytest.approx(7, abs=1)


def test_a_reset_is_read_against_the_servers_clock() -> None:
    headers = {"x-ratelimit-reset": "1502035959", "date": "Sun, 06 Aug 2017 16:12:29 GMT"}
    assert until_reset(headers, now=1_795_000_000.0) == 10.0
    assert until_reset({"x-ratelimit-reset": "soon"}, 0.0) is None


def test_retry_after_in_seconds_and_as_a_date_is_kept() -> None:
    date = {"retry-after": "Wed, 18 Nov 2026 10:00:30 GMT"}
    assert retry_after({"retry-after": "30"}, 0.0) == 30
    assert retry_after({**date, "date": "Wed, 18 Nov 2026 10:00:00 GMT"}, now=12345.0) == 30
    assert retry_after(date, now=1_794_996_000.0) == 30
    assert retry_after({"retry-after": "Mon, 01 Jan 2001 00:00:00 GMT"}, now=1_795_000_000.0) == 0
    for nonsense in ("", "soon", "-5", "1e9", "٣", "9" * 400, "Wed, 99 Nov 2026 10:00:30 GMT"):
        assert retry_after({"retry-after": nonsense}, 0.0) is None


def test_a_pause_that_is_asked_for_is_waited(server: ReplayServer, opened: Open, clock: Clock) -> None:
    server.misbehave(too_many("30"), status(503, Retry_After="12"))
    opened().get(f"{server.base}/x")
    assert [int(pause) for pause in clock.slept] == [30, 12]


def test_a_pause_without_a_length_grows(server: ReplayServer, opened: Open, clock: Clock) -> None:
    server.misbehave(too_many(), status(500), status(500))
    opened(pause=1.0, attempts=4).get(f"{server.base}/x")
    assert 5 <= clock.slept[0] <= 11
    assert 1 < clock.slept[1] < clock.slept[2] + 1.5


def test_a_pause_longer_than_we_wait_is_told_and_remembered(server: ReplayServer, opened: Open, clock: Clock) -> None:
    server.misbehave(too_many("3600"))
    client = opened()
    with pytest.raises(RateLimited, match="asks for a pause until 18 Nov 2026 12:06 UTC") as caught:
        client.get(f"{server.base}/x")
    assert caught.value.until.timestamp() == clock.now + 3600
    with pytest.raises(CoolingDown, match="it asked for a pause of 3,600 seconds"):
        client.get(f"{server.base}/x")
    assert clock.slept == []
    clock.now += 3601
    assert client.get(f"{server.base}/x").status == 200


def test_a_provider_that_asks_for_a_year_is_asked_again_tomorrow(
    server: ReplayServer, opened: Open, clock: Clock
) -> None:
    server.misbehave(too_many("31536000"))
    client = opened()
    with pytest.raises(RateLimited):
        client.get(f"{server.base}/x")
    clock.now += 86_401
    assert client.get(f"{server.base}/x").status == 200


def test_connections_are_used_again(server: ReplayServer, opened: Open) -> None:
    client = opened()
    server.misbehave(status(500), where="/c")
    for path in "abcd":
        client.get(f"{server.base}/{path}")
    assert server.connections == 1


def test_every_known_provider_has_a_policy_of_its_own() -> None:
    assert POLICIES["graphql.anilist.co"].stop_on
    assert POLICIES["api.jikan.moe"].limits == (Limit(3, 1.0), Limit(60, 60.0))
    assert POLICIES["wikimedia.org"].needs_contact
    assert POLICIES["www.animenewsnetwork.com"].limits == (Limit(1, 1.0),)


def test_a_person_can_be_told_of_every_longer_pause(server: ReplayServer, clock: Clock) -> None:
    told: list[tuple[str, float]] = []
    server.misbehave(too_many("30"))
    policies = {"127.0.0.1": fast_policy(limits=(Limit(2, 60.0),), **PATIENT)}
    with Http(policies, clock=clock, sleep=clock.sleep, waiting=lambda *pause: told.append(pause)) as http:
        for _ in "ab":
            http.get(f"{server.base}/x")
    assert [(host, round(seconds)) for host, seconds in told] == [("127.0.0.1", 30), ("127.0.0.1", 30)]
