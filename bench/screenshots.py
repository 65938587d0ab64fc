"""Each page of the site as a picture: on a phone and on a desk, in light and in dark.

    .venv/bin/python bench/screenshots.py FOLDER [--only title] [--readme]

Of the whole catalogue where its shelf is in the cache (`nextcour serve` makes it), else of the tests' sample. Needs
Chromium and fonts for East Asian scripts (`apt install chromium fonts-noto-cjk`). `--readme` writes the pictures of the
README anew (docs/images/), each at most MOST bytes.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nextcour.bootstrap import open_engine  # noqa: E402
from nextcour.site.shelf import shelf_path  # noqa: E402
from tests.browser.served import served  # noqa: E402 - found by the line above
from tests.browser.visiting import DESKTOP, PHONE, see_whole  # noqa: E402
from tests.sample_site import TODAY, make_shelf  # noqa: E402

IMAGES = ROOT / "docs" / "images"
MOST = 150_000
PAGES = {
    "home": "/",
    "title": "/anime/akudama-drive",
    "title-announced": "/anime/oshi-no-ko",
    "title-long": "/anime/attack-on-titan",
    "title-then": "/anime/oshi-no-ko?as_of=2023-08-01",
    "title-ja": "/ja/anime/oshi-no-ko",
    "title-zh": "/zh/anime/akudama-drive",
    "forecasts": "/anime/akudama-drive/forecasts",
    "season": "/season/2026/spring",
    "calendar": "/calendar",
    "studios": "/studios",
    "studio": "/studio/mappa",
    "browse": "/browse",
    "search": "/search?q=love+live",
    "search-none": "/search?q=qqqqzzzz",
    "track-record": "/track-record",
    "about": "/about",
    "preferences": "/preferences",
    "check": "/check",
    "missing": "/nowhere",
    "card": "/card/akudama-drive",
}
SIZES = {"phone": PHONE, "desktop": DESKTOP}
# Name in docs/images, page, size, scheme, height: what the README shows.
README = (
    ("title.png", "title", "desktop", "light", 900),
    ("phone-dark.png", "title-announced", "phone", "dark", 844),
    ("phone-ja.png", "title-ja", "phone", "light", 844),
    ("track-record.png", "track-record", "desktop", "light", 900),
)


@contextmanager
def site() -> Iterator[str]:
    """The address of the site that is looked at."""
    os.environ.setdefault("NEXTCOUR_TODAY", TODAY.isoformat())
    engine = open_engine()
    whole = shelf_path(engine, TODAY)
    with tempfile.TemporaryDirectory() as folder:
        if not whole.exists():
            print(f"{whole} is not there: the tests' sample is shown", file=sys.stderr)
        shelf = whole if whole.exists() else make_shelf(engine, Path(folder) / "shelf.sqlite")
        with served(shelf) as address:
            yield address


def shown(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    see_whole(page)


def picture(page: Page, path: Path, height: int) -> None:
    """What is seen without scrolling, in as few colours and at as small a size as keeps it within MOST."""
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})  # type: ignore[index]
    whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64):
        packed = io.BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST:
            break
    path.write_bytes(packed.getvalue())
    print(f"{path.relative_to(ROOT)}: {packed.tell():,} bytes, {colours} colours")


def everything(browser: Browser, address: str, folder: Path, only: str | None) -> None:
    for scheme in ("light", "dark"):
        for size, viewport in SIZES.items():
            context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
            with closing(context):
                page = context.new_page()
                for name, path in PAGES.items():
                    if only and not name.startswith(only):
                        continue
                    shown(page, address, path)
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
    print(f"{folder}: {len(list(folder.glob('*.png')))} pictures")


def of_readme(browser: Browser, address: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    for file, name, size, scheme, height in README:
        context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
        with closing(context):
            page = context.new_page()
            shown(page, address, PAGES[name])
            picture(page, IMAGES / file, height)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="pages whose name begins so")
    parser.add_argument("--readme", action="store_true")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium: on Debian `apt install chromium fonts-noto-cjk`", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        everything(browser, address, given.folder, given.only)
        if given.readme:
            of_readme(browser, address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
