"""Badges and previews: well-formed, readable, the same each time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.answers.answer import RenewalStatus
from nextcour.feeds.badge import badge
from nextcour.feeds.preview import HEIGHT, WIDTH, preview_svg
from nextcour.feeds.width import width, wrapped
from nextcour.forecast.model import Chance
from nextcour.site.languages import LANGUAGES
from nextcour.site.png import png_of, smaller
from nextcour.site.previews import Previews
from nextcour.site.site import Site
from tests.conftest import Golden
from tests.feeds.made_site import HOSTILE, item, site_of

SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 60_000  # bytes of a preview


def words(svg: bytes | None) -> str:
    assert svg is not None
    return " ".join(text for element in ElementTree.fromstring(svg).iter() if (text := element.text or "").strip())


def test_a_badge_says_what_is_known_and_how_likely_it_is(tmp_path: Path) -> None:
    told = words(badge(site_of(tmp_path / "one", [item()]), "a-show"))
    assert "Season 2" in told
    assert "Nothing announced · 30 % chance by Apr 2028" in told


def test_a_badge_tells_programs_that_read_aloud_the_whole(tmp_path: Path) -> None:
    root = ElementTree.fromstring(badge(site_of(tmp_path / "one", [item()]), "a-show") or b"")
    assert root.get("role") == "img"
    whole = root.get("aria-label") or ""
    assert whole == root.findtext(f"{SVG}title")
    assert whole.startswith("A Show, Season 2: Nothing announced · 30 % chance that it is announced by Apr 2028.")
    assert whole.endswith(" As known on 25 Apr 2026.")


def test_a_published_day_needs_no_chance(tmp_path: Path) -> None:
    known = item(status=RenewalStatus.ANNOUNCED, upcoming=2, upcoming_date="2026-07-05")
    told = words(badge(site_of(tmp_path / "one", [known]), "a-show"))
    assert "Announced for 5 Jul 2026" in told
    assert "%" not in told


def test_an_announced_season_without_a_day_has_the_chance_to_be_out(tmp_path: Path) -> None:
    known = item(status=RenewalStatus.ANNOUNCED, upcoming=2, premiere=Chance(0.8, 0.7, 0.9))
    told = words(badge(site_of(tmp_path / "one", [known]), "a-show"))
    assert "Announced, no date yet · 80 % chance it is out by Apr 2028" in told


def test_a_show_without_a_forecast_has_no_chance(tmp_path: Path) -> None:
    told = words(badge(site_of(tmp_path / "one", [item(announced=None, premiere=None)]), "a-show"))
    assert "%" not in told
    assert "Nothing announced" in told


def test_a_badge_is_as_wide_as_its_words(tmp_path: Path) -> None:
    for language in LANGUAGES:
        root = ElementTree.fromstring(badge(site_of(tmp_path / language, [item()]), "a-show", language) or b"")
        label, message = (one.text or "" for one in root.iter(f"{SVG}text"))
        assert float(root.get("width") or 0) >= width(label, 11) + width(message, 11) + 4 * 8 - 1


@pytest.mark.parametrize("make", [badge, preview_svg])
def test_a_show_that_is_not_there_has_no_drawing(site: Site, make: Callable[[Site, str], bytes | None]) -> None:
    assert make(site, "no-such-show") is None


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("make", [badge, preview_svg])
def test_hostile_titles_stay_text(tmp_path: Path, make: Callable[[Site, str], bytes | None], title: str) -> None:
    made = make(site_of(tmp_path / "one", [item(title=title)]), "a-show")
    for element in ElementTree.fromstring(made or b"").iter():
        assert element.tag.removeprefix(SVG) in ("svg", "title", "rect", "path", "g", "text")
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]


def test_a_badge_reads_as_reviewed(tmp_path: Path, golden: Golden) -> None:
    golden.check("feeds/badge.svg", (badge(site_of(tmp_path / "one", [item()]), "a-show") or b"").decode())


def test_a_preview_reads_as_reviewed(tmp_path: Path, golden: Golden) -> None:
    golden.check("feeds/preview.svg", (preview_svg(site_of(tmp_path / "one", [item()]), "a-show") or b"").decode())


@pytest.mark.parametrize("title", ["A Show", "進撃の巨人", "長" * 400, "Wide Words " * 30, *HOSTILE[:2]])
def test_a_preview_is_a_png_of_the_size_that_is_told_and_not_large(tmp_path: Path, title: str) -> None:
    svg = preview_svg(site_of(tmp_path / "one", [item(title=title)]), "a-show") or b""
    png = png_of(svg)
    assert struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT)
    assert len(png) <= LARGEST
    assert png == png_of(svg)


def test_compressing_anew_keeps_every_pixel(tmp_path: Path) -> None:
    def pixels(png: bytes) -> bytes:
        at, found = 8, b""
        while at < len(png):
            (length,) = struct.unpack_from(">I", png, at)
            kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
            assert struct.unpack_from(">I", png, at + 8 + length)[0] == zlib.crc32(kind + body)
            found += body if kind == b"IDAT" else b""
            at += length + 12
        return zlib.decompress(found)

    png = png_of(preview_svg(site_of(tmp_path / "one", [item()]), "a-show") or b"")
    loose = bytearray(png[:8])
    for kind, body in ((b"IHDR", png[16:29]), (b"IDAT", zlib.compress(pixels(png), 1)), (b"IEND", b"")):
        loose += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    assert len(loose) > len(png)
    assert pixels(smaller(bytes(loose))) == pixels(png)
    with pytest.raises(ValueError, match="not a PNG"):
        smaller(b"GIF89a")


def test_a_preview_is_drawn_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCOUR_CACHE_DIR", str(tmp_path))
    svg = preview_svg(site_of(tmp_path / "one", [item()]), "a-show") or b""
    first = Previews()
    drawn = first.png(svg)
    first.close()
    second = Previews()
    monkeypatch.setattr(second._drawer, "draw", lambda _svg: b"drawn again")
    assert second.png(svg) == drawn == png_of(svg)
    assert second.png(svg + b" ") == b"drawn again"
    second.close()


@given(st.text(max_size=200), st.floats(150, 1200), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_before_the_cut(text: str, room: float, most: int) -> None:
    lines = wrapped(text, 50, room, most)
    assert len(lines) <= most
    assert all(width(line, 50) <= room for line in lines)
    whole = "".join("".join(lines).removesuffix("…").split())
    assert "".join(text.split()).startswith(whole)


def test_east_asian_lines_end_anywhere_but_not_before_closing_signs() -> None:
    assert wrapped("あいう、えお", 10, 30, 9) == ["あい", "う、え", "お"]
    assert wrapped("two words here", 10, 60, 9) == ["two words", "here"]
