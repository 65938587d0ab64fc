"""Chinese, in simplified characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.answers.answer import Calibration, RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.prose_parts import About, Beside, Noun, Standing, Told, Which
from nextcour.articles.words.chinese_forms import (
    day_text,
    fuzzy,
    fuzzy_iso,
    month,
    named,
    out_word,
    percent,
    premiere_verb,
    ran_words,
    share_words,
    status_words,
)
from nextcour.articles.words.chinese_notes import ChineseNotes
from nextcour.articles.words.shared import STREAMS, bound, distinct, services
from nextcour.catalog.entry import Entry, Format, SourceMaterial, Stream
from nextcour.catalog.preferred import titles_by_language
from nextcour.facts.changes import Change, Kind
from nextcour.facts.run_state import WITHDRAWN
from nextcour.forecast.model import Chance, ReferenceClass, Window
from nextcour.franchise.model import Relation

_FORMATS = {
    Format.TV: "电视动画",
    Format.TV_SHORT: "短篇动画",
    Format.ONA: "网络动画（ONA）",
    Format.OVA: "OVA动画",
    Format.MOVIE: "动画电影",
    Format.SPECIAL: "特别篇动画",
    Format.UNKNOWN: "动画",
}
_LANGUAGES = {"zh": "中文", "ko": "韩语", "en": "英语"}
_MATERIALS = {
    SourceMaterial.ORIGINAL: "原创",
    SourceMaterial.MANGA: "漫画改编",
    SourceMaterial.LIGHT_NOVEL: "轻小说改编",
    SourceMaterial.NOVEL: "小说改编",
    SourceMaterial.GAME: "游戏改编",
    SourceMaterial.VISUAL_NOVEL: "视觉小说改编",
    SourceMaterial.OTHER: "其他作品改编",
}
_RELATIONS = {Relation.MOVIE: "电影", Relation.OVA: "OVA", Relation.SPECIAL: "特别篇"}
_GROUPS = {
    "time": "距上一部的时间",
    "installments": "已有部数和间隔",
    "activity": "有无电影和特别篇",
    "form": "形式和长度",
    "material": "原作类型",
    "studio": "制作公司",
    "demand": "观众人数",
    "season": "所处时段",
    "shrinkage": "向等待同样久的作品的比例靠拢的修正",
}


class Chinese(ChineseNotes):
    """Dates as 2020年10月8日; titles in 《》."""

    def title(self, entry: Entry) -> str:
        titles = titles_by_language(entry)
        return titles.get("zh-Hans") or titles.get("zh-Hant") or entry.title

    def native(self, entry: Entry) -> str | None:
        own = titles_by_language(entry).get(entry.lang) or entry.title
        return own if own != self.title(entry) else None

    def page(self, which: Which) -> str:
        return f"{which.title} {named(which)}" if which.number > 1 else which.title

    def heading(self, section: str, which: Which) -> str:
        return {
            "changes": "有哪些变化",
            "about": f"《{which.title}》是什么作品",
            "story": "剧情",
            "so-far": "目前为止",
            "renewal": f"{named(which)}有没有消息" if which.number > 1 else "现状",
            "release": f"{named(which)}何时{premiere_verb(which)}"
            if which.number > 1
            else f"何时{premiere_verb(which)}",
            "notes": "来源",
        }[section]

    def what(self, about: About) -> str:
        also = f"（原名《{about.native}》）" if about.native else ""
        made = f"由{'、'.join(about.studios)}制作的" if about.studios else ""
        language = _LANGUAGES.get(about.lang.partition("-")[0], "")
        kind = f"{language}{_FORMATS[about.format]}"
        joined = "的" if language and about.material is not SourceMaterial.ORIGINAL else ""
        if about.material in _MATERIALS:
            kind = f"{_MATERIALS[about.material]}{joined}{kind}"
        head = f"《{about.title}》{also}是{'一部' if not made else ''}{made}{kind}"
        if not about.started:
            when = f"定于{fuzzy(about.premiere)}推出" if about.premiere.year else "日期未定"
            return f"{head}，截至{day_text(about.known_to)}已公布，{when}。"
        verb = {Format.MOVIE: "上映", Format.OVA: "开始发售", Format.SPECIAL: "首次播出", Format.ONA: "上线"}
        return f"{head}，于{fuzzy(about.premiere)}{verb.get(about.format, '开播')}。"

    def apart(self, relation: Relation, title: str) -> str:
        what = "重制版或新版" if relation is Relation.REMAKE else "衍生作品"
        return f"这里把它算作《{title}》的{what}，季数单独计算。"

    def unmade(self, material: bool, studio: bool) -> str:
        if material and studio:
            return "制作公司以及是否有原作，这里尚不清楚。"
        return "制作公司这里尚不清楚。" if studio else "是否有原作，这里尚不清楚。"

    def only(self, told: Told) -> str:
        title = f"《{told.which.title}》"
        if told.which.noun is Noun.FILM and told.state is State.OUT:
            return f"{title}目前只有一部电影，于{fuzzy(told.runs[0].premiere)}上映。"
        return f"{title}目前只有{named(told.which)}，{ran_words(told)}。"

    def several(self, title: str, noun: Noun, count: int, latest: Told) -> str:
        run, name = latest.runs[-1], named(latest.which)
        counted = {Noun.SEASON: "季", Noun.FILM: "部电影", Noun.OVA: "部OVA", Noun.SPECIAL: "部特别篇"}[noun]
        if latest.state is State.ON_AIR:
            began = fuzzy(latest.runs[0].premiere)
            end = f"最新的{name}于{began}开始，截至{day_text(latest.known_to)}仍在播出"
        elif len(latest.runs) > 1 or (run.finale.year is not None and run.finale != run.premiere):
            end = f"最新的{name}于{fuzzy(run.finale if run.finale.year is not None else run.premiere)}完结"
        else:
            end = f"最新的{name}于{fuzzy(run.premiere)}{out_word(latest)}"
        return f"《{title}》目前共有{count}{counted}，{end}。"

    def one(self, told: Told) -> str:
        title = f"《{told.title}》" if told.title else ""
        return f"{named(told.which)}{title}{ran_words(told)}。"

    def numbered(self, which: Which, number: int) -> str:
        other = named(Which(which.title, which.noun, number))
        return f"别处所说的{other}，这里算作{named(which)}或其中一部分。"

    def beside(self, all_of_kind: int, latest: Beside, more: bool) -> str:
        noun = _RELATIONS[latest.relation]
        lead = "另有" if more else "正篇之外还有"
        when = f"于{fuzzy(latest.premiere)}{'上映' if latest.relation is Relation.MOVIE else '推出'}"
        if all_of_kind == 1:
            return f"{lead}{noun}《{latest.title}》，{when}。"
        return f"{lead}{all_of_kind}部{noun}，最新的《{latest.title}》{when}。"

    def streams(self, which: Which, streams: Sequence[Stream], day: dt.date) -> str:
        found = services(streams, "zh")
        names = "、".join(one.name for one in found[:STREAMS])
        rest = f"等{len(found)}个" if len(found) > STREAMS else ""
        return f"据{day_text(day)}所列，{named(which)}的播放平台有{names}{rest}，因国家和地区而异。"

    def collected(self, which: Which, people: int, day: dt.date, score: float | None, votes: int) -> str:
        rated = f"，{votes:,}人评分，平均{score:g}分（满分10分）" if score is not None and votes else ""
        return f"截至{day_text(day)}，Bangumi上有{people:,}人收藏了{named(which)}{rated}。"

    def interest(self, which: Which, source: str, people: int | None, place: float | None, n: int, day: dt.date) -> str:
        parts = []
        if people is not None:
            parts.append(f"有{people:,}人收藏")
        if place is not None:
            parts.append(f"超过同季{n}部作品中的{place * 100:.0f}%")
        return f"{day_text(day)}，{named(which)}在{source}{'，'.join(parts)}。"

    def answer(self, standing: Standing) -> str:
        which, day = standing.which, day_text(standing.known_to)
        name = f"《{which.title}》{named(which)}"
        last = named(standing.last) if standing.last is not None else ""
        match standing.status:
            case RenewalStatus.ANNOUNCED if standing.last is None:
                when = f"定于{fuzzy(standing.date)}开始" if standing.date.year else "日期未定"
                return f"截至{day}，《{which.title}》尚未开始，{when}。"
            case RenewalStatus.ANNOUNCED:
                when = f"定于{fuzzy(standing.date)}推出" if standing.date.year else "日期未定"
                return f"截至{day}，{name}已经公布，{when}。"
            case RenewalStatus.ON_AIR:
                return f"截至{day}，尚无{name}的消息；{last}仍在播出。"
            case RenewalStatus.SPLIT_COUR:
                when = f"定于{fuzzy(standing.date)}播出" if standing.date.year else "日期未定"
                return f"截至{day}，《{which.title}》{last}处于分割播出的间歇期，下一部分{when}。"
            case RenewalStatus.CONCLUDED:
                billed = f"（《{standing.billed}》）" if standing.billed else ""
                return f"截至{day}，尚无{name}的消息，{last}宣传时称为最终作{billed}。"
            case RenewalStatus.CANCELLED:
                word = "被来源撤下" if standing.taken_down else "被取消"
                return f"{name}曾经公布，后来{word}（截至{day}）。"
            case _:
                return f"截至{day}，尚无{name}的消息。"

    def meanwhile(self, standing: Standing) -> str | None:
        day = day_text(standing.known_to)
        match standing.status:
            case RenewalStatus.SPLIT_COUR:
                return f"这种间歇是事先安排好的，不是续作决定；截至{day}，尚无{named(standing.which)}的消息。"
            case RenewalStatus.ANNOUNCED if standing.last is not None and standing.last_state is State.ON_AIR:
                return f"截至{day}，{named(standing.last)}仍在播出。"
            case RenewalStatus.CONCLUDED:
                return "也有作品在最终作之后继续推出，因此仍给出下面的预测；预测没有考虑这一说法。"
            case RenewalStatus.NOT_ANNOUNCED:
                return "这只表示到这一天为止没有看到公布，并不等于取消。"
            case _:
                return None

    def known_since(self, which: Which, day: dt.date, estimated: bool) -> str:
        subject = named(which) if which.number > 1 else "这部作品"
        return f"{subject}的消息{'大约' if estimated else ''}出现于{day_text(day)}。"

    def film_coming(self, beside: Beside, day: dt.date) -> str:
        when = f"定于{fuzzy(beside.premiere)}上映" if beside.premiere.year else "日期未定"
        return f"截至{day_text(day)}，{_RELATIONS[beside.relation]}《{beside.title}》已经公布，{when}。"

    def chance(self, which: Which, chance: Chance, by: dt.date, months: int, base: float | None) -> str:
        average = f"，所有作品的平均值是{percent(base)}" if base is not None else ""
        event = f"{named(which)}在{day_text(by)}之前（{months}个月内）公布的概率"
        return f"预测认为，{event}{share_words(chance.p)}{average}。"

    def weighs(self, against: str | None, towards: str | None) -> str:
        down = f"拉低概率最多的是{_GROUPS.get(against, against)}" if against else ""
        up = f"拉高概率最多的是{_GROUPS.get(towards, towards)}" if towards else ""
        return f"与平均值相比，{'，'.join(part for part in (down, up) if part)}。"

    def alike(self, reference: ReferenceClass, years: int) -> str:
        came = (
            f"有{reference.returned:,}部在此后{years}年内公布了下一部"
            if reference.returned
            else f"没有一部在此后{years}年内公布下一部"
        )
        return f"过去有{reference.n:,}部条件相近、等待同样久的作品，其中{came}。"

    def record(self, past: Calibration) -> str:
        event = "公布" if past.event == "announced" else "推出"
        within = f"在{past.horizon_months}个月内{event}"
        told = f"有{percent(past.returned)}的作品{within}了下一部" if past.returned > 0 else f"没有一部{within}下一部"
        return f"过去给出{bound(past.low)}%至{bound(past.high)}%的{past.n:,}次预测中，{told}。"

    def release(self, standing: Standing) -> str:
        which, day = standing.which, day_text(standing.known_to)
        name = f"《{which.title}》{named(which)}" if standing.last is not None else f"《{which.title}》"
        verb = premiere_verb(which)
        match standing.status:
            case RenewalStatus.ANNOUNCED if standing.date.day is not None:
                return f"截至{day}，{name}的{verb}日期公布为{fuzzy(standing.date)}。"
            case RenewalStatus.ANNOUNCED if standing.date.year is not None:
                return f"{name}定于{fuzzy(standing.date)}{verb}，截至{day}尚未公布具体日期。"
            case RenewalStatus.ANNOUNCED:
                return f"截至{day}，{name}的{verb}日期尚未公布。"
            case RenewalStatus.SPLIT_COUR if standing.last is not None:
                when = f"定于{fuzzy(standing.date)}播出" if standing.date.year else "日期未定"
                return f"截至{day}，《{which.title}》{named(standing.last)}的下一部分{when}。"
            case RenewalStatus.CANCELLED:
                return f"{name}没有{verb}日期：公布后又被取消。"
            case _:
                return f"{name}没有{verb}日期：截至{day}，尚无{named(which)}的消息。"

    def window(self, which: Which, window: Window, announced: bool) -> str:
        lead = "预测认为" if announced else f"如果有{named(which)}，预测认为"
        between = f"{month(window.p10)}至{month(window.p90)}"
        return f"{lead}有80%的可能在{between}之间推出，早于和晚于{month(window.p50)}的可能各半。"

    def out_by(self, which: Which, chances: Sequence[tuple[dt.date, Chance]]) -> str:
        (by, first), *rest = distinct(chances)
        more = "".join(f"，{day_text(day)}之前{share_words(chance.p)}" for day, chance in rest)
        return f"{named(which)}在{day_text(by)}之前推出的概率{share_words(first.p)}{more}。"

    def ends(self, day: dt.date) -> str:
        return f"本页所述为截至{day_text(day)}可知的内容，此后公布的不在其内。"

    def unheard(self, title: str, day: dt.date) -> str:
        return f"截至{day_text(day)}，没有关于《{title}》的任何消息。"

    def change(self, change: Change, name: str) -> str:
        before, after = fuzzy_iso(change.before), fuzzy_iso(change.after)
        match change.kind:
            case Kind.ANNOUNCED | Kind.MOVIE_ANNOUNCED:
                told = f"出现{name}的消息"
            case Kind.DATED:
                told = f"{name}的日期定为{after}" + (f"（此前为{before}）" if before else "")
            case Kind.DELAYED:
                told = f"{name}由{before}推迟到{after}"
            case Kind.ADVANCED:
                told = f"{name}由{before}提前到{after}"
            case Kind.UNDATED:
                told = f"{name}的日期（{before}）被撤回"
            case Kind.STARTED:
                told = f"{name}{'推出' if '《' in name else '开始'}"
            case Kind.FINISHED:
                told = f"{name}完结"
            case Kind.CANCELLED:
                told = f"{name}" + ("被来源撤下" if change.after == WITHDRAWN else "被取消")
        return f"{day_text(change.day)}：{told}。"

    def name(self, which: Which, part: int | None) -> str:
        return f"{named(which)}第{part}部分" if part is not None else named(which)

    def aside(self, title: str, relation: Relation) -> str:
        return f"{_RELATIONS.get(relation, '')}《{title}》"

    def earlier(self, count: int, since: dt.date) -> str:
        return f"{day_text(since)}之后更早的{count:,}项变化从略。"

    def unchanged(self, since: dt.date, day: dt.date) -> str:
        return f"{day_text(since)}至{day_text(day)}之间没有新的消息。"

    def then(self, before: Standing, now: Standing) -> str:
        return f"{day_text(before.known_to)}时{status_words(before)}；{day_text(now.known_to)}时{status_words(now)}。"

    def moved(self, before: float, then: dt.date, now: float, day: dt.date, months: int) -> str:
        was, became = f"{day_text(then)}的预测为{percent(before)}", f"{day_text(day)}的预测为{percent(now)}"
        return f"{months}个月内公布的概率，{was}，{became}。"

    def story(self, text: str) -> str:
        return f"（英文）“{text}”"

    def storyless(self) -> str:
        return "剧情简介未能取得，这里也不保存，因此从略。"
