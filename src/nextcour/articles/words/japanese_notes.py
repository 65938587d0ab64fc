"""Japanese: footnotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.articles.words.japanese_forms import day_text

_FIELDS = {
    "titles": "題名",
    "format": "形式",
    "premiere": "初日",
    "finale": "最終日",
    "episodes": "話数",
    "studios": "制作会社",
    "source_material": "原作の種類",
    "streams": "配信先",
    "demand": "登録者と評価",
    "status": "状態",
}


class JapaneseNotes:
    """Footnotes."""

    def fact_note(self, source: str, version: str, day: dt.date, fields: Sequence[str], known_to: dt.date) -> str:
        told = "、".join(_FIELDS.get(field, field) for field in fields)
        name = f"{source} {version}" if version else source
        rule = "。それより前に知り得たかは規則で判断した" if day > known_to else ""
        return f"{name}、{day_text(day)}に確認: {told}{rule}。"

    def estimate_note(self, basis: str, earliest: dt.date, latest: dt.date) -> str:
        how = "MyAnimeListのIDの順序" if basis == "mal-id" else "開始までの通常の期間"
        return f"nextcourが{how}から推定: 80%の確率で{day_text(earliest)}から{day_text(latest)}の間。"

    def absence_note(self, read: Sequence[tuple[str, str, dt.date]], day: dt.date) -> str:
        names = "、".join(f"{name} {version}".strip() + f"（{day_text(seen)}）" for name, version, seen in read)
        return f"{day_text(day)}までに知り得た情報に該当するものがない。参照した情報源: {names}。"

    def counted_note(self, what: str, day: dt.date) -> str:
        told = {
            "line": "収録作品のつながり",
            "past": "同じ状況にあった過去の作品",
            "record": "過去の予測の結果",
        }[what]
        return f"nextcourが{day_text(day)}の時点の収録データで集計: {told}。"

    def forecast_note(self, model: str, made_on: dt.date | None, origin: dt.date) -> str:
        made = f"{day_text(made_on or origin)}に、その時点で知り得た情報から作成した予測（モデル {model}）"
        return f"nextcour、{made}。確率は{day_text(origin)}から数える。"

    def quoted_note(self, source: str, day: dt.date, cut: bool) -> str:
        return f"あらすじの引用元: {source}、{day_text(day)}取得{'、抜粋' if cut else ''}。"

    def unquoted_note(self, why: str) -> str:
        return f"あらすじの問い合わせ結果: {why}。"
