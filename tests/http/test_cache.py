"""What is kept on disk, how it is revalidated, and what happens when the disk does not play along."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.http.conftest import Open
from tests.replay.server import Clock, ReplayServer, Reply, Sent, skewed, status


class Tagged(ReplayServer):
    """Answers 304 to whoever knows the tag."""

    tag = '"1"'
    control = "no-cache"

    def answer(self, sent: Sent) -> Reply:
        if sent.headers.get("if-none-match") == self.tag:
            return Reply(304, headers={"ETag": self.tag})
        return Reply.json({"tag": self.tag}, ETag=self.tag, Cache_Control=self.control)


def test_what_has_not_changed_is_not_sent_again(opened: Open, clock: Clock, tmp_path: Path) -> None:
    with Tagged() as server:
        first = opened(tmp_path).get(f"{server.base}/x")
        clock.now += 86_400
        again = opened(tmp_path).get(f"{server.base}/x")  # another process
        assert [sent.headers.get("if-none-match") for sent in server.sent] == [None, '"1"']
        assert (again.body, again.from_cache, first.from_cache) == (first.body, True, False)
        assert (again.fetched_at - first.fetched_at).days == 1, "a revalidated answer was shown today"
        server.tag = '"2"'
        changed = opened(tmp_path).get(f"{server.base}/x")
        assert (changed.json(dict), changed.from_cache) == ({"tag": '"2"'}, False)


def test_what_is_fresh_is_not_asked_for_unless_wanted(opened: Open, clock: Clock, tmp_path: Path) -> None:
    with Tagged() as server:
        server.control = "max-age=86400"
        client = opened(tmp_path)
        first = client.get(f"{server.base}/x")
        clock.now += 60
        again = client.get(f"{server.base}/x")
        assert (len(server.sent), again.from_cache) == (1, True)
        assert again.fetched_at == first.fetched_at, "a cached answer was shown when it was fetched"
        client.get(f"{server.base}/x", fresh=True)
        assert len(server.sent) == 2


def test_last_modified_is_used_where_there_is_no_tag(server: ReplayServer, opened: Open, tmp_path: Path) -> None:
    day = "Wed, 18 Nov 2026 10:00:00 GMT"
    feed = Reply(200, b"<rss/>", {"Content-Type": "text/xml", "Last-Modified": day, "Cache-Control": "max-age=0"})
    server.misbehave(feed, Reply(304, headers={"Last-Modified": day}))
    client = opened(tmp_path)
    client.get(f"{server.base}/rss")
    assert client.get(f"{server.base}/rss").body == b"<rss/>"
    assert server.sent[1].headers["if-modified-since"] == day


@pytest.mark.parametrize("date", ["Tue, 01 Jan 2041 00:00:00 GMT", "Thu, 01 Jan 1998 00:00:00 GMT", "yesterday"])
def test_a_server_with_a_wrong_clock_does_not_confuse_the_cache(
    server: ReplayServer, opened: Open, tmp_path: Path, clock: Clock, date: str
) -> None:
    server.misbehave(skewed(Reply.json(1, Cache_Control="max-age=3600"), date))
    client = opened(tmp_path)
    client.get(f"{server.base}/x")
    again = client.get(f"{server.base}/x")
    assert (again.body, again.from_cache, len(server.sent)) == (b"1", True, 1)
    assert again.fetched_at.timestamp() == pytest.approx(clock.now, abs=2)


def test_expires_is_read_against_the_servers_own_clock(server: ReplayServer, opened: Open, tmp_path: Path) -> None:
    said = {"Expires": "Thu, 01 Jan 1998 01:00:00 GMT", "Date": "Thu, 01 Jan 1998 00:00:00 GMT"}
    server.misbehave(Reply(200, b"1", said), where="/fresh")
    server.misbehave(Reply(200, b"1", {**said, "Date": "Thu, 01 Jan 1998 02:00:00 GMT"}), where="/stale")
    server.misbehave(Reply(200, b"1", {"Expires": "0"}), where="/never")
    client = opened(tmp_path)
    for path in ("fresh", "stale", "never") * 2:
        client.get(f"{server.base}/{path}")
    assert [sent.path for sent in server.sent] == ["/fresh", "/stale", "/never", "/stale", "/never"]


def test_what_says_nothing_of_freshness_is_asked_for_each_time(
    server: ReplayServer, opened: Open, tmp_path: Path
) -> None:
    old = Reply(200, b"1", {"Last-Modified": "Thu, 01 Jan 1998 00:00:00 GMT"})
    server.misbehave(old, Reply(304))
    client = opened(tmp_path)
    assert [client.get(f"{server.base}/x").body for _ in "ab"] == [b"1", b"1"]
    assert len(server.sent) == 2


def test_an_answer_that_an_intermediary_kept_is_as_old_as_it_admits(
    server: ReplayServer, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    server.misbehave(Reply.json(1, Cache_Control="max-age=100", Age="90000"))
    client = opened(tmp_path)
    answer = client.get(f"{server.base}/x")
    assert clock.now - answer.fetched_at.timestamp() == pytest.approx(90_000, abs=2)
    client.get(f"{server.base}/x")
    assert len(server.sent) == 2, "it was stale when it came"


def test_a_fault_does_not_replace_what_is_kept(opened: Open, tmp_path: Path) -> None:
    with Tagged() as server:
        client = opened(tmp_path)
        client.get(f"{server.base}/x")
        server.misbehave(status(500))
        assert client.get(f"{server.base}/x").from_cache


def test_questions_that_are_posted_are_not_cached(opened: Open, tmp_path: Path) -> None:
    with Tagged() as server:
        server.control = "max-age=86400"
        client = opened(tmp_path)
        assert [client.post_json(f"{server.base}/q", {"a": 1}).from_cache for _ in "ab"] == [False, False]
        assert [sent.json() for sent in server.sent] == [{"a": 1}] * 2


def test_nothing_with_a_secret_is_written_to_disk(opened: Open, tmp_path: Path) -> None:
    with Tagged() as server:
        client = opened(tmp_path)
        client.get(f"{server.base}/open")
        client.get(f"{server.base}/a", headers={"Authorization": "Bearer geheim"})
        client.get(server.base.replace("//", "//user:geheim@") + "/b")
        client.close()
        assert server.sent[2].headers["authorization"] == "Basic dXNlcjpnZWhlaW0="
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"/open" in kept
    assert b"geheim" not in kept
    assert b"dXNlcjpnZWhlaW0=" not in kept


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_broken_cache_file_costs_the_cache_and_nothing_else(
    opened: Open, tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "http.sqlite").write_bytes(content)
    with Tagged() as server:
        assert opened(tmp_path).get(f"{server.base}/x").json(dict) == {"tag": '"1"'}
    assert capfd.readouterr().err == ""


def test_a_cache_folder_that_cannot_be_written_costs_the_cache_and_nothing_else(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Tagged() as server:
        assert opened(tmp_path / "file" / "cache").get(f"{server.base}/x").json(dict) == {"tag": '"1"'}


def test_cookies_are_neither_sent_nor_kept(server: ReplayServer, opened: Open, tmp_path: Path) -> None:
    server.misbehave(Reply.json(1, Set_Cookie="id=geheim; Path=/", ETag='"1"'))
    client = opened(tmp_path)
    client.get(f"{server.base}/x")
    client.get(f"{server.base}/y")
    assert "cookie" not in server.sent[1].headers
    client.close()
    assert b"geheim" not in (tmp_path / "http.sqlite").read_bytes()
