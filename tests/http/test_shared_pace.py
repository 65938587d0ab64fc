"""Two processes keep one pace, and what a provider said is kept by the next process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nextcour.http.client import Http
from nextcour.http.errors import CoolingDown, RateLimited
from nextcour.http.pacing import Pace, Past
from nextcour.http.policy import Limit, Policy
from nextcour.http.shared_pace import SharedPace
from tests.conftest import ROOT
from tests.http.conftest import Open
from tests.replay.server import Clock, ReplayServer, Reply, fast_policy, status, too_many

HOST = "127.0.0.1"
# Asks for turns as the transport does, on a clock that stands still, and prints when each may start.
TURNS = """
import sys
from pathlib import Path
from nextcour.http.pacing import Pace
from nextcour.http.policy import Limit, Policy
from nextcour.http.shared_pace import SharedPace
shared, pace = SharedPace(Path(sys.argv[1])), Pace(Policy(limits=(Limit(3, 10.0),), longest_wait=10_000.0))
for _ in range(20):
    with shared.held("127.0.0.1", pace, 1000.0):
        wait = pace.delay(1000.0)
        pace.started(1000.0 + wait)
    print(1000.0 + wait)
"""


def test_processes_that_ask_at_once_never_take_the_same_turn(tmp_path: Path) -> None:
    asked = [
        subprocess.Popen([sys.executable, "-c", TURNS, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(3)
    ]
    found = sorted(float(line) for process in asked for line in process.communicate(timeout=60)[0].split())
    assert [process.returncode for process in asked] == [0, 0, 0]
    assert len(found) == 60
    assert all(later - first >= 10.0 for first, later in zip(found, found[3:], strict=False))
    assert found[-1] == 1000.0 + 190, "and nobody waits for longer than the limit asks"


def test_the_next_client_keeps_the_pace_of_the_last_one(
    server: ReplayServer, opened: Open, clock: Clock, tmp_path: Path
) -> None:
    for _ in range(3):
        with Http(
            {HOST: fast_policy(limits=(Limit(2, 60.0),))}, cache_dir=tmp_path, clock=clock, sleep=clock.sleep
        ) as http:
            http.post_json(f"{server.base}/x", {})
    assert [round(pause) for pause in clock.slept] == [60]


def test_what_the_server_says_of_its_limit_is_known_to_the_next_client(
    server: ReplayServer, opened: Open, clock: Clock, tmp_path: Path
) -> None:
    server.misbehave(Reply.json(1, X_RateLimit_Limit="1"))
    opened(tmp_path, limits=(Limit(30, 60.0),)).get(f"{server.base}/x")
    opened(tmp_path, limits=(Limit(30, 60.0),)).get(f"{server.base}/y")
    assert [round(pause) for pause in clock.slept] == [60]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"starts": ["soon"]}', b"\xff" * 400_000])
def test_a_damaged_file_costs_the_memory_and_nothing_else(
    server: ReplayServer, opened: Open, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / f"pace-{HOST}.json"
    path.write_bytes(content)
    assert opened(tmp_path).get(f"{server.base}/x").status == 200
    assert len(json.loads(path.read_bytes())["starts"]) == 1


def test_a_folder_that_cannot_be_written_shares_nothing_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    pace = Pace(Policy())
    with SharedPace(tmp_path / "file" / "below").held(HOST, pace, 5.0):
        pace.started(5.0)
    assert pace.past().starts == (5.0,)


def test_times_that_a_wrong_clock_gave_are_passed_over() -> None:
    pace = Pace(Policy(limits=(Limit(1, 60.0),)))
    pace.recall(Past((5e9,), (7, 7), 9e9), 1000.0)
    assert pace.delay(1000.0) == 0
    pace.recall(Past((990.0,), (0,), 0.0), 1000.0)
    assert pace.delay(1000.0) == 50.0


def told(body: bytes) -> tuple[int, str] | None:
    found = json.loads(body)
    return (found["status"], found["words"]) if "status" in found else None


def test_a_fault_told_in_a_good_answer_is_treated_as_its_status(
    server: ReplayServer, opened: Open, clock: Clock
) -> None:
    server.misbehave(Reply.json({"status": 429, "words": "slower"}, Retry_After="30"))
    assert opened().post_json(f"{server.base}/x", {}, told=told).status == 200
    assert [int(pause) for pause in clock.slept] == [30]


def test_a_stop_told_in_a_good_answer_is_kept_by_the_next_process(
    server: ReplayServer, opened: Open, clock: Clock, tmp_path: Path
) -> None:
    policy = {"stop_on": ("temporarily disabled",), "cool_down": 3600.0}
    server.misbehave(Reply.json({"status": 403, "words": "Temporarily Disabled, sorry"}))
    with pytest.raises(CoolingDown, match="is left alone until 18 Nov 2026 12:06 UTC"):
        opened(tmp_path, **policy).post_json(f"{server.base}/x", {}, told=told)
    with pytest.raises(CoolingDown, match="temporarily disabled"):
        opened(tmp_path, **policy).post_json(f"{server.base}/x", {}, told=told)
    assert len(server.sent) == 1
    clock.now += 3601
    assert opened(tmp_path, **policy).post_json(f"{server.base}/x", {}, told=told).status == 200


@pytest.mark.parametrize("fault", [too_many(), too_many("20")], ids=["without a word", "twenty seconds"])
def test_a_provider_that_goes_on_saying_429_is_left_alone_by_the_next_process_too(
    server: ReplayServer, opened: Open, clock: Clock, tmp_path: Path, fault: Reply
) -> None:
    server.misbehave(fault, always=True)
    with pytest.raises(RateLimited, match="too often"):
        opened(tmp_path, attempts=2).get(f"{server.base}/x")
    with pytest.raises(CoolingDown, match="it was asked too often"):
        opened(tmp_path, attempts=2).get(f"{server.base}/x")
    assert len(server.sent) == 2
    server.misbehave()
    server._faults.clear()
    clock.now += 61
    assert opened(tmp_path).get(f"{server.base}/x").status == 200


def test_other_faults_leave_no_mark(server: ReplayServer, opened: Open, tmp_path: Path) -> None:
    server.misbehave(status(500), status(500))
    with pytest.raises(Exception, match="500"):
        opened(tmp_path, attempts=2).get(f"{server.base}/x")
    assert opened(tmp_path).get(f"{server.base}/x").status == 200
