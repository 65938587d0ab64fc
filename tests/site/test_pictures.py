"""Pictures are drawn in a process of their own, kept for good, and only when a page has named them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import brotli
import pytest

from nextcour.charts.picture import Table
from nextcour.charts.sketch import Sketch, layered, rows
from nextcour.site.drawing import Drawer, NotDrawn
from nextcour.site.pictures import Pictures, drawn
from nextcour.store.picture_file import PictureFile


def sketch(text: str, spec: dict[str, object] | None = None) -> Sketch:
    layer = {
        "data": rows({}),
        "mark": {"type": "text", "text": text},
        "encoding": {"x": {"value": 9}, "y": {"value": 9}},
    }
    return Sketch("it", text, "", spec or layered([layer], 40), 40, Table("c", ("a",), (("b",),)))


BROKEN = sketch("broken", {"mark": {"type": "no such mark"}, "encoding": 7})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "pictures.sqlite"


@pytest.fixture
def pictures(path: Path) -> Iterator[Pictures]:
    found = Pictures(path, ahead=False)
    yield found
    found.close()


def test_a_named_picture_is_drawn_when_somebody_looks(pictures: Pictures) -> None:
    key = pictures.want(sketch("hello"))
    packed = pictures.look(key).result(30)
    assert packed is not None
    svg = brotli.decompress(packed).decode()
    assert svg.startswith("<svg")
    assert "hello" in svg


def test_a_key_that_no_page_named_has_no_picture(pictures: Pictures) -> None:
    assert pictures.look("0" * 24).result(30) is None


def test_what_cannot_be_drawn_is_said_and_the_next_one_is_drawn(pictures: Pictures) -> None:
    broken, well = pictures.want(BROKEN), pictures.want(sketch("well"))
    with pytest.raises(NotDrawn):
        pictures.look(broken).result(30)
    assert pictures.look(well).result(30) is not None


def test_naming_a_picture_does_not_wait_for_it(pictures: Pictures) -> None:
    sketches = [sketch(f"n{n}") for n in range(200)]
    for one in sketches:
        _ = one.key
    start = time.perf_counter()
    for one in sketches:
        pictures.want(one)
    assert time.perf_counter() - start < 0.5


def test_pictures_and_names_outlive_the_process(path: Path) -> None:
    first = Pictures(path, ahead=False)
    kept, named = first.want(sketch("kept")), first.want(sketch("named"))
    before = first.look(kept).result(30)
    first.close()
    second = Pictures(path, ahead=False)
    assert second.look(kept).result(30) == before
    assert second.look(named).result(30) is not None
    second.close()


def test_pages_have_their_pictures_drawn_ahead(path: Path) -> None:
    ahead = Pictures(path)
    key = ahead.want(sketch("ahead"))
    for _ in range(300):
        with closing(PictureFile(path)) as found:
            if found.drawn(key) is not None:
                break
        time.sleep(0.1)
    else:
        pytest.fail("nothing was drawn ahead")
    ahead.close()


def test_a_damaged_file_is_made_anew(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database" * 100)
    found = Pictures(path, ahead=False)
    assert found.look(found.want(sketch("anew"))).result(30) is not None
    found.close()
    with closing(PictureFile(path)) as kept:
        assert kept.drawn(sketch("anew").key) is not None


def test_where_nothing_can_be_kept_pictures_are_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    found = Pictures(tmp_path / "cache" / "pictures.sqlite", ahead=False)
    assert found.look(found.want(sketch("here"))).result(30) is not None
    found.close()


def test_looking_after_the_end_is_refused(path: Path) -> None:
    ended = Pictures(path, ahead=False)
    ended.close()
    with pytest.raises(NotDrawn):
        ended.look("0" * 24).result(1)


def test_a_process_that_was_ended_is_started_again() -> None:
    drawer = Drawer()
    before = drawer.draw(sketch("again").payload)
    assert drawer._process is not None
    drawer._process.kill()
    drawer._process.wait()
    assert drawer.draw(sketch("again").payload) == before
    drawer.close()


def test_many_are_drawn_in_order_and_the_second_time_read(path: Path) -> None:
    sketches = [sketch(f"n{n}") for n in range(5)]
    first = list(drawn(sketches, workers=2, path=path))
    assert [key for key, _ in first] == [one.key for one in sketches]
    assert list(drawn(sketches, workers=2, path=path)) == first
