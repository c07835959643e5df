"""What the words around a date say: from when, until when, and whether they look ahead."""

from __future__ import annotations

from functools import cache

import regex

__all__ = ["boundary", "outlook", "repeats"]

_WINDOW = 60
"""How far back, in characters, a clause is searched for words that look ahead."""


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    included = r"(?:\s?[（(]\s?(?:不?含|包?括?)[^（()）\n]{0,6}[)）])?+(?:假期|长假|小长假|黄金周|节日|期间)?+(?:及其?|或|含)?+"
    return {
        name: regex.compile(pattern)
        for name, pattern in {
            "until_before": r"(?:截[至止](?:到|至|于|日期)?|迄|直至|直到|(?<![达收得受接报来遇想看提赶回走感找])到|(?<![乃甚以直])至)(?:了|于|[：:])?\s?$",
            "since_before": r"(?:(?<![来亲各独擅源])自从?)(?:于|[：:])?\s?$",
            "from_before": r"(?:从|打)\s?$",
            "since_after": rf"{included}(?:以来|起始?(?![火草降点诉义源来飞步初伏])|开始|至今|来(?=[，,。；、]|我|全|$))",
            "until_after": rf"{included}\s?(?:之前|以前|为?止(?!损|步)|前(?![后夕往期三二两半景沿线身述行进列来所任端台途列锋茬前瞻方提]|[0-9一四五六七八九十]+[个天日]))",
            "after_after": rf"{included}\s?(?:之后|以后|过后|后(?![续勤台备方期天来院卫果半勤悔代补]|[0-9一二三四五六七八九十两]+[个天日年]))",
            "ahead": (
                r"(?<!原)(?:将于|定于|拟于|拟定于|拟在|拟自|将在|将从|将自|拟从|计划于|计划在|预计|预定于|暂定于|力争|争取|敬请)"
                r"|将(?=举行|举办|召开|开展|启动|组织|进行|迎来|正式|全面|陆续|实施|开工|发布|公布|推出|出台|开放|开幕|达到|完成|投入|建成)"
                r"|(?:请|望)(?![求示假愿])"
            ),
            "ahead_after": r"[^。！？；;\n]{0,2}(?:将(?=举行|举办|召开|开展|启动|组织|迎来|正式|全面|陆续|实施|开工|推出|于|在|有|会)|拟(?=于|在|举行|举办|召开|开展))",
            "duty": r"务必|确保|必须|应当?|须|需|要|计划|拟|将|预期|报名时间|报送时间|申报时间|截止(?:时间|日期)|开标时间|会议时间|考试时间|有效期|公示期|到期",
            "done": r"已|曾|原定|了",
            "effect": r"(?:起|开始)(?:正式)?(?:施行|实施|执行|生效|启用|试行)",
            "repeats": r"(?:每年|每月|每周|每逢|每到|历年|逐年|次年每年)(?:的)?\s?$",
        }.items()
    }


def boundary(text: str, start: int, end: int, *, is_range: bool) -> str | None:
    """``since``, ``until`` or ``after`` as the words right beside the date say; None for a plain date or range."""
    patterns = _patterns()
    before, after = text[max(0, start - 8) : start], text[end : end + 20]
    if is_range:
        return None
    if patterns["since_after"].match(after):
        return "since"
    if patterns["until_after"].match(after):
        return "until"
    if patterns["after_after"].match(after):
        return "after"
    if patterns["until_before"].search(before):
        return "until"
    if patterns["since_before"].search(before):
        return "since"
    return None


def outlook(text: str, start: int, end: int, kind: str | None) -> str | None:
    """``ahead`` when the clause looks ahead from the day of publication, ``near`` when it sets a term, else None."""
    patterns = _patterns()
    before = text[max(0, start - _WINDOW) : start]
    sentence = before[max(before.rfind(c) for c in "。！？；;\n") + 1 :]
    clause = sentence[max(sentence.rfind(c) for c in "，,") + 1 :]
    after = text[end : end + 12]
    term = kind == "until" and patterns["until_after"].match(after) is not None
    scope = sentence if term else clause
    last = None
    for last in patterns["ahead"].finditer(scope):  # noqa: B007 - the last one counts
        pass
    if last is not None and (term or last.group() not in ("请", "望")):
        return "ahead"
    if patterns["ahead_after"].match(after):
        return "ahead"
    if patterns["done"].search(clause):
        return None
    if term or patterns["effect"].match(after) or patterns["duty"].search(clause):
        return "near"
    return None


def repeats(text: str, start: int) -> bool:
    """Whether the date comes round every year or month (每年3月): a rule, not a day."""
    return _patterns()["repeats"].search(text[max(0, start - 6) : start]) is not None
