"""What the words around a date say: from when, until when, and whether they look ahead."""

from __future__ import annotations

from functools import cache

import regex

__all__ = ["boundary", "outlook", "repeats"]

_WINDOW = 60
"""How far back, in characters, a clause is searched for words that look ahead."""


_SENTENCE = regex.compile(r"[^。！？\n]*+")
_CLAUSE = regex.compile(r"[，,]?+[^，,；;]*+")


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    included = r"(?:\s?[（(]\s?(?:不?含|包?括?)[^（()）\n]{0,6}[)）])?+(?:假期|长假|小长假|黄金周|节日|期间)?+(?:及其?|或|含)?+"
    return {
        name: regex.compile(pattern)
        for name, pattern in {
            "until_before": r"(?:截[至止](?:到|至|于|日期)?|迄|直至|直到|(?<![达收得受接报来遇想看提赶回走感找])到|(?<![乃甚以直])至)(?:了|于|[：:])?\s?$",
            "since_before": r"(?:(?<![来亲各独擅源])自从?)(?:于|[：:])?\s?$",
            "from_before": r"(?:从|打)\s?$",
            "since_after": rf"{included}(?:[^，,。；;、\n0-9]{{0,20}}以来|起始?(?![火草降点诉义源来飞步初伏])|开始|至今|来(?=[，,。；、]|我|全|$))",
            "until_after": rf"{included}\s?(?:之前|以前|[^，,。；;\n0-9]{0, 4}截?止(?![损步血])|前(?![后夕往期三二两半景沿线身述行进列来所任端台途列锋茬前瞻方提]|[0-9一四五六七八九十]+[个天日]))",
            "after_after": rf"{included}\s?(?:之后|以后|过后|后(?![续勤台备方期天来院卫果半勤悔代补]|[0-9一二三四五六七八九十两]+[个天日年]))",
            "ahead": (
                r"(?<!原)(?:将于|定于|拟于|拟定于|拟在|拟自|将在|将从|将自|拟从|计划于|计划在|预计|预定于|暂定于|力争|争取|敬请)"
                r"|将(?=举行|举办|召开|开展|启动|组织|进行|迎来|正式|全面|陆续|实施|开工|发布|公布|推出|出台|开放|开幕|达到|完成|投入|建成)"
                r"|(?:请|望)(?![求示假愿])"
            ),
            "ahead_after": r"[^。！？；;\n]{0,2}(?:将(?=举行|举办|召开|开展|启动|组织|迎来|正式|全面|陆续|实施|开工|推出|于|在)|拟(?=于|在|举行|举办|召开|开展))",
            "forward": (
                r"将|拟|[请望](?![求示假愿])|须|应(?![急用对邀])|务必|不得|严禁|禁止|提醒|预[计报]|力争|确保|计划|安排|同意|决定|确定|"
                r"报名|报送|公示|截止|有效|延长|持续|届时|执行|实行|施行|实施|试行|启用|生效|邀请|欢迎|仍有|[需要](?![求闻素点案])|参加|到期|止|不[小低少]于|起"
            ),
            "past": r"已|曾|原定|(?<![究取议论署确过置排])了(?!解)|累计|接报|发生",
            "past_term": r"已(?:经|于|在|全部)?\s?$",
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
    """Whether the words look ahead from the day of publication.

    ``ahead``: they do by the guide's list (将于, 定于, 拟于, 请于…前), so a missing year is the next one. ``near``: they set a
    term, a plan or a duty that may lie on either side, so it is the nearer one. None: they report.
    """
    patterns = _patterns()
    before = text[max(0, start - _WINDOW) : start]
    sentence = before[max(before.rfind(c) for c in "。！？\n") + 1 :]
    clause = sentence[max(sentence.rfind(c) for c in "，,；;") + 1 :]
    following = _SENTENCE.match(text, end, min(len(text), end + _WINDOW)).group()
    after = _CLAUSE.match(following).group()
    term = kind == "until" and patterns["until_after"].match(following) is not None
    last = None
    for last in patterns["ahead"].finditer(sentence if term else clause):  # noqa: B007 - the last one counts
        pass
    if last is not None and (term or last.group() not in ("请", "望")):
        return "ahead"
    if patterns["ahead_after"].match(following):
        return "ahead"
    if term:
        return None if patterns["past_term"].search(clause) else "near"
    if patterns["past"].search(clause) or patterns["past"].search(after):
        return None
    if patterns["forward"].search(sentence) or patterns["forward"].search(following):
        return "near"
    return None


def repeats(text: str, start: int) -> bool:
    """Whether the date comes round every year or month (每年3月): a rule, not a day."""
    return _patterns()["repeats"].search(text[max(0, start - 6) : start]) is not None
