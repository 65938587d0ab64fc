"""The attribution page says what ATTRIBUTION.md says."""

from __future__ import annotations

import re

from nextcour.site.attribution import FILE, blocks


def test_every_link_and_word_of_the_file_is_shown() -> None:
    text = FILE.read_text(encoding="utf-8")
    parts = [part for block in blocks() for part in block.text] + [
        part for block in blocks() for row in block.rows for cell in row for part in cell
    ]
    assert {address for _, address in parts if address} == set(re.findall(r"https://[^)>\s]+", text))
    shown = " ".join(part for part, _ in parts)
    for words in ("Only facts are taken", "CC BY 4.0", "UniDic Consortium", "OpenCC", "bangumi-data", "0.3.208"):
        assert words in shown
    assert "](" not in shown
    assert "`" not in shown


def test_the_table_is_a_table() -> None:
    (table,) = [block.rows for block in blocks() if block.rows]
    assert len({len(row) for row in table}) == 1
    assert len(table) == 5
