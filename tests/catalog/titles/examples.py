"""A small catalogue with every difficulty in it, and the index over it."""

from __future__ import annotations

from collections.abc import Iterator

from nextcour.catalog.entry import TitleKind
from nextcour.catalog.titles.build import build
from nextcour.catalog.titles.index import MemoryPages, TitleIndex
from nextcour.catalog.titles.rows import Abbreviation, Role, TitleRow
from nextcour.store import curated

N, T, A, G = TitleKind.NATIVE, TitleKind.TRANSLATED, TitleKind.ALIAS, TitleKind.GENERATED
Names = tuple[tuple[str, TitleKind], ...]

# line, franchise, entry, number, role, popularity, year, titles
ENTRIES: tuple[tuple[str, str, str, int | None, Role, int, int, Names], ...] = (
    ("gintama", "gintama", "g1", 1, Role.MAIN, 14000, 2006, (("銀魂", N), ("银魂", T), ("Gintama", T))),
    ("gintama", "gintama", "g2", 2, Role.MAIN, 9000, 2011, (("銀魂(第2期)", N), ("銀魂", A))),
    ("gintama", "gintama", "gm", None, Role.MOVIE, 100, 2021, (("銀魂 THE FINAL", N),)),
    ("akudama", "akudama", "ak", 1, Role.MAIN, 3600, 2020, (("アクダマドライブ", N), ("Akudama Drive", A))),
    ("oshi", "oshi", "o1", 1, Role.MAIN, 0, 2023, (("【推しの子】", N), ("【Oshi No Ko】", T), ("我推的孩子", T))),
    ("oshi", "oshi", "o2", 2, Role.MAIN, 0, 2024, (("【推しの子】(第2期)", N), ("【我推的孩子】 第二季", T))),
    ("oshi", "oshi", "o3", 3, Role.MAIN, 0, 2026, (("【推しの子】(第3期)", N), ("Oshi no Ko 3rd Season", A))),
    ("mob", "mob", "m1", 1, Role.MAIN, 9000, 2016, (("モブサイコ100", N), ("Mob Psycho 100", T))),
    ("mob", "mob", "m2", 2, Role.MAIN, 9000, 2019, (("モブサイコ100 II", N), ("Mob Psycho 100 II", T))),
    ("86", "86", "e1", 1, Role.MAIN, 5000, 2021, (("86―エイティシックス―", N), ("86 EIGHTY-SIX", T))),
    ("86", "86", "e2", 1, Role.MAIN, 5000, 2021, (("86―エイティシックス―(第2クール)", N),)),
    ("titan", "titan", "t1", 1, Role.MAIN, 21000, 2013, (("進撃の巨人", N), ("Attack on Titan", T), ("进击的巨人", T))),
    ("titan", "titan", "t3", 2, Role.MAIN, 15000, 2020, (("進撃の巨人 The Final Season", N),)),
    ("titan", "titan", "t4", 2, Role.MAIN, 9000, 2023, (("進撃の巨人 The Final Season 完結編 前編", N),)),
    ("kimetsu", "kimetsu", "k1", 1, Role.MAIN, 11000, 2019,
        (("鬼滅の刃", N), ("Kimetsu no Yaiba", G), ("Demon Slayer", T))),
    ("kimetsu", "kimetsu", "k2", 2, Role.MAIN, 7000, 2021, (("鬼滅の刃 遊郭編", N),)),
    ("kimetsu", "kimetsu", "km", None, Role.MOVIE, 9000, 2020, (("劇場版 鬼滅の刃 無限列車編", N),)),
    ("fruits-2001", "fruits", "f1", 1, Role.MAIN, 3700, 2001, (("フルーツバスケット", N), ("Fruits Basket", T))),
    ("fruits-2019", "fruits", "f2", 1, Role.MAIN, 2400, 2019, (("フルーツバスケット(2019)", N), ("Fruits Basket", T))),
    ("fruits-2019", "fruits", "f3", 2, Role.MAIN, 2400, 2020, (("フルーツバスケット 2nd season", N),)),
    ("zero", "fate", "z1", 1, Role.MAIN, 24000, 2011, (("Fate/Zero", N), ("フェイト/ゼロ", A))),
    ("stay", "fate", "s1", 1, Role.MAIN, 12000, 2006, (("Fate/stay night", N),)),
    ("apocrypha", "fate", "y1", 1, Role.MAIN, 9000, 2017, (("Fate/Apocrypha", N),)),
    ("rabbit", "rabbit", "r1", 1, Role.MAIN, 9000, 2014,
        (("ご注文はうさぎですか？", N), ("Is the Order a Rabbit?", T))),
    ("cry", "cry", "c1", 1, Role.MAIN, 13000, 2006, (("ひぐらしのなく頃に", N), ("When They Cry", A))),
    ("k", "k", "kk", 1, Role.MAIN, 8600, 2012, (("K", N),)),
    ("a3", "a3", "a3", 1, Role.MAIN, 200, 2020, (("A3!", N),)),
    ("turn-a", "gundam", "ta", 1, Role.MAIN, 2900, 1999, (("∀ガンダム", N),)),
    ("seed", "gundam", "gs", 1, Role.MAIN, 4800, 2002, (("機動戦士ガンダムSEED", N),)),
    ("voice", "voice", "v1", 1, Role.MOVIE, 9000, 2016, (("映画 聲の形", N), ("A Silent Voice", T), ("声之形", T))),
    ("bullet", "bullet", "b1", 1, Role.MAIN, 0, 2025, (("BULLET/BULLET", N), ("弹速狂飙", T))),
    ("season", "season", "oj", 1, Role.MAIN, 5000, 2019,
        (("荒ぶる季節の乙女どもよ。", N), ("O Maidens in Your Savage Season", T))),
)  # fmt: skip

ABBREVIATIONS = (
    Abbreviation("aot", ("進撃の巨人",), "en"),
    Abbreviation("fate", ("Fate/Zero", "Fate/stay night", "Fate/Apocrypha"), "en"),
    Abbreviation("kny", ("鬼滅の刃",), "en"),
    Abbreviation("鬼灭", ("鬼滅の刃",), "zh"),
    Abbreviation("higurashi when they cry", ("ひぐらしのなく頃に",), "en"),
)


def rows() -> Iterator[TitleRow]:
    for line, franchise, entry, number, role, popularity, year, titles in ENTRIES:
        for text, kind in titles:
            yield TitleRow(line, franchise, entry, text, kind, "und", number, role, popularity, year, year * 365)


def pages() -> dict[str, bytes]:
    return build(rows(), ABBREVIATIONS, curated.han(), strict=True)


def index() -> TitleIndex:
    return TitleIndex(MemoryPages(pages()))
