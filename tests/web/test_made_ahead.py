"""Pages that another process makes, and a site whose data or day change while it serves."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from starlette.testclient import TestClient

from nextcour.serving.making import make_pages
from nextcour.site.site import Site
from nextcour.site.workroom import Workroom
from nextcour.store.page_file import PageFile, PageRow
from nextcour.store.picture_file import PictureFile
from nextcour.web import following, page_maker
from nextcour.web.app import create_app
from nextcour.web.page_maker import PageMaker, file_key
from tests.sample_site import TODAY, open_sample

PATH = "/anime/akudama-drive"
KEY = file_key(("title", "akudama-drive", ""), "en", "auto")
TEXT = b"<!doctype html>made ahead"


def row(moment: str) -> PageRow:
    return PageRow(moment, 200, "text/html", 600, "abc", brotli.compress(TEXT))


def put(path: Path, moment: str) -> Path:
    with closing(PageFile(path)) as pages:
        pages.put([(KEY, row(moment))])
    return path


@pytest.fixture(scope="module")
def made(shelf_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every English page of the sample."""
    folder = tmp_path_factory.mktemp("ahead")
    with closing(PageFile(folder / "pages-1.sqlite")) as pages, closing(PictureFile(folder / "pictures")) as pictures:
        site = open_sample(shelf_file)
        assert make_pages(site, pages, pictures, ("en",)) == len(site.shelf.lines())
        assert make_pages(site, pages, pictures, ("en",)) == 0
        assert list(pictures.undrawn())
        site.close()
    return folder / "pages-1.sqlite"


def test_pages_made_ahead_are_those_that_are_made_when_asked_for(
    client: TestClient, shelf_file: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(lambda: open_sample(shelf_file), ahead=made)) as other:
        monkeypatch.setattr("nextcour.web.views.title.rendered", None)  # nothing is made
        for encoding in ("br", "gzip", "identity", "gzip"):
            sent = {"accept-encoding": encoding}
            got = other.get(PATH, headers=sent)
            assert got.headers.get("content-encoding", "identity") == encoding
            body = got.text
            tag = got.headers["etag"]
        assert other.get(PATH, headers={"if-none-match": tag}).status_code == 304
    monkeypatch.undo()
    want = client.get(PATH)
    assert (body, tag) == (want.text, want.headers["etag"])


def test_a_page_of_before_is_shown_for_a_while_after_a_change_and_no_longer(
    shelf_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "pages-1.sqlite", f"sample {TODAY - dt.timedelta(days=1)}")
    with TestClient(create_app(lambda: open_sample(shelf_file), ahead=path)) as client:
        assert client.get(PATH).content == TEXT
        monkeypatch.setattr(page_maker, "GRACE", -1.0)
        assert b"Akudama Drive" in client.get(PATH).content


def test_at_midnight_no_page_of_the_day_before_is_left_in_memory(shelf_file: Path) -> None:
    day = [TODAY]
    opened: list[Site] = []

    def opening() -> Site:
        opened.append(replace(open_sample(shelf_file), clock=lambda: day[0]))
        return opened[-1]

    with TestClient(create_app(opening)) as client:
        before = client.get(PATH)
        assert client.get(PATH).text == before.text
        day[0] += dt.timedelta(days=1)
        after = client.get(PATH)
        assert after.headers["etag"] != before.headers["etag"]
        assert len(client.app.state.maker.kept._pages) == 1  # type: ignore[attr-defined]
    assert len(opened) == 1


def changing(shelf_file: Path, now: list[str]) -> Callable[[], Site]:
    return lambda: replace(open_sample(shelf_file), state=f"{now[0]}-4-2026-04-25")


def test_a_site_opens_new_data_once_they_are_ready(
    shelf_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = ["one"]
    monkeypatch.setattr(following, "LOOK", 0.01)
    monkeypatch.setattr(following, "data_now", lambda: now[0])
    path = tmp_path / "pages-1.sqlite"
    with (
        TestClient(create_app(changing(shelf_file, now), ahead=path)) as client,
        closing(PageFile(path)) as pages,
    ):
        room: Workroom = client.app.state.room  # type: ignore[attr-defined]
        first = room._site
        now[0] = "two"
        client.get("/about")
        time.sleep(0.1)
        assert room.data == "one", "it waits for the process that makes them ready"
        pages.note(following.OPENED, "two")
        until = time.monotonic() + 10
        while room.data != "two" and time.monotonic() < until:
            time.sleep(0.01)
        assert room.data == "two"
        assert client.get(PATH).status_code == 200
        assert first is not None
        with pytest.raises(sqlite3.ProgrammingError):
            first.shelf.lines()  # nothing of the old site is held open


def test_data_that_cannot_be_opened_leave_the_site_as_it_was(
    shelf_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    def opening() -> Site:
        tried.append("")
        if len(tried) > 1:
            raise OSError("no room left")
        return replace(open_sample(shelf_file), state="one-4-2026-04-25")

    # A server that ran in this process before has set its loggers up so that nothing comes to `caplog`.
    caplog.set_level(logging.WARNING, logger="uvicorn.error")
    for name in ("uvicorn", "uvicorn.error"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    monkeypatch.setattr(following, "LOOK", 0.01)
    monkeypatch.setattr(following, "data_now", lambda: "two")
    path = tmp_path / "pages-1.sqlite"
    with closing(PageFile(path)) as pages:
        pages.note(following.OPENED, "two")
    with TestClient(create_app(opening, ahead=path)) as client:
        until = time.monotonic() + 10
        while len(tried) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        assert len(tried) >= 3
        assert client.get(PATH).status_code == 200
    assert "the ones of before are shown" in caplog.text


def test_a_file_that_is_no_database_is_done_without(shelf_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "pages-1.sqlite"
    path.write_bytes(b"something else" * 1000)
    with TestClient(create_app(lambda: open_sample(shelf_file), ahead=path)) as client:
        assert client.get(PATH).status_code == 200


def test_old_files_go_and_pages_of_before_are_dropped(tmp_path: Path) -> None:
    import os

    for number in range(6):
        old = tmp_path / f"pages-old{number}.sqlite"
        old.write_bytes(b"")
        os.utime(old, (number, number))
    with closing(PageFile(tmp_path / "pages-now.sqlite")) as pages:
        pages.put([(KEY, row("one")), ("other", row("two"))])
        pages.remove_others()
        assert pages.drop_others("two") == 1
        assert (pages.get(KEY), pages.of_moment("two")) == (None, {"other"})
    names = {path.name for path in tmp_path.glob("pages-*.sqlite")}
    assert names == {"pages-now.sqlite", "pages-old5.sqlite", "pages-old4.sqlite"}


def test_a_gzipped_form_is_made_once(shelf_file: Path, tmp_path: Path) -> None:
    path = put(tmp_path / "pages-1.sqlite", f"sample {TODAY}")

    async def twice() -> None:
        room = Workroom(lambda: open_sample(shelf_file))
        maker = PageMaker(room, lambda _sketch: None)
        await room.run(lambda _site: None)
        with closing(PageFile(path)) as pages:
            maker.ahead = pages
            found = [
                await maker.page(("title", "akudama-drive", ""), "en", "auto", lambda _: None, "gzip") for _ in "ab"
            ]
        assert found[0] is not None
        assert found[0] is found[1]
        assert gzip.decompress(found[0].gzipped) == TEXT
        room.close()

    asyncio.run(twice())
