"""Japanese: days, numbers, and the names and runs of installments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.prose_parts import Noun, Run, Standing, Told, Which
from nextcour.articles.words.shared import date_of_iso, share
from nextcour.catalog.dates import FuzzyDate

_COURS = {"WINTER": "冬", "SPRING": "春", "SUMMER": "夏", "FALL": "秋"}


def day_text(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"


def fuzzy(date: FuzzyDate) -> str:
    """`2020年10月8日`, `2020年10月`, `2020年`, `日付不明`."""
    if date.year is None:
        return "日付不明"
    if date.month is None:
        return f"{date.year}年"
    return f"{date.year}年{date.month}月" + (f"{date.day}日" if date.day is not None else "")


def fuzzy_iso(text: str) -> str:
    date = date_of_iso(text)
    return fuzzy(date) if date is not None else ""


def status_words(standing: Standing) -> str:
    name = named(standing.which)
    last = named(standing.last) if standing.last is not None else ""
    match standing.status:
        case RenewalStatus.ANNOUNCED:
            return (
                f"{name}が{fuzzy(standing.date)}の予定で発表されていた"
                if standing.date.year
                else f"{name}が日付未定で発表されていた"
            )
        case RenewalStatus.ON_AIR:
            return f"{last}が放送中で、{name}の情報はなかった"
        case RenewalStatus.SPLIT_COUR:
            return f"{last}が分割放送の休止期間にあった"
        case RenewalStatus.CONCLUDED:
            return f"{name}の情報はなく、{last}が最終作と告知されていた"
        case RenewalStatus.CANCELLED:
            return f"{name}は取りやめになっていた"
        case _:
            return f"{name}の情報はなかった"


def named(which: Which) -> str:
    return {
        Noun.SEASON: f"第{which.number}期",
        Noun.FILM: f"映画第{which.number}作",
        Noun.OVA: f"OVA第{which.number}作",
        Noun.SPECIAL: f"スペシャル第{which.number}作",
    }[which.noun]


def premiere_word(which: Which) -> str:
    return {Noun.FILM: "公開日", Noun.OVA: "発売日"}.get(which.noun, "放送開始日")


def percent(p: float) -> str:
    return share(p, least="0.1%未満", most="99%超")


def out_word(told: Told) -> str:
    other = "配信された" if told.online else "放送された"
    return {Noun.FILM: "公開された", Noun.OVA: "発売された"}.get(told.which.noun, other)


def makers(studios: Sequence[str]) -> str:
    """`A`, `AとB`, `A、B、C`."""
    return ("と" if len(studios) == 2 else "、").join(studios)


def ran_words(told: Told) -> str:
    """`全12話が2020年10月8日から2020年12月24日まで放送された（2020年秋アニメ）`."""
    cour = f"（{told.cour[1]}年{_COURS[told.cour[0]]}アニメ）" if told.cour else ""
    made = f"。制作は{makers(told.studios)}" if told.studios else ""
    if told.state is State.ON_AIR:
        began = f"{fuzzy(told.runs[0].premiere)}に始まり{cour}"
        again = f"、{fuzzy(told.runs[-1].premiere)}から最新の部分に入り" if len(told.runs) > 1 else ""
        return f"{began}{again}、{day_text(told.known_to)}の時点で{'配信' if told.online else '放送'}中だった{made}"
    count = told.episodes or 0
    counted = "（日付からの推計）" if told.counted else ""
    episodes = f"{'約' if told.counted else '全'}{count}話{counted}が" if count > 1 else ""
    parts = f"{len(told.runs)}回に分けて" if len(told.runs) > 1 else ""
    until = "にかけて" if told.which.noun is Noun.OVA or told.online else "まで"
    return f"{episodes}{parts}{span_words(told.runs, until)}{out_word(told)}{cour}{made}"


def span_words(runs: Sequence[Run], until: str) -> str:
    """`AからBまで、Cに`: a single day takes its particle only at the end."""
    told = []
    for run in runs:
        single = run.finale.year is None or run.finale == run.premiere
        told.append(fuzzy(run.premiere) if single else f"{fuzzy(run.premiere)}から{fuzzy(run.finale)}{until}")
    last = runs[-1]
    return "、".join(told) + ("に" if last.finale.year is None or last.finale == last.premiere else "")
