"""`nextcour publish`: every page and file of the site into a folder, and every address that any of them names."""

from __future__ import annotations

import html
import json
import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from nextcour.publishing import worker
from nextcour.publishing.addresses import Unplaceable, file_of, named
from nextcour.publishing.folder import Folder
from nextcour.publishing.names import names
from nextcour.publishing.plan import redirects, seeds
from nextcour.site.site import Site
from nextcour.web import assets
from nextcour.web.made_from import made_from
from nextcour.web.renderer import Form, Renderer
from nextcour.web.security import CSP, CSP_CARD

BATCH = 8  # paths for a process at a time


class Maker(Protocol):
    """What makes pages: processes, or for a test this one."""

    def submit(self, paths: list[str]) -> Future[list[worker.Made]]: ...


@dataclass
class Report:
    """What a run did. `broken`: addresses that a page names and the site does not have, with the page."""

    files: Counter[str] = field(default_factory=Counter)
    removed: int = 0
    bytes: int = 0
    pages: int = 0
    reused: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)


def state_of(site: Site, form: Form) -> str:
    """What the files are made from: the data, the form of the site, and the code and templates that make them."""
    return made_from(site.state, site.address, form)


def publish(
    site: Site, folder: Folder, form: Form, maker: Maker, told: Callable[[int, int], object] = lambda _done, _all: None
) -> Report:
    """Writes the whole site. `told` hears how many addresses are done, and how many are known of so far.

    Raises publishing.folder.FolderUnusable and OSError; what was written stays, and the next run goes on from there.
    """
    crawl = _Crawl(site, folder, form, maker, told)
    return crawl.run()


class _Crawl:
    """Addresses yet to be made, and what became of the others. Pages come before what they name: a picture can be drawn
    once the page that describes it has been made."""

    def __init__(
        self, site: Site, folder: Folder, form: Form, maker: Maker, told: Callable[[int, int], object]
    ) -> None:
        self._site, self._folder, self._form, self._maker, self._told = site, folder, form, maker, told
        self._known: dict[str, str] = {}  # path -> the page that named it first
        self._pages: deque[str] = deque()
        self._later: deque[str] = deque()
        self._made: set[str] = set()
        self._done = 0
        self.report = Report()

    def run(self) -> Report:
        self._fixed_files()
        for path in seeds(self._site, self._form.languages):
            self._add(path, "")
        running: dict[Future[list[worker.Made]], None] = {}
        while self._pages or self._later or running:
            while len(running) < 4 and (batch := self._batch()):
                running[self._maker.submit(batch)] = None
            if not running:
                if not self._pages and self._later:
                    self._pages, self._later = self._later, deque()
                continue
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for one in finished:
                del running[one]
                for made in one.result():
                    self._take(made)
        self.report.removed = len(self._folder.finish(self._made))
        return self.report

    def _add(self, path: str, by: str) -> None:
        path = path or "/"
        if path in self._known or path.startswith("/static/"):
            return
        self._known[path] = by
        (self._later if _last(path) else self._pages).append(path)

    def _batch(self) -> list[str]:
        """The next paths that have to be made; those whose files are still good are read instead."""
        batch: list[str] = []
        while self._pages and len(batch) < BATCH:
            path = self._pages.popleft()
            if not self._reused(path):
                batch.append(path)
        return batch

    def _reused(self, path: str) -> bool:
        for page in (True, False):
            try:
                file = file_of(path, page=page)
            except Unplaceable:
                return False
            body = self._folder.kept(file)
            if body is not None:
                self.report.reused += 1
                self._found(path, file, body, page=page)
                return True
        return False

    def _take(self, made: worker.Made) -> None:
        if made.status != 200:
            self.report.broken.append((made.path, self._known[made.path]))
            self._progress()
            return
        try:
            file = file_of(made.path, page=made.page)
        except Unplaceable:
            self.report.broken.append((made.path, self._known[made.path]))
            self._progress()
            return
        self.report.files[self._folder.write(file, made.body).what] += 1
        self._found(made.path, file, made.body, page=made.page)

    def _found(self, path: str, file: PurePosixPath, body: bytes, *, page: bool) -> None:
        self._made.add(str(file))
        self.report.bytes += len(body)
        if page:
            self.report.pages += 1
            for other in named(body, self._form.root, self._site.address):
                self._add(other, path)
        self._progress()

    def _progress(self) -> None:
        self._done += 1
        self._told(self._done, len(self._known))

    def _fixed_files(self) -> None:
        for file, body in _ours(self._site, self._form):
            self.report.files[self._folder.write(file, body).what] += 1
            self._made.add(str(file))
            self.report.bytes += len(body)
            self._known[f"/{file}"] = ""


