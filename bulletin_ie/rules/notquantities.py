"""What looks like a quantity and is none: ordinals, names with numerals, idioms, 一 used loosely, calendar years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from ..lexicon import load
from . import hedges
from .figures import Figure

__all__ = ["blocked"]


def blocked(text: str, figure: Figure) -> bool:
    """Whether the guide keeps this figure out of the records."""
    rules = _CHINESE if figure.chinese else _BY_DIMENSION.get(figure.dimension, _FIGURES)
    for rule in rules:  # noqa: SIM110 (a loop is twice as fast as any() here)
        if rule(text, figure):
            return True
    return False


def _loose_one(text: str, figure: Figure) -> bool:
    """一种, 一批, 一个, 一箱箱, 未发生一起, 最大的一笔: 一 counts only with a concrete thing that is really counted."""
    if figure.chinese != "一" or figure.end - figure.start - 1 < 1:
        return False
    start, end = figure.start, figure.end
    before = text[max(0, start - 8) : start]
    if figure.measure and not figure.counted:
        return not (_each().search(before) or before.endswith(_LOOSENED))
    unit = text[start + 1 : end]
    if text.startswith(unit, end) or text[start - 1 : start] in (
        "上",
        "下",
        "新",
        "另",
        "每",
        "某",
        "唯",
        "同",
        "这",
        "那",
        "任",
    ):
        return start > 0
    if before.endswith(text[start:end]) or text[start:end] in text[end : end + 6] or text[start:end] in before[-5:]:
        return True
    return bool(_none().search(before)) or text.startswith(("一", "就", "便"), end)


_LOOSENED = ("不少于", "至少", "超过", "超", "不止", "最多", "仅", "约", "近", "共")


@cache
def _each() -> regex.Pattern[str]:
    return regex.compile(r"(?:每|至少|最少|不得少于)[^，。；、0-9一二两三四五六七八九十半]{1,7}$")


@cache
def _none() -> regex.Pattern[str]:
    return regex.compile(r"(?:无|未|没有|没|零)[^，。；]{0,3}$")


def _year(text: str, figure: Figure) -> bool:
    """2022年, 近三年, 五年来, 两天来, 百年一遇, 九年制学校: dates, frequencies and kinds."""
    if figure.dimension != "time":
        return False
    if text.startswith(("来", "以来", "一遇"), figure.end):
        return True
    if text.startswith(("制", "一贯制"), figure.end) and text[figure.end + 1 : figure.end + 2] not in _MAKING:
        return True
    if figure.form != "年":
        return False
    value = figure.amount.value if figure.amount.value is not None else figure.amount.low
    if value is not None and value >= 1000:
        return True
    if len(figure.chinese) >= 2 and figure.amount.value is not None and not any(c in _TENS for c in figure.chinese):
        return True
    before = text[max(0, figure.start - 2) : figure.start]
    return before.endswith(("近", "前", "后", "未来", "过去", "今后", "最近", "头", "上", "下")) or text.startswith(
        "间", figure.end
    )


_TENS = frozenset("十百千拾佰廿卅几")
_MAKING = frozenset("定订造作成发")
"""What makes 制 the verb of the next word: 两年制定5部规章."""


def _bare_scale(text: str, figure: Figure) -> bool:
    """百家争鸣, 万人, 亿元以上: a scale alone counts only with a hedge at it, or with people (百位老人)."""
    if (
        not figure.chinese
        or figure.chinese.strip("十百千万亿")
        or figure.rule == "fraction"
        or figure.form in ("%", "‰")
    ):
        return False
    if text[figure.start - 1 : figure.start] == "每" and figure.start:
        return True
    if "十" in figure.chinese:
        return False
    if hedges.before(text, figure.start)[0] < figure.start or ("lower" in figure.marks[:1] and len(figure.marks) > 1):
        return False
    return figure.form not in ("名", "位")


def _quoted(text: str, figure: Figure) -> bool:
    """“三会一课”, “百日攻坚”: Chinese numerals inside a short quoted name."""
    if not figure.chinese or figure.amount.value is None or len(figure.marks) > 1 or len(figure.chinese) > 2:
        return False
    floor = max(0, figure.start - 14)
    left = max(text.rfind("“", floor, figure.start), text.rfind("「", floor, figure.start))
    if left < 0 or "”" in text[left : figure.start]:
        return False
    right = text.find("”", figure.end, figure.end + 14)
    return right >= 0 and right - left <= 18


def _zero(text: str, figure: Figure) -> bool:
    """零件, 零距离: 零 counts only before a few measure words (零个); ○ alone opens a line of a list."""
    return figure.chinese in ("○", "◯", "〇") or (
        figure.chinese == "零" and figure.form not in ("个", "例", "起", "人", "宗")
    )


def _numbered_group(text: str, figure: Figure) -> bool:
    """机动二队, 河口村三组、: a numeral of one character between a name and the end of a list's member."""
    if not figure.start or figure.form not in ("组", "队", "支"):
        return False
    before, follow = text[figure.start - 1], text[figure.end : figure.end + 1]
    if figure.form == "支":
        return before in "队局" and follow == "队" and text[figure.end + 1 : figure.end + 2] != "伍"  # 总队|一支队
    if figure.form == "组" and before in "村寨屯" and figure.chinese != "一":
        return True  # 河口村3组
    if len(figure.chinese) != 1:
        return False
    return "\u4e00" <= before <= "\u9fff" and before not in _BEFORE_GROUPS and follow in _AFTER_GROUPS


