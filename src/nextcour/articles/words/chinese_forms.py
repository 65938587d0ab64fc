"""Chinese: days, numbers, and the names and runs of installments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.prose_parts import Noun, Run, Standing, Told, Which
from nextcour.articles.words.shared import date_of_iso, share
from nextcour.catalog.dates import FuzzyDate

_COURS = {"WINTER": 1, "SPRING": 4, "SUMMER": 7, "FALL": 10}


def day_text(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"


def fuzzy(date: FuzzyDate) -> str:
    """`2020年10月8日`, `2020年10月`, `2020年`, `日期不明`."""
    if date.year is None:
        return "日期不明"
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
            return f"{name}已公布，" + (f"定于{fuzzy(standing.date)}" if standing.date.year else "日期未定")
        case RenewalStatus.ON_AIR:
            return f"{last}正在播出，尚无{name}的消息"
        case RenewalStatus.SPLIT_COUR:
            return f"{last}处于分割播出的间歇期"
        case RenewalStatus.CONCLUDED:
            return f"尚无{name}的消息，{last}称为最终作"
        case RenewalStatus.CANCELLED:
            return f"{name}已被取消"
        case _:
            return f"尚无{name}的消息"


def named(which: Which) -> str:
    return {
        Noun.SEASON: f"第{which.number}季",
        Noun.FILM: f"第{which.number}部电影",
        Noun.OVA: f"第{which.number}部OVA",
        Noun.SPECIAL: f"第{which.number}部特别篇",
    }[which.noun]


def premiere_verb(which: Which) -> str:
    return {Noun.FILM: "上映", Noun.OVA: "发售"}.get(which.noun, "开播")


def percent(p: float) -> str:
    return share(p, least="不到0.1%", most="超过99%")


def share_words(p: float) -> str:
    """`为0.5%`, `不到0.1%`: after 概率."""
    text = percent(p)
    return f"为{text}" if text[0].isdigit() else text


def out_word(told: Told) -> str:
    if told.which.noun is Noun.OVA and any(run.finale != run.premiere for run in told.runs):
        return "陆续发售"
    other = "上线" if told.online else "播出"
    return {Noun.FILM: "上映", Noun.OVA: "发售"}.get(told.which.noun, other)


def ran_words(told: Told) -> str:
    """`共12集，于2020年10月8日至2020年12月24日播出（2020年10月新番）`."""
    cour = f"（{told.cour[1]}年{_COURS[told.cour[0]]}月新番）" if told.cour else ""
    made = f"，由{'、'.join(told.studios)}制作" if told.studios else ""
    if told.state is State.ON_AIR:
        again = f"，{fuzzy(told.runs[-1].premiere)}进入最新部分" if len(told.runs) > 1 else ""
        return f"于{fuzzy(told.runs[0].premiere)}开始{cour}{again}，截至{day_text(told.known_to)}仍在播出{made}"
    count = told.episodes or 0
    episodes = f"{'按日期推算约' if told.counted else '共'}{count}集，" if count > 1 else ""
    parts = f"分{len(told.runs)}部分" if len(told.runs) > 1 else ""
    return f"{episodes}{parts}于{span_words(told.runs)}{out_word(told)}{cour}{made}"


def span_words(runs: Sequence[Run]) -> str:
    return "、".join(run_words(run) for run in runs)


def run_words(run: Run) -> str:
    if run.finale.year is None or run.finale == run.premiere:
        return fuzzy(run.premiere)
    return f"{fuzzy(run.premiere)}至{fuzzy(run.finale)}"
