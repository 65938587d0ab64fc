"""A shelf of shows whose titles want to do harm. Lines are those of real shows, so that every page can be made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from nextcour.answers.answer import RenewalStatus
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.forecast.model import Chance, Window
from nextcour.pages.item import Item
from nextcour.pages.name import Name, plain
from nextcour.pages.premiere import Kind, Premiere
from nextcour.store.shelf import write

KNOWN_TO = dt.date(2026, 4, 25)
TITLES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% raw %}${7*7}",
    "\u202eevil\u202c \u2066rtl",
    "]]></script><!--",
    "&lt;b&gt; &amp; %(name)s %s %",
    "😀" * 40,
    "長" * 400,
    "</title></textarea></style><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "a/../../etc/passwd?x=1#y",
)
STUDIO = "<b>Studio</b> \"'&/?#"


def line_of(number: int) -> str:
    return f"hostile-{number}"


def make_shelf(path: Path) -> Path:
    items, premieres, names = [], [], []
    for number, title in enumerate(TITLES):
        line = line_of(number)
        status = list(RenewalStatus)[number % len(RenewalStatus)]
        titles = {"en": title, "ja": title, "zh-Hans": title, "ja-Latn": title}
        coming = 3 if status is RenewalStatus.ANNOUNCED else None
        items.append(
            Item(
                line=line, franchise=line, title=title, titles=titles, ids={"mal": number + 1}, format=Format.TV.value,
                installments=2, source=SourceMaterial.MANGA.value, studios=(STUDIO, title), status=status, year=2020,
                first_season="FALL 2020", season="SPRING 2026", last_premiere="2026-04-02", last_finale="2026-04-20",
                upcoming=coming, upcoming_date=None, announced_on=dt.date(2026, 4, 1) if coming else None,
                announced=Chance(0.4, 0.3, 0.5), premiere=Chance(0.2, 0.1, 0.3),
                window=Window(dt.date(2026, 4, 1), dt.date(2026, 5, 1), dt.date(2026, 9, 1)), place=0.5,
                collections=1000 - number, known_to=KNOWN_TO,
            )
        )  # fmt: skip
        for kind, season, date in (
            (Kind.SEASON, 1, "2020-10-02"), (Kind.SEASON, 2, "2026-04-02"), (Kind.FILM, None, "2026-04"),
            (Kind.PART, 2, "2026-04-20"), (Kind.SEASON, 3, "2026-07-03"),
        ):  # fmt: skip
            quarter = "FALL 2020" if season == 1 else "SUMMER 2026" if season == 3 else "SPRING 2026"
            premieres.append(
                Premiere(
                    entry=f"{line}-{kind}-{date}", line=line, kind=kind, number=season, title=title, titles=titles,
                    format=Format.TV.value, date=date, season=quarter, announced_on=dt.date(2026, 4, 1),
                    out=season != 3, studios=(STUDIO, title),
                )
            )  # fmt: skip
        names.append(Name(line, title, plain(title) or "x", plain(title) or "x", 1))
    write(items, ((("mal"), number + 1, line_of(number)) for number in range(len(TITLES))), path, premieres, names)
    return path
