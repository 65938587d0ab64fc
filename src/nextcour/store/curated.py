"""Curated data files that ship with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from nextcour.catalog.titles.rows import Abbreviation
from nextcour.evaluation.record import Record

DATA = Path(__file__).resolve().parent.parent / "data"
RECORD = DATA / "record.json"


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """What fans write for which titles (`data/abbreviations.toml`)."""
    content = tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf-8"))
    return tuple(
        Abbreviation(short=short, titles=tuple(item["titles"]), lang=item["lang"])
        for item in content["abbreviation"]
        for short in item["short"]
    )


@cache
def han() -> dict[int, int]:
    """Chinese character variants folded to one (`data/han_variants.toml`): code point to code point."""
    table = {}
    for line in (DATA / "han.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            variant, plain = line.split("\t")
            table[ord(variant)] = ord(plain)
    return table


@cache
def record() -> Record:
    """How past forecasts of the first model fared (`data/record.json`, made by bench/first_record.py)."""
    return msgspec.json.decode(RECORD.read_bytes(), type=Record)


@cache
def records() -> dict[str, Record]:
    """How past forecasts fared, by model: `data/record.json` and every `data/record-….json`, one model each."""
    found = (record(), *(_record(path) for path in sorted(DATA.glob("record-*.json"))))
    return {one.model: one for one in found}


def _record(path: Path) -> Record:
    return msgspec.json.decode(path.read_bytes(), type=Record)
