"""The words for roles, source works and services, in English, Japanese and Chinese."""

from __future__ import annotations

import re

# A person's name: Latin words with capitals, or Han characters and kana.
_NOT_NAME = (
    r"(?!(?:The|A|An|It|This|That|In|On|At|He|She|They|His|Her|Its|And|But|With|For|From|Studio|Season|Series|Episode|Anime|Manga|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Netflix|Crunchyroll|Weekly|Japanese|Japan|English|Director|Music|Character"
    r"|Composer|Chief|Original|Production|Animation)\b)"
)
LATIN_NAME = rf"(?:{_NOT_NAME}[A-Z][\w'’.-]*\w|[A-Z]\.)(?:\s+(?:{_NOT_NAME}[A-Z][\w'’.-]*\w|[A-Z]\.|\(?[\"“][A-Z]\w+[\"”]\)?)){{0,2}}"
CJK_NAME = r"[\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff·・]{2,12}?"
NAME = rf"(?P<name>{LATIN_NAME})"
# A name in Han characters beside what only stands at names.
CJK_WORD_NAME = re.compile(
    r"(?<=[、。，：:的由は・\s])(?P<name>[\u3005\u3400-\u9fff][\u3005\u3041-\u3096\u3400-\u9fff]{1,4})(?=氏|さん|执导|担任|[がはの、，]|\s|（)"
)
_END = (
    r"(?=[、。，,；;（(）)\s「」『』/／・]|$|が|は|を|と|による|氏|さん|的|执|担|和(?=[\u3400-\u9fff]{2})|，|及|与|之)"
)

