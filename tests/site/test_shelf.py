"""The shelf says of a show what `ask` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nextcour.site import change_log
from nextcour.site.site import Site
from nextcour.store import shelf as shelf_file_module
from tests.sample_site import TODAY, franchises


def test_every_line_of_the_chosen_franchises_stands_on_the_shelf(site: Site) -> None:
    library = site.engine.library
    wanted = {line.id for name in franchises(site.engine) for line in library.franchise(name).lines}
    assert set(site.shelf.lines()) == wanted


def test_an_item_says_what_the_answer_says(site: Site) -> None:
    for line in site.shelf.lines()[::7]:
        item = site.shelf.item(line)
        answer = site.engine.ask(f"id:{line}", TODAY)
        assert item is not None
        assert item.status is answer.renewal_status
        assert item.announced == (answer.forecast.announced.get("24") if answer.forecast else None)
        assert item.known_to == answer.known_to


def test_an_id_of_any_installment_leads_to_its_line(site: Site) -> None:
    library = site.engine.library
    for name in franchises(site.engine)[::5]:
        for line in library.franchise(name).lines:
            for installment in line.installments:
                mal = library.entry(installment.parts[0]).ids.mal
                if mal is not None:
                    assert site.shelf.line_by_id("mal", mal) == line.id
    assert site.shelf.line_by_id("mal", 2**31 - 1) is None


def test_a_shelf_that_breaks_off_leaves_none(site: Site, tmp_path: Path) -> None:
    items = (site.shelf.item(line) for line in site.shelf.lines()[:3])

    def broken():  # type: ignore[no-untyped-def]
        yield next(items)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        shelf_file_module.write(broken(), (), tmp_path / "shelf.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_log_of_changes_of_earlier_data_is_removed(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEXTCOUR_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(change_log, "changes_to", lambda _engine, _day: iter(()))
    (tmp_path / "changes-earlier.sqlite").write_bytes(b"")
    (tmp_path / "index-other.sqlite").write_bytes(b"")
    change_log.open_log(site.engine, TODAY).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        change_log.log_path(site.engine, TODAY).name,
        "index-other.sqlite",
    ]