def _last(path: str) -> bool:
    return path.startswith("/pictures/")


def _ours(site: Site, form: Form) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Files that no address of the served site stands for."""
    for path in sorted(assets.FOLDER.rglob("*")):
        if path.is_file():
            yield PurePosixPath("static", *path.relative_to(assets.FOLDER).parts), path.read_bytes()
    for language in form.languages:
        renderer = Renderer(site, language, form=form)
        yield PurePosixPath(f"names-{language}.json"), names(site, renderer)
    missing = Renderer(site, form.languages[0], form=form).render("missing.html", "/")
    yield PurePosixPath("404.html"), missing.encode()
    yield PurePosixPath("_headers"), _headers(form.root).encode()
    for path_of, target in redirects(site):
        yield file_of(path_of, page=True), _redirect(form.root + target, site.address).encode()


def _headers(root: str) -> str:
    """What hosts that read `_headers` send: a page cannot say all of it itself."""
    return (
        f"{root}/*\n  Content-Security-Policy: {CSP}\n  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        f"{root}/pictures/*\n  ! Content-Security-Policy\n"
        "  Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\n"
        "  Cache-Control: public, max-age=31536000, immutable\n"
        f"{root}/card/*\n  ! Content-Security-Policy\n"
        f"  Content-Security-Policy: {CSP_CARD}\n"
    )


def _redirect(path: str, address: str) -> str:
    """A page that leads elsewhere at once, and says so to whoever does not follow."""
    to, whole = html.escape(path), html.escape(address + path)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>nextcour</title>\n'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{whole}"></head>\n'
        f'<body><p><a href="{to}">nextcour</a></p></body></html>\n'
    )


class Processes:
    """Several processes that make pages."""

    def __init__(self, count: int, address: str, form: Form, day: str) -> None:
        self._pool = ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=worker.start,
            initargs=(address, form, day),
        )

    def submit(self, paths: list[str]) -> Future[list[worker.Made]]:
        return self._pool.submit(worker.make, paths)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


class Here:
    """This process, for a site that is open already."""

    def __init__(self, opened: Callable[[], Site], form: Form) -> None:
        self._worker = worker.Worker(opened, form)

    def submit(self, paths: list[str]) -> Future[list[worker.Made]]:
        done: Future[list[worker.Made]] = Future()
        done.set_result([self._worker.make(path) for path in paths])
        return done

    def close(self) -> None:
        self._worker.close()


def whole(
    site: Site, target: Path, form: Form, workers: int, told: Callable[[int, int], object] = lambda _done, _all: None
) -> Report:
    """Publishes with several processes. Raises as `publish`."""
    with (
        closing(Folder(target, state_of(site, form))) as folder,
        closing(Processes(workers, site.address, form, site.known_to.isoformat())) as maker,
    ):
        return publish(site, folder, form, maker, told)


def to_json(report: Report, seconds: float) -> str:
    """The report for a script."""
    told = {
        "files": dict(report.files),
        "removed": report.removed,
        "reused": report.reused,
        "pages": report.pages,
        "bytes": report.bytes,
        "seconds": round(seconds, 1),
        "broken": [{"address": address, "named_by": by} for address, by in report.broken],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def broken_words(broken: Iterable[tuple[str, str]]) -> Iterator[str]:
    for address, by in broken:
        yield f"{address} (named by {by or 'the plan'})"
