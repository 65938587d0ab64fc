"""What ships as ATTRIBUTION.md, as blocks that a page can show. Only what that file uses of Markdown is read."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nextcour.store import paths

FILE = paths.SHIPPED / "ATTRIBUTION.md"
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)|<(https://[^>\s]+)>")
_RULE = re.compile(r"\|[\s|:-]+\|")

Parts = tuple[tuple[str, str], ...]  # text with the address it leads to, empty for none


class Block(NamedTuple):
    """A paragraph, or where `rows` is not empty a table whose first row is its head."""

    text: Parts = ()
    rows: tuple[tuple[Parts, ...], ...] = ()


@cache
def blocks() -> tuple[Block, ...]:
    """Raises OSError."""
    found = []
    for paragraph in FILE.read_text(encoding="utf-8").split("\n\n"):
        lines = paragraph.strip().splitlines()
        if not lines or lines[0].startswith("#"):
            continue
        if lines[0].startswith("|"):
            kept = [line for line in lines if not _RULE.fullmatch(line)]
            found.append(
                Block(rows=tuple(tuple(_parts(cell.strip()) for cell in line.strip("| ").split("|")) for line in kept))
            )
        else:
            found.append(Block(_parts(" ".join(lines))))
    return tuple(found)


def _parts(text: str) -> Parts:
    text = text.replace("`", "")
    found = []
    at = 0
    for link in _LINK.finditer(text):
        found.append((text[at : link.start()], ""))
        found.append((link[1] or link[3], link[2] or link[3]))
        at = link.end()
    found.append((text[at:], ""))
    return tuple(part for part in found if part[0])
