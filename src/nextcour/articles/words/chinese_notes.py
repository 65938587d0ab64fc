"""Chinese: footnotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.articles.words.chinese_forms import day_text

_FIELDS = {
    "titles": "名称",
    "format": "形式",
    "premiere": "首日",
    "finale": "末日",
    "episodes": "集数",
    "studios": "制作公司",
    "source_material": "原作类型",
    "streams": "播放平台",
    "demand": "收藏与评分",
    "status": "状态",
}


class ChineseNotes:
    """Footnotes."""

    def fact_note(self, source: str, version: str, day: dt.date, fields: Sequence[str], known_to: dt.date) -> str:
        told = "、".join(_FIELDS.get(field, field) for field in fields)
        name = f"{source} {version}" if version else source
        rule = "；此前是否可知按规则判断" if day > known_to else ""
        return f"{name}，{day_text(day)}所见：{told}{rule}。"

    def estimate_note(self, basis: str, earliest: dt.date, latest: dt.date) -> str:
        how = "MyAnimeList编号的顺序" if basis == "mal-id" else "开播前的通常间隔"
        return f"nextcour根据{how}估计：有80%的可能在{day_text(earliest)}至{day_text(latest)}之间。"

    def absence_note(self, read: Sequence[tuple[str, str, dt.date]], day: dt.date) -> str:
        names = "、".join(f"{name} {version}".strip() + f"（{day_text(seen)}）" for name, version, seen in read)
        return f"截至{day_text(day)}可知的内容中没有这类信息。查阅的来源：{names}。"

    def counted_note(self, what: str, day: dt.date) -> str:
        told = {
            "line": "收录作品之间的承接关系",
            "past": "过去处境相同的作品",
            "record": "过去预测的结果",
        }[what]
        return f"nextcour根据截至{day_text(day)}的收录数据统计：{told}。"

    def forecast_note(self, model: str, made_on: dt.date | None, origin: dt.date) -> str:
        made = f"{day_text(made_on or origin)}根据当时可知的内容作出的预测（模型 {model}）"
        return f"nextcour，{made}；概率自{day_text(origin)}起计。"

    def quoted_note(self, source: str, day: dt.date, cut: bool) -> str:
        return f"剧情简介引自{source}，{day_text(day)}取得{'，有删节' if cut else ''}。"

    def unquoted_note(self, why: str) -> str:
        return f"询问剧情简介的结果：{why}。"