_BEFORE_GROUPS = frozenset("成为有共了的各每按以分设立建计达约近超余编派调增出第至到和与及、前后另")
_AFTER_GROUPS = frozenset(("", *"、，,。；;和与及等"))


def _ordinal(text: str, figure: Figure) -> bool:
    """第 3 批, 二期, 二支队, 十届二次会议, 前三位: places in an order."""
    before = text[max(0, figure.start - 3) : figure.start]
    if before.rstrip().endswith("第") or (figure.rule == "range" and figure.form in ("批", "期")):
        return True
    if figure.measure and before.endswith("前") and not before.endswith(_NOT_RANKS):
        return True
    if not figure.chinese or len(figure.chinese) > 1:
        return False
    follow = text[figure.end : figure.end + 1]
    if figure.chinese in "二贰" and figure.measure and "\u4e00" <= follow <= "\u9fff":
        return True
    if figure.form == "次":
        return before.endswith(("届", "大", "协", "全会")) or text.startswith(("党代会", "代表大会"), figure.end)
    if figure.form == "类":
        return before.endswith("为") and not "\u4e00" <= follow <= "\u9fff"
    return figure.form in ("期", "级") and not before.endswith(("共", "分", "为", "等", "列", "、"))


_NOT_RANKS = ("提前", "以前", "之前", "目前", "日前", "此前", "年前", "月前", "午前", "面前")


def _vague_unit(text: str, figure: Figure) -> bool:
    """三方, 一度, 五里: units that make a word with a small Chinese numeral."""
    return len(figure.chinese) == 1 and figure.form in ("方", "度", "里", "升", "平", "焦", "安", "伏", "P")


def _base(text: str, figure: Figure) -> bool:
    """一天打鱼七八十斤: the base of a rate."""
    if text[figure.start : figure.end] not in ("一天", "一年", "一个月"):
        return False
    return bool(_counted_after().match(text, figure.end)) and not text.startswith(("前", "后", "内"), figure.end)


@cache
def _counted_after() -> regex.Pattern[str]:
    return regex.compile(
        r"(?!的|来|时间)\p{Han}{1,6}(?:[0-9]|[一二两三四五六七八九几][十百千万多]|[一二两三四五六七八九]{2})"
    )


def _coordinate(text: str, figure: Figure) -> bool:
    """东经108.5度: a place on the map."""
    return figure.dimension == "angle" and text[max(0, figure.start - 2) : figure.start].strip().endswith(("经", "纬"))


def _number_of_file(text: str, figure: Figure) -> bool:
    """00018: figures with leading zeros are a number of a file."""
    if text[figure.start] not in "0０":
        return False
    surface = text[figure.start : figure.start + 2]
    return len(surface) == 2 and surface[1] in "0123456789０１２３４５６７８９"


def _formal(text: str, figure: Figure) -> bool:
    """陆家, 伍个: a formal numeral alone is a surname or a slip."""
    return len(figure.chinese) == 1 and figure.chinese in _FORMAL and figure.dimension != "money"


_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸幺")


@dataclass(frozen=True, slots=True)
class NotQuantityRow:
    """A row of ``not_quantities.tsv``: a fixed expression that holds a numeral and is no quantity."""

    form: str
    example: str


@cache
def _fixed() -> dict[str, tuple[tuple[int, str], ...]]:
    """Fixed expressions by each numeral-and-next-character pair they hold, with the pair's place in them."""
    table: dict[str, list[tuple[int, str]]] = {}
    for row in load("not_quantities", NotQuantityRow):
        for at in range(len(row.form) - 1):
            table.setdefault(row.form[at : at + 2], []).append((at, row.form))
    return {pair: tuple(places) for pair, places in table.items()}


def _expression(text: str, figure: Figure) -> bool:
    """千家万户, 三班倒, 红十字会: a fixed expression covers the figure."""
    if not figure.chinese or figure.rule == "fraction":  # 十分之九
        return False
    for at, form in _fixed().get(text[figure.start : figure.start + 2], ()):
        if figure.start >= at and text.startswith(form, figure.start - at):
            return True
    return False


def _address(text: str, figure: Figure) -> bool:
    """https://example.org/a?b=30%: part of a web address."""
    if not text[figure.end - 1].isascii() or "/" not in text[max(0, figure.start - ADDRESS) : figure.start]:
        return False
    return bool(_link().search(text[max(0, figure.start - ADDRESS) : figure.start]))


_COUNTING = frozenset("的了有共及这各到为全等达辖含设建在对由与和计")
"""Words' last characters after which a place word is counted: 涉及三村, 全县三村."""


def _numbered_place(text: str, figure: Figure) -> bool:
    """曹杨二村, 静安三门: the numeral is part of a place's name when a name runs right into it."""
    if figure.unit not in ("村", "门") or any(figure.marks):
        return False
    before = text[max(0, figure.start - 1) : figure.start]
    return "\u4e00" <= before <= "\u9fff" and before not in _COUNTING


ADDRESS = 300
"""How far before a figure its web address may begin."""


@cache
def _link() -> regex.Pattern[str]:
    return regex.compile(r"(?:https?://|www\.)[!-~]{0,300}+$")


_FIGURES = (_ordinal, _number_of_file, _address, _numbered_group)
_BY_DIMENSION = {"time": (_year, *_FIGURES), "angle": (_coordinate, *_FIGURES)}
_CHINESE = (
    _expression, _loose_one, _year, _bare_scale, _quoted, _zero, _ordinal, _formal, _vague_unit, _base, _numbered_place,
    _numbered_group,
)  # fmt: skip
"""The rules in the order they are asked, for figures (by their dimension) and for Chinese numerals."""