DIRECTOR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Dd]irected|[Hh]elmed|[Ss]uper-?vised)\s+by\s+(?:veteran\s+|acclaimed\s+|director\s+|newcomer\s+)?{NAME}",
        rf"\b(?:[Uu]nder the direction of|[Dd]irection by|[Dd]irection from)\s+{NAME}",
        rf"(?<![Aa]rt )(?<![Cc]hief )(?<![Ss]ound )(?<![Aa]nimation )(?<![Aa]ssistant )(?<![Ee]pisode )\b[Dd]irector(?:\s*[:：]|\s+was|\s+is)?\s+{NAME}",
        rf"\b[Dd]irector\s+of\s+[^.,;]{{1,50}}?\s+(?:is|was)\s+{NAME}",
        rf"{NAME}(?:,\s+who\s[^.,;]{{3,60}},)?\s+(?:(?:has|had|also|once again|wrote and|is credited as the)\s+)*(?:directed|directs|directing|is directing|helmed|helms|director|took the director|(?:was |is )?in charge of direct(?:ing|ion)|led [^.,;]{1, 30} as director|was at the (?:wheel|helm))\b",
        rf"{NAME}(?:\s+(?:is|was|returns?|returned|served|serves|serving|back|acted|acts|worked|came back|sat|sits|took a seat))+\s+(?:again\s+)?(?:as\s+(?:the\s+)?(?:series\s+)?director|the\s+(?:series\s+)?director|at the helm|in the director(?:'|’)?s chair)",
        rf"(?:with|With)\s+{NAME}\s+(?:as (?:the )?director|directing|at the helm|in the director(?:'|’)?s chair)",
        rf"(?<![総总作画音响美术术副])(?:監督|监督|导演|導演|执导|執導)(?:は|を|为|為|是|由|：|:|・|\s|務める|担任)*\s*(?P<name>{CJK_NAME}|{LATIN_NAME}){_END}",
        rf"由\s*(?P<name>{CJK_NAME}|{LATIN_NAME})\s*(?:担任(?:监督|导演)|执导|導演|执掌导筒|监督)",
        r"(?P<name>[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{2,8}?)(?:氏)?(?:が監督|監督(?:作|による|のもと))",
    )
)
_STAFF_ROLES = (
    ("music", r"(?:[Mm]usic|[Ss]oundtrack|[Ss]core|OST)(?:\s+(?:was|is|were))?(?:\s+(?:composed|written|done|handled|created|produced|scored))?", r"音楽|音乐|音樂|配乐"),
    ("composer", r"(?:[Cc]omposed|[Ss]cored)", r"作曲"),
    ("character design", r"[Cc]haracters?(?:['’]s)?\s+[Dd]esign(?:s|er|ed)?(?:\s+(?:was|is|were))?(?:\s+(?:done|handled|created|drawn))?", r"キャラクターデザイン|人物设计|人物設定|人设|角色设计"),
    ("series composition", r"(?:[Ss]eries\s+[Cc]omposition|[Ss]eries\s+[Ss]cripts?|[Ss]cripts?|[Ss]creenplays?|[Ss]cenario)(?:\s+(?:was|is|were))?(?:\s+(?:written|handled|supervised|overseen|penned))?", r"シリーズ構成|系列构成|系列構成|脚本"),
    ("sound director", r"[Ss]ound\s+[Dd]irect(?:or|ion)", r"音響監督|音响监督"),
    ("chief director", r"[Cc]hief\s+[Dd]irect(?:or|ed|ion)", r"総監督|总监督"),
)  # fmt: skip
STAFF = tuple(
    (role, re.compile(pattern))
    for role, latin, cjk in _STAFF_ROLES
    for pattern in (
        rf"\b{latin}\s*(?:by|from|[:：]|is by|was by)\s*(?:composer\s+|the\s+|writer\s+)?{NAME}",
        rf"(?:{cjk})(?:は|を|由|为|為|：|:|・|\s|担当)*\s*(?P<name>{CJK_NAME}|{LATIN_NAME}){_END}",
    )
) + tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("series composition", r"(?P<name>[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{2,8}?)(?:氏|さん)?が(?:シリーズ構成|脚本)"),
        ("music", r"(?P<name>[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{2,8}?)(?:氏|さん)?が(?:音楽|劇伴)"),
        ("character design", r"(?P<name>[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{2,8}?)(?:氏|さん)?がキャラクターデザイン"),
        ("composer", rf"\b[Cc]omposer(?:\s*[:：]|\s+is|\s+was)?\s+{NAME}"),
        ("composer", rf"{NAME}\s+(?:composed|composes|scored|wrote the (?:music|score|soundtrack)|provided the (?:music|score|soundtrack)|handles? the (?:music|score))"),
        ("character design", rf"\b[Cc]haracter [Dd]esigner(?:\s*[:：]|\s+is|\s+was)?\s+{NAME}"),
        ("character design", rf"{NAME}\s+(?:designed|designs|is designing|adapted|drew|handles?|handled|adapts)\s+(?:the\s+)?(?:original\s+)?character"),
        ("series composition", rf"{NAME}\s+(?:wrote|writes|handled|handles|penned|oversaw|supervised|is in charge of|was in charge of|is writing)\s+(?:the\s+)?(?:scripts?|screenplays?|series composition|series scripts?)"),
        ("series composition", rf"\b(?:[Ss]criptwriter|[Ss]creenwriter|[Hh]ead writer|[Ss]eries composer)(?:\s*[:：]|\s+is|\s+was)?\s+{NAME}"),
    )
)  # fmt: skip
WORK = r"(?:manga|light[\s-]novels?|web[\s-]novels?|novels?|visual novels?|games?|video games?|mobile games?|web ?comics?|webtoons?|manhwa|manhua|comics?|book series|books?)"
AUTHOR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{WORK}(?:\s+(?:series|of the same name|with the same name|by the same name|of the same title))*\s*,?\s*(?:that\s+)?(?:which\s+)?(?:is\s+|was\s+|were\s+)?(?:originally\s+)?(?:(?:written|created|drawn|penned|authored)(?:\s+and\s+(?:illustrated|drawn))?\s+)?(?:by|from)\s+(?:author\s+|mangaka\s+|writer\s+|creator\s+)?{NAME}",
        rf"\b(?:[Aa]uthor|[Mm]angaka|[Mm]anga\s+(?:creator|artist|author)|[Nn]ovelist|[Ss]eries creator|[Oo]riginal creator)(?:\s*[:：]|\s+is|\s+was)?\s+{NAME}",
        rf"\b(?:[Ww]ritten(?:\s+and\s+(?:illustrated|drawn))?|[Pp]enned|[Aa]uthored|[Cc]reated|illustrated)\s+by\s+(?:mangaka\s+|author\s+)?{NAME}",
        rf"{NAME}[’']s\s+(?:\w+\s+){{0,4}}?{WORK}\b",
        rf"{NAME}\s+(?:is|was)\s+the\s+(?:\w+\s+)?(?:creator|author|writer|artist|mangaka)\s+of\s+the\s+(?:original\s+)?{WORK}",
        rf"\b[Aa]uthor\s+(?:known|writing|credited)\s+(?:only\s+)?as\s+{NAME}",
        rf"(?:原作の?作者|原作者?|作者|漫画家)(?:は|为|是|：|:|・|\s)*\s*(?P<name>{CJK_NAME}|{LATIN_NAME}){_END}",
        r"(?P<name>[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{2,8}?)(?:氏|さん|先生|老师|老師)?(?:による|の|创作的|所著|所作|的)(?:同名)?(?:の)?(?:人気)?(?:漫画|マンガ|小説|小说|ライトノベル|轻小说)",
    )
)
# Source material by the words that name it; the longest wins.
MATERIAL = (
    ("LIGHT_NOVEL", r"light[\s-]novels?|ライトノベル|ラノベ|轻小说|輕小說"),
    ("VISUAL_NOVEL", r"visual novels?|eroge|galge|ビジュアルノベル|美少女ゲーム|视觉小说|視覺小說|galgame"),
    ("WEB_NOVEL", r"web[\s-]?novels?|ウェブ小説|Web小説|网络小说|网文"),
    ("MANGA", r"manga|manhwa|manhua|webtoons?|web ?comics?|comics?|graphic novels?|漫画|マンガ|コミック|漫畫|四格"),
    ("NOVEL", r"novels?|books?|小説|小说|小說"),
    ("GAME", r"(?:video |mobile |role-playing |card |rpg )?games?|ゲーム|手游|游戏|遊戲"),
    ("ORIGINAL", r"original|オリジナル|原创|原創"),
)
SERVICES = {
    "crunchyroll": ("crunchyroll",), "netflix": ("netflix", "ネットフリックス", "网飞"), "prime": ("prime video", "amazon prime", "amazon prime video", "アマプラ", "プライムビデオ"),
    "disneyplus": ("disney+", "disney plus", "ディズニープラス"), "hulu": ("hulu",), "hidive": ("hidive",), "funimation": ("funimation",),
    "bilibili": ("bilibili", "哔哩哔哩", "嗶哩嗶哩", "b站"), "iqiyi": ("iqiyi", "爱奇艺", "愛奇藝"), "youku": ("youku", "优酷"), "qq": ("tencent video", "腾讯视频"),
    "danime": ("d anime store", "d-anime", "dアニメストア", "dアニメ"), "unext": ("u-next", "unext"), "abema": ("abema", "abematv"), "nicovideo": ("niconico", "ニコニコ動画", "ニコニコ"),
    "gamer": ("bahamut", "動畫瘋", "巴哈姆特", "动画疯"), "muse_hk": ("muse asia", "muse communication"), "ani_one": ("ani-one", "ani one"), "viu": ("viu",), "youtube": ("youtube",),
    "max": ("hbo max",), "tubi": ("tubi",), "peacock": ("peacock",), "apple": ("apple tv+", "apple tv"), "vrv": ("vrv",), "adult swim": ("adult swim", "toonami"), "mgtv": ("芒果tv",), "acfun": ("acfun",),
}  # fmt: skip
_ALL = sorted(((name, site) for site, names in SERVICES.items() for name in names), key=lambda pair: -len(pair[0]))
SERVICE = re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(re.escape(name) for name, _ in _ALL) + r")(?![A-Za-z0-9])", re.I)
_SITE_OF = dict(_ALL)


def site_of(name: str) -> str:
    """Our name of the service that the article calls `name`."""
    return _SITE_OF[name.casefold()]
