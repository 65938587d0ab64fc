"""Everything a server can do wrong, and what the person is told. Nothing hangs, nothing half is kept."""

from __future__ import annotations

import time

import pytest

from nextcour.http.client import JSON
from nextcour.http.errors import CoolingDown, HttpFault, RateLimited, Refused, TooLarge, Unreachable, WrongType
from tests.http.conftest import IMPATIENT, Open
from tests.replay.server import (
    Clock,
    ReplayServer,
    Reply,
    drip,
    drip_headers,
    encoded,
    gzip_bomb,
    oversized,
    reset,
    silence,
    status,
    too_many,
    truncated,
    web_page,
    wrong_type,
)

GOOD = Reply.json(list(range(100)))
MEGA = 1_000_000
ALWAYS = [
    pytest.param(silence(), Unreachable, "did not answer in time", id="silence"),
    pytest.param(drip(GOOD), Unreachable, "did not answer in time", id="a slow drip"),
    pytest.param(drip_headers(GOOD), Unreachable, "did not answer in time", id="headers that drip"),
    pytest.param(truncated(GOOD), Unreachable, "broke off its answer", id="half a body"),
    pytest.param(truncated(encoded(GOOD)), Unreachable, "broke off its answer", id="half a compressed body"),
    pytest.param(reset(), Unreachable, "The connection to 127.0.0.1 broke", id="a reset connection"),
    pytest.param(status(500), Unreachable, "has a fault of its own (status 500)", id="500"),
    pytest.param(status(503), Unreachable, "has a fault of its own (status 503)", id="503"),
    pytest.param(too_many("1"), RateLimited, "we ask too often, even after waiting", id="429 with Retry-After"),
    pytest.param(too_many(), RateLimited, "we ask too often, even after waiting", id="429 without Retry-After"),
]
ONCE = [
    pytest.param(oversized(2 * MEGA), TooLarge, "offers 2,000,000 bytes where at most 1,000,000", id="too large"),
    pytest.param(
        oversized(2 * MEGA, told=False), TooLarge, "more than the 1,000,000 bytes", id="too large, and not told"
    ),
    pytest.param(gzip_bomb(50 * MEGA), TooLarge, "more than the 1,000,000 bytes", id="a gzip bomb"),
    pytest.param(encoded(GOOD, "zstd", b"("), WrongType, "encoding that was not asked for ('zstd')", id="zstd"),
    pytest.param(encoded(GOOD, body=b"no gzip"), WrongType, "damaged compressed data", id="damaged gzip"),
    pytest.param(web_page(), WrongType, "a web page instead of application/json", id="HTML"),
    pytest.param(wrong_type(GOOD, "image/png"), WrongType, "image/png instead of application/json", id="a picture"),
    pytest.param(status(403), Refused, "was refused (403 forbidden)", id="403"),
    pytest.param(status(404), Refused, "was refused (404 not found)", id="404"),
    pytest.param(status(505), Unreachable, "status 505", id="505"),
]


@pytest.mark.parametrize(("fault", "kind", "told"), ALWAYS)
def test_a_fault_that_may_pass_is_tried_again_and_then_told(
    server: ReplayServer, opened: Open, fault: Reply, kind: type[HttpFault], told: str
) -> None:
    server.misbehave(fault, always=True)
    client = opened(attempts=2, **(IMPATIENT if kind is Unreachable and "in time" in told else {}))
    begun = time.monotonic()
    with pytest.raises(kind) as caught:
        client.get(f"{server.base}/x?token=geheim", accept=JSON)
    assert time.monotonic() - begun < 2.5, "an attempt outlived its time-out"
    assert told in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert len(server.sent) == 2


@pytest.mark.parametrize(("fault", "kind", "told"), ALWAYS)
def test_a_fault_that_passes_is_not_noticed(
    server: ReplayServer, opened: Open, fault: Reply, kind: type[HttpFault], told: str
) -> None:
    server.misbehave(fault)
    waits = {"read_timeout": 0.15, "total_timeout": 0.3, "attempts": 6} if "in time" in told else {}
    answer = opened(**waits).get(f"{server.base}/x", accept=JSON)
    assert answer.json(dict) == {"path": "/x"}


@pytest.mark.parametrize(("fault", "kind", "told"), ONCE)
def test_a_fault_that_stays_is_told_at_once(
    server: ReplayServer, opened: Open, fault: Reply, kind: type[HttpFault], told: str
) -> None:
    server.misbehave(fault, always=True)
    with pytest.raises(kind) as caught:
        opened().get(f"{server.base}/x?token=geheim", accept=JSON, limit=MEGA)
    assert told in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert len(server.sent) == 1


