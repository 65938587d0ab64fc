"""`nextcour publish` of the whole catalogue in pages a second, beside Pelican on as many pages of as many bytes.

    .venv/bin/python bench/publish_speed.py [--language en] [--quarters 0] [--workers 2]

Pelican (PELICAN, from PyPI, in an environment of its own in a temporary folder; needs a network for it) gets the
text of every page that was published as an HTML source, and only puts it into its plain theme: no feed, no list by
author, tag or category. It does less: nothing is answered for, drawn or linked, and there is one file a page, where
nextcour writes an image to share, a badge, a card, a calendar and three feeds for each show besides. Both get the same
processes: Pelican uses one.

Pictures that the cache folder holds already are not drawn again; with NEXTCOUR_CACHE_DIR unset it is an empty one, and
everything is drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PELICAN = "pelican==4.12.0"
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.S)
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)
SETTINGS = """
SITENAME, SITEURL, PATH, THEME, TIMEZONE = "peer", "https://peer.example", "content", "simple", "UTC"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ["index"]
ARTICLE_PATHS, PAGE_PATHS = ["articles"], ["pages"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = DRAFT_SAVE_AS = ""
DEFAULT_PAGINATION = 50
STATIC_PATHS = []
"""


def sources(published: Path, content: Path) -> tuple[int, int]:
    """The text of every page as a source; how many, and their bytes."""
    content.mkdir(parents=True)
    count = size = 0
    for page in sorted(published.rglob("index.html")):
        text = page.read_text(encoding="utf-8")
        found = _MAIN.search(text)
        if found is None:
            continue  # one that only leads elsewhere
        title = _TITLE.search(text)
        body = (
            f"<html><head><title>{title[1] if title else count}</title>"
            f'<meta name="slug" content="p{count}"><meta name="date" content="2026-01-01"></head>'
            f"<body>{found[1]}</body></html>"
        )
        (content / f"p{count}.html").write_text(body, encoding="utf-8")
        count += 1
        size += len(body.encode())
    return count, size


def timed(command: list[str | Path], folder: Path) -> tuple[float, str]:
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"note: {command[0]} ended with {done.returncode}")
    return time.monotonic() - began, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--quarters", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = os.environ.get("NEXTCOUR_CACHE_DIR") or str(folder / "cache")
        os.environ |= {"NEXTCOUR_CACHE_DIR": cache, "NEXTCOUR_DATA_DIR": f"{cache}/no-data"}
        from nextcour.site.site import open_site  # noqa: PLC0415 - after the folders are set

        open_site("https://me.example").close()  # the index and the shelf are not what is measured
        publish: list[str | Path] = [sys.executable, "-m", "nextcour", "publish", folder / "site", "--json"]
        publish += [
            "--quarters",
            str(given.quarters),
            "--workers",
            str(given.workers),
            "--address",
            "https://me.example",
        ]
        publish += [part for language in given.language or ["en"] for part in ("--language", language)]
        load = os.getloadavg()[0]
        seconds, told = timed(publish, folder)
        report = json.loads(told)
        again, told = timed(publish, folder)
        second = json.loads(told)
        files = sum(report["files"].values())
        print(f"{os.cpu_count()} cores, load {load:.1f} before; {given.workers} processes, {PELICAN}")
        print(
            f"nextcour publish: {report['pages']:,} pages and {files - report['pages']:,} other files, "
            f"{report['bytes'] / 1e6:,.0f} MB in {seconds:,.0f} s: {report['pages'] / seconds:.1f} pages, "
            f"{files / seconds:.0f} files a second"
        )
        print(f"  again with nothing changed: {again:,.0f} s, {second['files'].get('new', 0)} files written")
        subprocess.run([sys.executable, "-m", "venv", folder / "peer"], check=True)
        program = folder / "peer" / "bin"
        subprocess.run([program / "pip", "install", "-q", PELICAN], check=True, stderr=subprocess.DEVNULL)
        count, size = sources(folder / "site", folder / "blog" / "content" / "articles")
        (folder / "blog" / "settings.py").write_text(SETTINGS)
        theirs, _ = timed([program / "pelican", "-s", "settings.py", "-o", "output", "-q"], folder / "blog")
        made = sum(1 for _ in (folder / "blog" / "output").rglob("p*.html"))
        print(f"Pelican: {made:,} of {count:,} pages, {size / 1e6:,.0f} MB of sources in {theirs:,.0f} s: "
              f"{made / theirs:.1f} pages a second")  # fmt: skip
        print(f"ratio (pages a second, ours by theirs): {report['pages'] / seconds / (made / theirs):.2f}")


if __name__ == "__main__":
    main()
