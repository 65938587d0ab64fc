"""The site as a folder of files: whole, the same each time, gone on with, and nothing of anybody else's touched."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import closing
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from nextcour.publishing.addresses import Unplaceable, file_of, named
from nextcour.publishing.folder import JOURNAL, Folder, FolderUnusable
from nextcour.publishing.publish import Report
from nextcour.publishing.worker import Made, Worker
from nextcour.web.renderer import Form
from tests.publishing.conftest import PLACE, ROOT, Publisher
from tests.web.html_of import addresses, elements, parsed

SHOWS = ("akudama-drive", "blue-box", "oshi-no-ko")
ELSEWHERE = re.compile(r"(/(ja|zh))?/anime/[a-z0-9-]+")


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != JOURNAL
    }


def broken(report: Report) -> list[tuple[str, str]]:
    """Without shows that the small site has not: cases like one come from the whole catalogue."""
    return [one for one in report.broken if not ELSEWHERE.fullmatch(one[0])]


def pages(root: Path) -> list[Path]:
    return sorted(root.rglob("*.html"))


def test_there_is_a_page_for_every_show_and_no_link_leads_nowhere(published: tuple[Path, Report]) -> None:
    root, report = published
    assert not {path.rpartition("/")[2] for path, _ in report.broken} & set(SHOWS)
    assert broken(report) == []
    assert report.pages > 50
    assert {"akudama-drive", "blue-box", "oshi-no-ko"} <= {path.name for path in (root / "anime").iterdir()}
    assert report.files == {"new": len(contents(root))}


def test_every_link_of_every_page_is_a_file_or_another_site(published: tuple[Path, Report]) -> None:
    root, _ = published
    inside = 0
    for page in pages(root):
        document = parsed(page.read_text(encoding="utf-8"))
        own = f"{PLACE}{ROOT}/{page.relative_to(root).as_posix().removesuffix('index.html')}"
        every = addresses(document) | {one.get("href", "") for one in elements(document, "a")}
        every |= {one.get("action", "") for one in elements(document, "form")} - {""}
        for address in every:
            whole = urlsplit(urljoin(own, address))
            if whole.scheme in ("mailto",) or whole.netloc != urlsplit(PLACE).netloc:
                assert "//" in address or address.startswith("mailto:"), address
                continue
            assert whole.path.startswith(f"{ROOT}/"), f"{page}: {address}"
            if ELSEWHERE.fullmatch(whole.path.removeprefix(ROOT)) and whole.path.rpartition("/")[2] not in SHOWS:
                continue
            target = root / unquote(whole.path.removeprefix(f"{ROOT}/"))
            assert (target / "index.html" if target.is_dir() else target).is_file(), f"{page}: {address}"
            inside += 1
    assert inside > 1000


def test_in_one_language_nothing_leads_to_another(published: tuple[Path, Report]) -> None:
    root, _ = published
    assert not (root / "ja").exists()
    for page in pages(root):
        for address in addresses(parsed(page.read_text(encoding="utf-8"))):
            assert not address.startswith((f"{ROOT}/ja", f"{ROOT}/zh"))


def test_a_second_run_writes_nothing(
    publisher: Publisher, published: tuple[Path, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "site"
    shutil.copytree(published[0], root)
    before = contents(root)
    asked = []

    def nothing(_worker: Worker, path: str) -> Made:
        asked.append(path)
        return Made(path, 404, False, b"")

    monkeypatch.setattr(Worker, "make", nothing)
    monkeypatch.setattr("nextcour.store.atomic.replace_with", None)
    report = publisher.run(root)
    assert (report.files["new"], report.files["changed"], report.removed) == (0, 0, 0)
    assert report.reused > 100
    assert set(asked) == {path for path, _ in report.broken}, "nothing but what is not there is asked for again"
    assert contents(root) == before


@pytest.mark.parametrize("after", [3, 60, 150])
def test_a_run_that_was_cut_off_is_gone_on_with(
    publisher: Publisher, published: tuple[Path, Report], tmp_path: Path, after: int
) -> None:
    class Cut(Exception):
        pass

    def cut(done: int, _all: int) -> None:
        if done == after:
            raise Cut

    root = tmp_path / "site"
    with pytest.raises(Cut):
        publisher.run(root, told=cut)
    with (root / JOURNAL).open("a") as journal:
        journal.write('["half a li')
    report = publisher.run(root)
    assert report.reused > 0
    assert contents(root) == contents(published[0])
    noted = [json.loads(line)[0] for line in (root / JOURNAL).read_text(encoding="utf-8").splitlines()]
    assert len(noted) == len(set(noted)) == len(contents(root))


def test_on_another_day_the_bytes_are_the_same(
    publisher: Publisher, published: tuple[Path, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEXTCOUR_TODAY", "2027-03-01")
    publisher.run(tmp_path / "site")
    assert contents(tmp_path / "site") == contents(published[0])


def test_a_show_that_is_gone_is_gone_and_nothing_else_is(
    fewer: Publisher, published: tuple[Path, Report], tmp_path: Path
) -> None:
    root = tmp_path / "site"
    shutil.copytree(published[0], root)
    (root / "CNAME").write_text("me.example")
    (root / "anime" / "oshi-no-ko" / "mine.txt").write_text("mine")
    changed = root / "badge" / "oshi-no-ko.svg"
    changed.write_text("changed by somebody")
    report = fewer.run(root)
    assert report.removed > 5
    assert broken(report) == []
    left = {path for path in contents(root) if "oshi-no-ko" in path}
    assert left == {"anime/oshi-no-ko/mine.txt", "badge/oshi-no-ko.svg"}, "what somebody else wrote stays"
    assert (root / "CNAME").read_text() == "me.example"
    fresh = tmp_path / "fresh"
    fewer.run(fresh)
    assert contents(fresh) == {path: body for path, body in contents(root).items() if path not in {*left, "CNAME"}}


def test_a_folder_with_files_of_somebody_else_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderUnusable, match=r"thesis\.txt"):
        publisher.run(tmp_path)
    assert contents(tmp_path) == {"thesis.txt": b"mine"}


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    with closing(Folder(tmp_path / "site", "one")) as folder:
        folder.write(PurePosixPath("a.html"), b"ours")
        (tmp_path / "site" / "b.html").write_text("theirs")
        with pytest.raises(FolderUnusable, match="was not written by this command"):
            folder.write(PurePosixPath("b.html"), b"ours")
    assert (tmp_path / "site" / "b.html").read_text() == "theirs"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    with closing(Folder(tmp_path / "site", "one")) as folder:
        folder.write(PurePosixPath("a.html"), b"ours")
        (tmp_path / "site" / "anime").symlink_to(outside)
        with pytest.raises(FolderUnusable, match="leads out of"):
            folder.write(PurePosixPath("anime/x/index.html"), b"ours")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    ["/../x", "/a/../../x", "/a/%2e%2e/x", "/a%00b", "/a/%2F/b", "/a%5c..%5cb", "/" + "a" * 201, "/" + "長" * 67,
     "/a//b", "/./a", "/a%0ab"],
)  # fmt: skip
def test_no_address_leaves_the_folder(path: str) -> None:
    for page in (True, False):
        with pytest.raises(Unplaceable):
            file_of(path, page=page)


@pytest.mark.parametrize(
    ("path", "file"),
    [("/", "index.html"), ("/anime/x", "anime/x/index.html"), ("/studio/%E3%81%82", "studio/あ/index.html"),
     ("/anime/a%3Fb", "anime/a?b/index.html")],
)  # fmt: skip
def test_a_page_is_the_index_of_a_folder(path: str, file: str) -> None:
    assert file_of(path, page=True) == PurePosixPath(file)


def test_only_addresses_of_the_site_itself_are_gone_to() -> None:
    body = (
        b'<a href="/r/a?x=1#y">1</a><a href="https://me.example/r/b">2</a><a href="https://else.example/r/c">3</a>'
        b'<a href="//else.example/r/d">4</a><a href="/other/e">5</a><a href="javascript:/r/f">6</a><img src="/r/g.svg">'
    )
    assert list(named(body, "/r", "https://me.example")) == ["/a", "/b", "/g.svg"]


def test_two_languages_name_each_other(publisher: Publisher, tmp_path: Path) -> None:
    report = publisher.run(tmp_path / "site", Form("", True, 0, ("en", "ja")))
    assert broken(report) == []
    assert (tmp_path / "site" / "ja" / "anime" / "akudama-drive" / "index.html").is_file()
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'hreflang="ja"' in home
    assert 'hreflang="zh' not in home


def test_ids_of_providers_lead_to_their_show(published: tuple[Path, Report]) -> None:
    text = (published[0] / "mal" / "41433" / "index.html").read_text(encoding="utf-8")
    assert f'url={ROOT}/anime/akudama-drive"' in text