def test_a_gzip_bomb_is_not_unpacked(server: ReplayServer, opened: Open) -> None:
    import tracemalloc

    server.misbehave(gzip_bomb(50 * MEGA))
    client = opened()
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            client.get(f"{server.base}/x", limit=MEGA)
        assert tracemalloc.get_traced_memory()[1] < 8 * MEGA
    finally:
        tracemalloc.stop()


def test_html_that_says_it_is_json_is_told_apart(server: ReplayServer, opened: Open) -> None:
    server.misbehave(web_page(kind="application/json"))
    with pytest.raises(WrongType, match=r"127\.0\.0\.1 answered with a web page instead of JSON"):
        opened().get(f"{server.base}/x", accept=JSON).json(dict)


def test_json_of_another_shape_is_told(server: ReplayServer, opened: Open) -> None:
    with pytest.raises(WrongType, match="JSON we cannot read: Expected `array`, got `object`"):
        opened().get(f"{server.base}/x", accept=JSON).json(list)


def test_a_status_that_is_expected_is_an_answer(server: ReplayServer, opened: Open) -> None:
    server.misbehave(status(404, '{"detail": "none"}', "application/problem+json"))
    answer = opened().get(f"{server.base}/x", accept=JSON, allow={404})
    assert (answer.status, answer.json(dict)) == (404, {"detail": "none"})


def test_a_server_that_is_not_there_is_told(opened: Open) -> None:
    with ReplayServer() as gone:
        address = gone.base
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 cannot be reached"):
        opened().get(f"{address}/x")


def test_a_provider_that_says_stop_is_left_alone_by_the_next_process_too(
    server: ReplayServer, opened: Open, clock: Clock, tmp_path: object
) -> None:
    folder = tmp_path / "cache"  # type: ignore[operator]
    words = {"errors": [{"message": "The AniList API has been temporarily disabled due to stability issues."}]}
    server.misbehave(Reply.json(words, status=403))
    policy = {"stop_on": ("temporarily disabled",), "cool_down": 3600.0}
    with pytest.raises(CoolingDown, match=r"says that it is temporarily disabled; .* until 18 Nov 2026 12:06 UTC"):
        opened(folder, **policy).post_json(server.base, {"query": "{x}"})
    with pytest.raises(CoolingDown, match="is left alone until 18 Nov 2026 12:06 UTC: it is temporarily disabled"):
        opened(folder, **policy).post_json(server.base, {"query": "{x}"})
    assert len(server.sent) == 1
    clock.now += 3601
    assert opened(folder, **policy).post_json(server.base, {"query": "{x}"}).status == 200


def test_an_ordinary_403_is_no_reason_to_stop(server: ReplayServer, opened: Open) -> None:
    server.misbehave(status(403, "private list"))
    client = opened(stop_on=("temporarily disabled",))
    with pytest.raises(Refused, match="403"):
        client.get(f"{server.base}/x")
    assert client.get(f"{server.base}/x").status == 200


def test_a_stream_that_breaks_half_way_says_so(server: ReplayServer, opened: Open) -> None:
    body = Reply(200, b"x" * 300_000, {"Content-Type": "application/octet-stream"})
    server.misbehave(truncated(body))
    with (
        opened().stream(f"{server.base}/big", limit=MEGA) as chunks,
        pytest.raises(Unreachable, match="broke off its answer"),
    ):
        for _ in chunks:
            pass
    with pytest.raises(TooLarge), opened().stream(f"{server.base}/big", limit=1) as chunks:
        b"".join(chunks)


def test_opening_a_stream_is_tried_again(server: ReplayServer, opened: Open) -> None:
    server.misbehave(status(502), Reply(200, b"x" * 300_000, {"ETag": '"1"'}))
    with opened().stream(f"{server.base}/big", limit=MEGA) as chunks:
        assert (chunks.status, chunks.headers["etag"]) == (200, '"1"')
        assert sum(len(chunk) for chunk in chunks) == 300_000
    server.misbehave(Reply(304))
    with opened().stream(f"{server.base}/big", limit=MEGA, headers={"If-None-Match": '"1"'}, allow={304}) as chunks:
        assert (chunks.status, list(chunks)) == (304, [])
    assert server.sent[-1].headers["if-none-match"] == '"1"'
