"""Units that stand once for several figures: in a label (中标价(万元): 126.75) or at the end of a list (分别为3、5和8家)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import regex

from . import numerals, units
from .figures import Figure

__all__ = ["elided", "labelled"]

LABEL = 24
"""How far before its figure a label's unit may begin, in characters."""

LAST = frozenset("：:)） \t\u3000")
"""What stands right before a figure that a label may govern."""


@cache
def _label() -> regex.Pattern[str]:
    return regex.compile(
        r"[（(](?:单位[:：])?(?P<scale>[十百千万亿]{0,3}+)(?P<unit>[^（()）\s\d]{1,8}+)[)）][ \t\u3000]{0,3}[:：]?[ \t\u3000]{0,3}$"
    )


def labelled(text: str, figure: Figure) -> Figure:
    """A figure without a unit with the unit of the label right before it, or the same figure."""
    follow = text[figure.end : figure.end + 1]
    if figure.chinese or "\u4e00" <= follow <= "\u9fff" or (follow in "-/.:：—～~" and follow):
        return figure
    found = _label().search(text[max(0, figure.start - LABEL) : figure.start])
    if found is None:
        return figure
    unit = units.lookup(found["unit"], 0)
    if unit is None or len(unit.form) != len(found["unit"]):
        return figure
    amount = figure.amount.times(numerals.scale_of(found["scale"])) if found["scale"] else figure.amount
    return figure._replace(
        amount=amount, unit=unit.unit, dimension=unit.dimension, form=unit.form, measure=unit.measure, rule="label"
    )


def elided(text: str, bare: Sequence[Figure], last: Figure) -> list[Figure]:
    """The figures of a 分别-list right before ``last`` that share its unit (and its 万 or 亿), in text order."""
    found: list[Figure] = []
    begin = last.start
    for figure in reversed(bare):
        if text[figure.end : begin] not in ("、", "和", "与", "及", "，", "以及"):
            break
        found.append(figure)
        begin = figure.start
    if not found or not any(word in text[max(0, begin - 16) : begin] for word in ("分别", "依次")):
        return []
    scale = _scale(text[last.start : last.end])
    found.reverse()
    return [
        figure._replace(
            amount=figure.amount.times(scale) if scale > 1 and _plain(text, figure) else figure.amount,
            unit=last.unit,
            dimension=last.dimension,
            form=last.form,
            measure=last.measure,
            rule="list",
        )
        for figure in found
    ]


def _scale(surface: str) -> Decimal:
    match = numerals.pattern().match(surface)
    return numerals.scale_of(match["scale"]) if match is not None and match["ar"] and match["scale"] else Decimal(1)


def _plain(text: str, figure: Figure) -> bool:
    return not any(c in "万亿千百" for c in text[figure.start : figure.end])
