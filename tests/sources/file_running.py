"""Reading an analyst's file, and what came of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from nextcour.facts.observation import Batch
from nextcour.sources.file import FileSource
from nextcour.sources.file_mapping import (
    FileMapping,
    from_options,
)
from tests.sources import contract

TODAY = contract.TODAY
DAY = dt.date(2026, 7, 19)
SIMPLE = from_options(["members=demand.members", "name=title"], ["mal=id"], day="2026-07-19")
HEAD = "id,name,members\n"


def source_of(path: Path, mapping: FileMapping = SIMPLE, **options: Any) -> FileSource:
    return FileSource(None, str(path), mapping, **options)


def run(path: Path, mapping: FileMapping = SIMPLE, cursor: str = "", **options: Any) -> list[Batch]:
    return list(source_of(path, mapping, **options).batches((), cursor, TODAY))


def facts_of(batches: list[Batch]) -> dict[tuple[str, str], Any]:
    return {(row.key.id, row.field): json.loads(row.value) for row in contract.union(batches)}


def why_of(batches: list[Batch]) -> list[tuple[str, str]]:
    return [(problem.what, problem.why) for batch in batches for problem in batch.problems]


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
