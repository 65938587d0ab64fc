"""The file of shipped forecasts: small, the same bytes for the same runs, and never read when it is not whole."""

from __future__ import annotations

import hashlib
import lzma
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.forecast.chances import logit
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.reasons import AT
from nextcour.store import forecast_codes, forecast_file, forecast_rows
from nextcour.store.forecast_file import ForecastsDamaged, decode, encode
from tests.forecast.runs import curve, curves, many, quarters, run

RUN_DAY = quarters(1)[0]
RUNS = many(6, 50)
DATA = encode(RUNS)
HAZARD_ERROR = 0.026


def again(one: Curve, made: Run) -> Curve:
    """`one` after it has been a row."""
    groups = len(made.groups)
    numbers = forecast_rows.numbers_of(made, one, groups)
    row = forecast_rows.row_of(numbers, forecast_codes.columns(groups))
    assert len(row) == forecast_rows.width(groups)
    return forecast_codes.curves_of(forecast_rows.page_of([(0, row)]), [made])[0]


def hazards(chances: tuple[float, ...]) -> list[float]:
    return [
        (now - before) / (1.0 - before) if before < 1.0 else 0.0
        for before, now in zip((0.0, *chances), chances, strict=False)
    ]


def check_rules(one: Curve, made: Run) -> None:
    for chances in (one.announced, one.out, one.movie):
        assert list(chances) == sorted(chances)
        assert all(0.0 <= chance <= 1.0 for chance in chances)
    assert all(out <= announced for out, announced in zip(one.out, one.announced, strict=True))
    if 0.0 < one.announced[AT] < 1.0:
        assert logit(made.base) + sum(one.why) == pytest.approx(logit(one.announced[AT]), abs=1e-9)
    else:
        assert not any(one.why)


@given(curves(), st.floats(0.001, 0.5))
def test_what_comes_back_follows_the_rules(one: Curve, base: float) -> None:
    made = run(RUN_DAY, base=base)
    back = again(one, made)
    check_rules(back, made)
    assert (back.number, back.premiere) == (one.number, one.premiere)


@given(curves())
def test_hazards_come_back_within_their_error(one: Curve) -> None:
    back = again(one, run(RUN_DAY))
    for said, kept in ((one.announced, back.announced), (one.movie, back.movie)):
        for before, after in zip(hazards(said), hazards(kept), strict=True):
            if 6.2e-6 <= before <= 0.679:
                assert after == pytest.approx(before, rel=HAZARD_ERROR)
            elif before < 2.9e-6:
                assert after < 1e-12


def test_chances_parts_and_what_ifs_come_back_nearly_as_they_were() -> None:
    draw = random.Random(5)
    for at in range(300):
        base = draw.uniform(0.01, 0.1)
        made = run(RUN_DAY, base=base)
        one = curve(draw, draw.gauss(-5.0, 1.5), base=base, parts=tuple(draw.gauss(0, 1) for _ in made.groups))
        back = again(one, made)
        for said, kept in ((one.announced, back.announced), (one.out, back.out), (one.movie, back.movie)):
            for before, after in zip(said, kept, strict=True):
                assert after == pytest.approx(before, rel=HAZARD_ERROR), at
        for before, after in zip(one.spread, back.spread, strict=True):
            assert after == pytest.approx(before, abs=0.0101)
        largest = max(map(abs, one.why))
        for before, after in zip(one.why, back.why, strict=True):
            # The largest takes up the rounding of all others and of the chance.
            most = 0.0126 * len(one.why) + 0.026 if largest - abs(before) < 0.03 else 0.0126
            assert after == pytest.approx(before, abs=most)
        for before, after in ((one.if_movie, back.if_movie), (one.if_top, back.if_top)):
            said, kept = logit(before) - logit(one.announced[AT]), logit(after) - logit(back.announced[AT])
            assert kept == pytest.approx(said, abs=0.0126)


def test_every_run_and_line_comes_back() -> None:
    found = decode(DATA)
    assert found.runs == tuple(made for made, _ in RUNS)
    assert set(found.pages) == {line for _, some in RUNS for line in some}
    for line in found.pages:
        back = found.curves(line)
        assert list(back) == [at for at, (_, some) in enumerate(RUNS) if line in some]
        for at, one in back.items():
            made, some = RUNS[at]
            assert one == again(some[line], made)
            check_rules(one, made)
    assert found.curves("no such line") == {}


def test_the_same_runs_make_the_same_bytes_in_whatever_order() -> None:
    shuffled = [(made, dict(sorted(some.items(), reverse=True))) for made, some in reversed(RUNS)]
    assert encode(shuffled) == DATA
    assert encode(many(6, 50, seed=2)) != DATA


