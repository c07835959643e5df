"""What belongs to a name beyond its class word or before the words that the walk takes: seats, campuses, missions abroad."""

from __future__ import annotations

from functools import cache

import regex

from . import divisions
from .cues import roles
from .found import Found
from .words import word_set

__all__ = ["is_nickname", "with_surroundings"]

SEATED = ("中心", "大学", "实验室", "研究院")
CAMPUSED = (*word_set("小学 中学 学校 大学 学院 幼儿园 附中 附小 一中 二中 三中 中专 党校 一小 二小 三小 教育集团"),)
HOSPITALS = ("医院", "保健院", "中医院")
MISSIONS = ("使馆", "领事馆", "领馆")
LONGEST_COUNTRY = 6
REGIONS = word_set("华东 华北 华中 华南 东北 西北 西南")
NICKNAME = 6
"""So long a name at most, when it stands alone in quotation marks, is one that people gave a thing (“灯塔工厂”, “流动法庭”)."""


REPUBLIC = "中华人民共和国"
"""What the full name of a national body begins with (中华人民共和国|国家统计局)."""


def with_surroundings(text: str, mention: Found) -> Found:
    """``mention``, which may be changed in place: 国家…检测中心（哈尔滨）, 固原路小学|东校区, 中国驻|坦桑尼亚大使馆."""
    word = mention.pattern.text
    if text.endswith(REPUBLIC, 0, mention.start):
        at = mention.start - len(REPUBLIC)
        mention.start, mention.chain_end = at, mention.chain_end if mention.chain_end > mention.start else at
    if text[mention.end : mention.end + 1] in ("（", "(") and not (word.endswith(SEATED) and _add_seat(text, mention)):
        return mention
    if word.endswith(CAMPUSED):
        match = _campus().match(text, mention.end)
    elif word.endswith(HOSPITALS):
        match = _branch().match(text, mention.end)
    else:
        match = None
        if word.endswith(MISSIONS):
            _add_sender(text, mention)
    if match is not None:
        mention.end = match.end()
    return mention


def is_nickname(text: str, mention: Found) -> bool:
    """“厂中厂”: a class word and common words alone in quotation marks name a kind of thing."""
    return (
        mention.end - mention.start <= NICKNAME
        and mention.chain_end == mention.start
        and mention.pattern.level in ("named", "topic", "inner")
        and text[mention.start - 1 : mention.start] == "“"
        and text[mention.end : mention.end + 1] == "”"
    )


@cache
def _campus() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:[东西南北中新老本总]|\p{Han}{2,4}?)?(?:校区|分园|园区(?!内|的)|分校|教学点|教学部|校本部)|(?:[东西南北])[校园部](?=[，。、；和与及等）\n]|$)"
    )


@cache
def _branch() -> regex.Pattern[str]:
    return regex.compile(r"(?:[东西南北中新老本总]|\p{Han}{2,4}?)(?:院区|分院)")


def _add_seat(text: str, mention: Found) -> bool:
    """The seat in brackets belongs to the names of centres, laboratories and universities; whether there is one."""
    end = mention.end
    close = text.find("）" if text[end] == "（" else ")", end, end + 8)
    seat = text[end + 1 : close]
    if close > 0 and (divisions.spelled(seat) or seat in REGIONS):
        mention.end = close + 1
        return True
    return False


def _add_sender(text: str, mention: Found) -> None:
    """A mission's name begins with the country that sends it."""
    start = mention.start
    if text.startswith("中国驻", start):
        mention.type = "government"
        return
    if text[start : start + 1] == "驻":
        start += 1
    if text[start - 1 : start] != "驻":
        return
    role_of = roles()
    for size in range(2, LONGEST_COUNTRY + 1):
        country = text[max(0, start - 1 - size) : start - 1]
        if country == "中国":
            mention.start, mention.type = start - 1 - size, "government"
        elif role_of.get(country) == "foreign":
            mention.start, mention.type = start - 1 - size, "international"
