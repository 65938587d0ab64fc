"""The exports' columns are those of docs/api.md, and a spreadsheet runs none of them."""

from __future__ import annotations

import csv
import io
import re

from msgspec.structs import replace

from nextcour.api.export import COLUMNS, csv_rows
from nextcour.site.site import Site
from tests.conftest import ROOT


def test_the_document_lists_the_columns_in_order() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("<!-- columns -->")[1]
    assert re.findall(r"^\| `(\w+)` \|", text, re.M) == list(COLUMNS)


def test_a_title_is_no_formula(site: Site) -> None:
    item = site.shelf.item("akudama-drive")
    assert item is not None
    hostile = ['=HYPERLINK("http://x")', "+1", "@SUM(1)", "-2", '"quoted", with comma\nand line']
    rows = csv_rows([replace(item, title=title) for title in hostile], header=True).decode()
    titles = [row["title"] for row in csv.DictReader(io.StringIO(rows))]
    assert titles == [f"'{title}" if title[0] in "=+-@" else title for title in hostile]
