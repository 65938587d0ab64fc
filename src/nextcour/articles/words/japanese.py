"""Japanese, in the plain (である) style of reference works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.answers.answer import Calibration, RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.prose_parts import About, Beside, Noun, Standing, Told, Which
from nextcour.articles.words.japanese_forms import (
    day_text,
    fuzzy,
    fuzzy_iso,
    makers,
    month,
    named,
    out_word,
    percent,
    premiere_word,
    ran_words,
    status_words,
)
from nextcour.articles.words.japanese_notes import JapaneseNotes
from nextcour.articles.words.shared import LATIN, STREAMS, bound, distinct, services
from nextcour.catalog.entry import Entry, Format, SourceMaterial, Stream
from nextcour.catalog.preferred import titles_by_language
from nextcour.facts.changes import Change, Kind
from nextcour.facts.run_state import WITHDRAWN
from nextcour.forecast.model import Chance, ReferenceClass, Window
from nextcour.franchise.model import Relation

_FORMATS = {
    Format.TV: "TVアニメ",
    Format.TV_SHORT: "ショートアニメ",
    Format.ONA: "配信アニメ（ONA）",
    Format.OVA: "OVA",
    Format.MOVIE: "アニメ映画",
    Format.SPECIAL: "スペシャルアニメ",
    Format.UNKNOWN: "アニメ",
}
_LANGUAGES = {"zh": "中国語の", "ko": "韓国語の", "en": "英語の"}
_MATERIALS = {
    SourceMaterial.ORIGINAL: "オリジナル",
    SourceMaterial.MANGA: "漫画を原作とする",
    SourceMaterial.LIGHT_NOVEL: "ライトノベルを原作とする",
    SourceMaterial.NOVEL: "小説を原作とする",
    SourceMaterial.GAME: "ゲームを原作とする",
    SourceMaterial.VISUAL_NOVEL: "ビジュアルノベルを原作とする",
    SourceMaterial.OTHER: "別の作品を原作とする",
}
_SERVICES = {"danime": "dアニメストア", "gamer": "巴哈姆特動畫瘋", "gamer_hk": "巴哈姆特動畫瘋"}
_RELATIONS = {Relation.MOVIE: "映画", Relation.OVA: "OVA", Relation.SPECIAL: "スペシャル"}
_GROUPS = {
    "time": "前作からの経過期間",
    "installments": "これまでの作数と間隔",
    "activity": "映画やスペシャルの有無",
    "form": "形式と長さ",
    "material": "原作の種類",
    "studio": "制作会社",
    "demand": "視聴者の多さ",
    "season": "時期",
    "shrinkage": "同じだけ間が空いた作品の割合に近づける補正",
}


class Japanese(JapaneseNotes):
    """Dates as 2020年10月8日; titles in 「」."""

    def title(self, entry: Entry) -> str:
        return titles_by_language(entry).get("ja") or entry.title

    def native(self, entry: Entry) -> str | None:
        english = titles_by_language(entry).get("en")
        return english if english is not None and english.casefold() != self.title(entry).casefold() else None

    def page(self, which: Which) -> str:
        return f"{which.title} {named(which)}" if which.number > 1 else which.title

    def heading(self, section: str, which: Which) -> str:
        return {
            "changes": "前回からの変更点",
            "about": f"「{which.title}」とは",
            "story": "あらすじ",
            "so-far": "これまで",
            "renewal": f"{named(which)}はあるのか" if which.number > 1 else "状況",
            "release": f"{named(which)}の{premiere_word(which)}" if which.number > 1 else premiere_word(which),
            "notes": "出典",
        }[section]

    def what(self, about: About) -> str:
        also = f"（英題: {about.native}）" if about.native else ""
        made = f"{makers(about.studios)}制作の" if about.studios else ""
        kind = f"{_LANGUAGES.get(about.lang.partition('-')[0], '')}{_FORMATS[about.format]}"
        material = _MATERIALS.get(about.material, "")
        if about.material is SourceMaterial.ORIGINAL:
            kind, material = f"{material}{kind}", ""
        head = f"「{about.title}」{also}は、{material}{'、' if material and made else ''}{made}{kind}"
        if not about.started:
            when = f"{fuzzy(about.premiere)}の開始が" if about.premiere.year else "開始日未定のまま"
            return f"{head}で、{day_text(about.known_to)}の時点で{when}発表されている。"
        verb = {Format.MOVIE: "に公開された", Format.OVA: "に発売が始まった", Format.SPECIAL: "に初めて放送された"}
        began = "に配信が始まった" if about.format is Format.ONA else "に放送が始まった"
        return f"{head}で、{fuzzy(about.premiere)}{verb.get(about.format, began)}。"

    def apart(self, relation: Relation, title: str) -> str:
        what = "リメイクまたは新版" if relation is Relation.REMAKE else "スピンオフ"
        return f"ここでは「{title}」の{what}として、本編とは別に期を数えている。"

    def unmade(self, material: bool, studio: bool) -> str:
        if material and studio:
            return "制作会社と、原作の有無は、ここでは分かっていない。"
        return "制作会社は、ここでは分かっていない。" if studio else "原作の有無は、ここでは分かっていない。"

    def only(self, told: Told) -> str:
        title = f"「{told.which.title}」"
        if told.which.noun is Noun.FILM and told.state is State.OUT:
            return f"{title}は、これまでに映画1作のみで、{fuzzy(told.runs[0].premiere)}に公開された。"
        name = named(told.which)
        return f"{title}は、これまでに{name}のみで、{ran_words(told)}。"

    def several(self, title: str, noun: Noun, count: int, latest: Told) -> str:
        run, name = latest.runs[-1], named(latest.which)
        counted = {Noun.SEASON: "期", Noun.FILM: "作の映画", Noun.OVA: "作のOVA", Noun.SPECIAL: "作のスペシャル"}[noun]
        if latest.state is State.ON_AIR:
            began = fuzzy(latest.runs[0].premiere)
            on = "配信" if latest.online else "放送"
            end = f"最新の{name}は{began}に始まり、{day_text(latest.known_to)}の時点で{on}中だった"
        elif len(latest.runs) > 1 or (run.finale.year is not None and run.finale != run.premiere):
            end = f"最新の{name}は{fuzzy(run.finale if run.finale.year is not None else run.premiere)}に終わった"
        else:
            end = f"最新の{name}は{fuzzy(run.premiere)}に{out_word(latest)}"
        return f"「{title}」には、これまでに{count}{counted}があり、{end}。"

    def one(self, told: Told) -> str:
        title = f"「{told.title}」" if told.title else ""
        return f"{named(told.which)}{title}は、{ran_words(told)}。"

    def numbered(self, which: Which, number: int) -> str:
        other = named(Which(which.title, which.noun, number))
        return f"ほかで{other}とされるものは、ここでは{named(which)}またはその一部に数えている。"

    def beside(self, all_of_kind: int, latest: Beside, more: bool) -> str:
        noun = _RELATIONS[latest.relation]
        lead = "ほかに" if more else "本編とは別に"
        verb = "公開された" if latest.relation is Relation.MOVIE else "出た"
        when = f"{fuzzy(latest.premiere)}に{verb}"
        if all_of_kind == 1:
            return f"{lead}{noun}「{latest.title}」があり、{when}。"
        return f"{lead}{noun}が{all_of_kind}作あり、最新の「{latest.title}」は{when}。"

    def streams(self, which: Which, streams: Sequence[Stream], day: dt.date) -> str:
        found = services(streams, "ja")
        names = "、".join(_SERVICES.get(one.site) or LATIN.get(one.site, one.name) for one in found[:STREAMS])
        rest = f"など{len(found)}のサービス" if len(found) > STREAMS else ""
        listed = f"{day_text(day)}の時点で{names}{rest}が挙がっている"
        return f"{named(which)}の配信先には、{listed}（国や地域によって異なる）。"

    def collected(self, which: Which, people: int, day: dt.date, score: float | None, votes: int) -> str:
        rated = f"、{votes:,}票の評価は10点満点で{score:g}点だった" if score is not None and votes else ""
        verb = "登録しており" if rated else "登録していた"
        return f"{day_text(day)}の時点で、Bangumiでは{people:,}人が{named(which)}をリストに{verb}{rated}。"

    def interest(self, which: Which, source: str, people: int | None, place: float | None, n: int, day: dt.date) -> str:
        parts = []
        if people is not None:
            parts.append(f"{people:,}人のリストに載っていた")
        if place is not None:
            parts.append(f"同じ季節の{n}作品の{place * 100:.0f}%を上回っていた")
        told = "、".join(
            part if at == len(parts) - 1 else part.removesuffix("いた") + "おり" for at, part in enumerate(parts)
        )
        return f"{day_text(day)}の時点で、{named(which)}は{source}で{told}。"

    def answer(self, standing: Standing) -> str:
        which, day = standing.which, day_text(standing.known_to)
        name = f"「{which.title}」{named(which)}"
        last = named(standing.last) if standing.last is not None else ""
        whose = f"「{which.title}」{last}"
        match standing.status:
            case RenewalStatus.ANNOUNCED if standing.last is None:
                when = (
                    f"{fuzzy(standing.date)}の開始が発表されている"
                    if standing.date.year
                    else "開始日は発表されていない"
                )
                return f"「{which.title}」は{day}の時点でまだ始まっておらず、{when}。"
            case RenewalStatus.ANNOUNCED:
                when = f"{fuzzy(standing.date)}の予定で" if standing.date.year else "日付未定のまま"
                return f"{name}は、{day}までに{when}発表されている。"
            case RenewalStatus.ON_AIR:
                return f"{day}の時点で、{name}の情報はない（{last}はまだ放送中）。"
            case RenewalStatus.SPLIT_COUR:
                when = f"{fuzzy(standing.date)}の予定である" if standing.date.year else "日付未定である"
                return f"{whose}は{day}の時点で分割放送の休止期間にあり、次の部分は{when}。"
            case RenewalStatus.CONCLUDED:
                billed = f"（「{standing.billed}」）" if standing.billed else ""
                return f"{day}の時点で{name}の情報はなく、{last}は最終作として告知されていた{billed}。"
            case RenewalStatus.CANCELLED:
                word = "情報源から取り下げられた" if standing.taken_down else "中止になった"
                return f"{name}は一度発表された後、{word}（{day}の時点）。"
            case _:
                return f"{day}の時点で、{name}の情報はない。"

    def meanwhile(self, standing: Standing) -> str | None:
        day = day_text(standing.known_to)
        match standing.status:
            case RenewalStatus.SPLIT_COUR:
                none = f"{day}の時点で{named(standing.which)}の情報はない"
                return f"分割放送の休止は初めから予定されたもので、続編の決定ではない。{none}。"
            case RenewalStatus.ANNOUNCED if standing.last is not None and standing.last_state is State.ON_AIR:
                return f"{named(standing.last)}は{day}の時点でまだ放送中だった。"
            case RenewalStatus.CONCLUDED:
                return (
                    "最終作と告知された後に続いた作品もあるため、予測はそのまま示す。予測はこの告知を考慮していない。"
                )
            case RenewalStatus.NOT_ANNOUNCED:
                return "この日までに発表が見当たらないということであり、打ち切りを意味しない。"
            case _:
                return None

    def known_since(self, which: Which, day: dt.date, estimated: bool) -> str:
        subject = f"{named(which)}の存在" if which.number > 1 else "この作品の存在"
        return f"{subject}は、{day_text(day)}{'ごろ' if estimated else ''}から知られている。"

    def film_coming(self, beside: Beside, day: dt.date) -> str:
        when = f"{fuzzy(beside.premiere)}の公開予定で" if beside.premiere.year else "公開日未定のまま"
        return f"{_RELATIONS[beside.relation]}「{beside.title}」が、{day_text(day)}までに{when}発表されている。"

    def chance(self, which: Which, chance: Chance, by: dt.date, months: int, base: float | None) -> str:
        average = f"（全作品の平均は{percent(base)}）" if base is not None else ""
        event = f"{day_text(by)}まで（{months}か月以内）に{named(which)}が発表される確率"
        return f"{event}は、予測では{percent(chance.p)}である{average}。"

    def weighs(self, against: str | None, towards: str | None) -> str:
        down = f"確率を最も下げているのは{_GROUPS.get(against, against)}" if against else ""
        up = f"最も上げているのは{_GROUPS.get(towards, towards)}" if towards else ""
        if down and up:
            return f"平均と比べて、{down}、{up}である。"
        return f"平均と比べて、{down or '確率を' + up}である。"

    def alike(self, reference: ReferenceClass, years: int) -> str:
        came = (
            f"{years}年以内に次が発表されたのは{reference.returned:,}作品である"
            if reference.returned
            else f"{years}年以内に次が発表されたものはない"
        )
        return f"条件が近く、同じだけの期間、次の発表がなかった過去の{reference.n:,}作品のうち、その後{came}。"

    def record(self, past: Calibration) -> str:
        event = "発表された" if past.event == "announced" else "公開・放送された"
        told = f"{percent(past.returned)}である" if past.returned > 0 else "0件である"
        return (
            f"過去に{bound(past.low)}〜{bound(past.high)}%とした予測{past.n:,}件のうち、実際に{past.horizon_months}か月以内に次が"
            f"{event}のは{told}。"
        )

    def release(self, standing: Standing) -> str:
        which, day = standing.which, day_text(standing.known_to)
        name = f"「{which.title}」{named(which)}" if standing.last is not None else f"「{which.title}」"
        word = premiere_word(which)
        match standing.status:
            case RenewalStatus.ANNOUNCED if standing.date.day is not None:
                return f"{name}の{word}は、{day}の時点で{fuzzy(standing.date)}と告知されている。"
            case RenewalStatus.ANNOUNCED if standing.date.year is not None:
                return f"{name}は{fuzzy(standing.date)}の予定で、日付は{day}の時点で分かっていない。"
            case RenewalStatus.ANNOUNCED:
                return f"{name}の{word}は、{day}の時点で発表されていない。"
            case RenewalStatus.SPLIT_COUR if standing.last is not None:
                when = f"{fuzzy(standing.date)}の予定である" if standing.date.year else "未定である"
                return f"「{which.title}」{named(standing.last)}の次の部分は、{day}の時点で{when}。"
            case RenewalStatus.CANCELLED:
                return f"{name}の{word}はない。いったん発表された後に取りやめになった。"
            case _:
                return f"{name}の{word}は未定である。{day}の時点で{named(which)}自体の情報がない。"

    def window(self, which: Which, window: Window, announced: bool) -> str:
        lead = "" if announced else f"{named(which)}があるとすれば、"
        between = f"{month(window.p10)}から{month(window.p90)}の間"
        return f"{lead}予測では80%の確率で{between}に世に出る。{month(window.p50)}より前か後かは半々である。"

    def out_by(self, which: Which, chances: Sequence[tuple[dt.date, Chance]]) -> str:
        (by, first), *rest = distinct(chances)
        more = "".join(f"、{day_text(day)}までは{percent(chance.p)}" for day, chance in rest)
        return f"{day_text(by)}までに{named(which)}が世に出ている確率は{percent(first.p)}{more}である。"

    def ends(self, day: dt.date) -> str:
        return f"このページは{day_text(day)}の時点で知り得たことを記したもので、それより後の発表は含まない。"

    def unheard(self, title: str, day: dt.date) -> str:
        return f"{day_text(day)}の時点で、「{title}」について知られていることは何もなかった。"

    def change(self, change: Change, name: str) -> str:
        before, after = fuzzy_iso(change.before), fuzzy_iso(change.after)
        match change.kind:
            case Kind.ANNOUNCED | Kind.MOVIE_ANNOUNCED:
                told = f"{name}の存在が知られた"
            case Kind.DATED:
                told = f"{name}の時期が{after}と分かった" + (f"（それまでは{before}）" if before else "")
            case Kind.DELAYED:
                told = f"{name}が{before}から{after}に延期された"
            case Kind.ADVANCED:
                told = f"{name}が{before}から{after}に早まった"
            case Kind.UNDATED:
                told = f"{name}の日付（{before}）が取り消された"
            case Kind.STARTED:
                told = f"{name}が始まった" if "「" not in name else f"{name}が世に出た"
            case Kind.FINISHED:
                told = f"{name}が終わった"
            case Kind.CANCELLED:
                told = f"{name}が" + ("情報源から取り下げられた" if change.after == WITHDRAWN else "中止になった")
        return f"{day_text(change.day)}、{told}。"

    def name(self, which: Which, part: int | None) -> str:
        return f"{named(which)}の第{part}部分" if part is not None else named(which)

    def aside(self, title: str, relation: Relation) -> str:
        return f"{_RELATIONS.get(relation, '')}「{title}」"

    def earlier(self, count: int, since: dt.date) -> str:
        return f"{day_text(since)}より後の、これより前の{count:,}件は省いた。"

    def unchanged(self, since: dt.date, day: dt.date) -> str:
        return f"{day_text(since)}から{day_text(day)}までの間に、新しく分かったことはない。"

    def then(self, before: Standing, now: Standing) -> str:
        was = f"{day_text(before.known_to)}の時点では{status_words(before)}"
        return f"{was}が、{day_text(now.known_to)}の時点では{status_words(now)}。"

    def moved(self, before: float, then: dt.date, now: float, day: dt.date, months: int) -> str:
        was, became = f"{day_text(then)}の{percent(before)}", f"{day_text(day)}の{percent(now)}"
        return f"{months}か月以内に発表される確率の予測は、{was}から{became}になった。"

    def story(self, text: str) -> str:
        return f"（英語）“{text}”"

    def storyless(self) -> str:
        return "あらすじは取得できず、ここには保存もされていないため、載せていない。"
