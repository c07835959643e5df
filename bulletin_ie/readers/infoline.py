"""Info lines: labels with values, side by side or after a bare date."""

from __future__ import annotations

from functools import cache

import regex

from . import times
from .labels import Hit
from .lines import Line
from .top import EDGES

__all__ = ["is_info", "states"]


@cache
def _host() -> regex.Pattern[str]:
    """The address of the site beside its name."""
    return regex.compile(r"(?:https?://)?+(?:[A-Za-z0-9-]{1,40}+\.){1,5}+[a-z]{2,12}(?![A-Za-z0-9])\s{0,4}+")


def states(hits: list[Hit]) -> bool:
    """Do the labels state anything of the notice?"""
    return any(hit.field != "furniture" for hit in hits)


def is_info(line: Line, hits: list[Hit]) -> bool:
    """An info line begins with a label (after a bare date, a bracket or a name) and holds no sentence."""
    if len(hits) == 1 and hits[0].field in ("author", "recorder") and line.text[-1] in "？?！!":
        return False  # 记者：今年形势如何？ is an interview
    if len(hits) == 1 and hits[0].field == "views" and hits[0].start == line.start:
        rest = line.text[hits[0].value - line.start :]
        if len(rest) > 5 and not any(c.isdigit() for c in rest):
            return False  # 阅读：点亮乡村的灯 is a headline
    if hits[0].field == "contact" or (line.text[-1] == "。" and not any(hit.colon for hit in hits)):
        return False
    lead = _host().sub("", line.text[: hits[0].start - line.start]).strip(EDGES)
    if "。" in lead:
        return False
    prosy = any(c in "，,；;！？" for c in lead)
    return not lead or len(hits) > 1 or times.match(lead) is not None or (len(lead) <= 40 and not prosy)
