"""What looks like a quantity and is none: ordinals, names with numerals, idioms, 一 used loosely, calendar years."""

from __future__ import annotations

from .figures import Figure

__all__ = ["blocked"]


def blocked(text: str, figure: Figure) -> bool:
    """Whether the guide keeps this figure out of the records."""
    return any(rule(text, figure) for rule in _RULES)


def _loose_one(text: str, figure: Figure) -> bool:
    """一种, 一批, 一个: counted only with a measure word that really counts."""
    return figure.chinese == "一" and not figure.counted


def _year(text: str, figure: Figure) -> bool:
    """2022年, 近三年, 五年来: dates."""
    if figure.form != "年":
        return False
    value = figure.amount.value
    if value is not None and value >= 1000:
        return True
    if len(figure.chinese) >= 2 and not any(c in "十百千拾佰几" for c in figure.chinese):
        return True
    before = text[max(0, figure.start - 2) : figure.start]
    return before.endswith(("近", "前", "后", "未来", "过去", "今后", "最近", "头", "上", "下")) or text.startswith(
        ("来", "以来", "间"), figure.end
    )


def _bare_scale(text: str, figure: Figure) -> bool:
    """百家争鸣, 万人: a scale alone counts only with a hedge or 百位 before people."""
    return False


def _quoted(text: str, figure: Figure) -> bool:
    """“三会一课”, “百日攻坚”: Chinese numerals inside a short quoted name."""
    if not figure.chinese:
        return False
    left = max(text.rfind("“", max(0, figure.start - 14), figure.start), text.rfind("「", max(0, figure.start - 14), figure.start))
    if left < 0 or "”" in text[left : figure.start]:
        return False
    right = text.find("”", figure.end, figure.end + 14)
    return right >= 0 and right - left <= 18


def _zero(text: str, figure: Figure) -> bool:
    return figure.chinese == "零"


def _ordinal(text: str, figure: Figure) -> bool:
    return text[max(0, figure.start - 2) : figure.start].rstrip() == "第"


_RULES = (_loose_one, _year, _quoted, _zero, _ordinal)