def test_runs_with_other_groups_of_features_fit_in_one_file() -> None:
    made, some = RUNS[0]
    few = msgspec.structs.replace(made, groups=made.groups[:3], model="few")
    fewer = {line: msgspec.structs.replace(one, why=(*one.why[:2], sum(one.why[2:]))) for line, one in some.items()}
    found = decode(encode([(made, some), (few, fewer)]))
    for line in some:
        back = found.curves(line)
        assert {len(one.why) for one in back.values()} == {3, len(made.groups)}
        for at, one in back.items():
            check_rules(one, found.runs[at])


def test_no_runs_and_empty_runs_are_fine() -> None:
    assert decode(encode([])).runs == ()
    found = decode(encode([(run(RUN_DAY), {}), RUNS[1], (RUNS[2][0], {})]))
    assert len(found.runs) == 3
    assert len(found.pages) == len(RUNS[1][1])
    one = decode(encode([(run(RUN_DAY), {"a": RUNS[0][1]["line-0"]})]))
    assert list(one.curves("a")) == [0]


def test_a_release_is_small_enough() -> None:
    """43 runs of lines whose every hazard and part has noise of its own from run to run, more than a model's has."""
    made = many(43, 300)
    rows = sum(len(some) for _, some in made)
    size = len(encode(made))
    assert size / rows * 43 * 4500 < 3_300_000


def test_what_would_be_too_large_to_ship_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast_file, "MAX_PACKED", 1000)
    with pytest.raises(forecast_file.ForecastsNotWritten, match="more than 1,000"):
        encode(RUNS)


def repacked(schema: int = forecast_file.SCHEMA, raw: bytes | None = None, checksum: str | None = None) -> bytes:
    """DATA with one thing changed, and a checksum that fits."""
    head = msgspec.msgpack.decode(DATA)
    packed = head["packed"] if raw is None else lzma.compress(raw)
    return msgspec.msgpack.encode(
        {"schema": schema, "sha256": checksum or hashlib.sha256(packed).hexdigest(), "packed": packed}
    )


def body(**changes: object) -> bytes:
    content = msgspec.msgpack.decode(lzma.decompress(msgspec.msgpack.decode(DATA)["packed"]))
    return msgspec.msgpack.encode({**content, **changes})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged"),
        (b"noise" * 99, "damaged"),
        (DATA[: len(DATA) // 2], "damaged"),
        (DATA + b"x", "damaged"),
        (repacked(schema=99), "schema 99"),
        (repacked(checksum="0" * 64), "SHA-256"),
        (repacked(raw=b"{}"), "damaged"),
        (repacked(raw=body(numbers=b"123")), "do not hold"),
        (repacked(raw=body(present=b"123")), "flags"),
        (repacked(raw=body(lines=[])), "damaged"),
        (repacked(raw=body(guesses=[[True, False, 99]] * 46)), "damaged"),
    ],
)
def test_a_damaged_file_is_a_clear_message(data: bytes, words: str) -> None:
    with pytest.raises(ForecastsDamaged, match=words) as caught:
        decode(data, name="forecasts.bin")
    assert "forecasts.bin" in str(caught.value)
    assert "Reinstall" in str(caught.value)


def test_any_flipped_byte_is_noticed() -> None:
    draw = random.Random(7)
    for _ in range(100):
        broken = bytearray(DATA)
        broken[draw.randrange(len(broken))] ^= 1 << draw.randrange(8)
        with pytest.raises(ForecastsDamaged):
            decode(bytes(broken))


def test_a_file_that_expands_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast_file, "MAX_EXPANDED", 100_000)
    with pytest.raises(ForecastsDamaged, match="larger than"):
        decode(repacked(raw=b"\0" * 2_000_000))


def test_curves_that_break_the_rules_are_not_written() -> None:
    made, some = RUNS[0]
    good = next(iter(some.values()))
    for change in (
        {"announced": good.announced[::-1]},
        {"movie": good.movie[:3]},
        {"why": good.why[:2]},
        {"if_top": 1.5},
        {"premiere": 0},
        {"why": (float("nan"), *good.why[1:])},
    ):
        with pytest.raises(ValueError, match=r".+"):
            encode([(made, {"a": msgspec.structs.replace(good, **change)})])


def test_it_is_written_whole_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "forecasts.bin"
    assert forecast_file.read(path) is None
    digest = forecast_file.write(RUNS, path)
    assert digest == hashlib.sha256(DATA).hexdigest()
    assert path.read_bytes() == DATA
    assert forecast_file.read(path) == decode(DATA)
    assert [one.name for one in path.parent.iterdir()] == ["forecasts.bin"]
    with pytest.raises(ForecastsDamaged, match="cannot be read"):
        forecast_file.read(tmp_path)
    with pytest.raises(forecast_file.ForecastsNotWritten):
        forecast_file.write(RUNS, path / "below")
