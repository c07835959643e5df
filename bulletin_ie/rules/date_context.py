"""What the words around a date say: from when, until when, and whether they look ahead."""

from __future__ import annotations

from functools import cache

import regex

__all__ = ["boundary", "outlook", "repeats"]

_WINDOW = 60
"""How far a sentence is read, in characters, on either side of the date."""

_INCLUDED = (
    r"(?:\s?[（(]\s?(?:不?含|包?括?)[^（()）\n]{0,6}[)）])?+(?:假期|长假|小长假|黄金周|节日|期间)?+(?:及其?|或|含)?+\s?"
)
"""What may stand between a date and 起, 前, 后: (含), 假期, 及."""
_NOT_BEFORE = r"(?![后夕往期三二两半景沿线身述列来任端台途锋茬瞻方]|进(?!行)|提(?![交供出前升高])|所(?!有)|行(?!动|程)|[0-9一四五六七八九十]+[个天日])"
_NOT_AFTER = r"(?![续勤台备期天来院卫果半悔代补]|方(?!可)|[0-9一二三四五六七八九十两]+[个天日年])"
_WILL = (
    r"将(?=于|在|从|自|会|有|是|对|由|以|按|通过|继续|陆续|正式|全面|进一步|迎来|出现|达|举|召|开|启|组|进|实|推|发布|公布|出台|"
    r"建|投|完|采|安排|依|视|不|逐|大力|深入|重点|面向|为|逐步|集中|统一)"
)


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    patterns = {
        "after": (
            rf"{_INCLUDED}(?:(?P<since>[^，,。；;、\n0-9]{{0,20}}以来|起始?(?![火草降点诉义源来飞步初伏])|开始|至今|来(?=[，,。；、]|我|全|$))"
            rf"|(?P<until>之前|以前|[^，,。；;\n0-9]{{0,4}}截?止(?![损步血])|(?:下班|中午|上午|天黑)?前{_NOT_BEFORE})"
            rf"|(?P<after>之后|以后|过后|后{_NOT_AFTER}))"
        ),
        "before": (
            r"(?:(?P<until>截[至止](?:到|至|于|(?:日期|时间)[为是]?)?|迄|直至|直到|(?<![达收得受接报来遇想看提赶回走感找溯])到|(?<![乃甚以直])至)"
            r"|(?P<since>(?<![来亲各独擅源])自从?))(?:了|于|[：:])?\s?$"
        ),
        "ahead": (
            r"(?<!原)(?:将于|定于|拟于|拟定于|拟在|拟自|将在|将从|将自|拟从|计划于|计划在|预计|预定于|暂定于|力争|争取|敬请)"
            r"|将(?=举行|举办|召开|开展|启动|组织|进行|迎来|正式|全面|陆续|实施|开工|发布|公布|推出|出台|开放|开幕|达到|完成|投入|建成)"
            r"|(?:请|望)(?![求示假愿])"
        ),
        "ahead_after": (
            r"[^。！？；;\n]{0,2}(?:将(?=举行|举办|召开|开展|启动|组织|迎来|正式|全面|陆续|实施|开工|推出|于|在)"
            r"|拟(?=于|在|举行|举办|召开|开展))"
        ),
        "lean": rf"{_WILL}|拟(?!人)|预[计报]|力争|确保|争取|务必|即将|计划(?=于|在|到)",
        "near": (
            r"将|[请望](?![求示假愿])|须|应(?![急用对邀])|不得|严禁|禁止|提醒|计划|安排|同意|决定|确定|报名|报送|公示|截止|有效|延长|"
            r"届时|执行|实行|施行|实施|试行|启用|生效|邀请|欢迎|仍有|(?<![重主必首])[需要](?![求闻素点案])|参加|到期|时间[:：为]|不[小低少]于|起"
        ),
        "past": r"已|曾|原定|(?<![究取议论署确过置排])了(?!解)|累计|接报|发生",
        "past_term": r"已(?:经|于|在|全部)?\s?$",
        "repeats": r"(?:每年|每月|每周|每逢|每到|历年|逐年)的?\s?$",
        "sentence": r"[^。！？\n]*+",
        "clause": r"[，,]?+[^，,；;]*+",
    }
    return {name: regex.compile(pattern) for name, pattern in patterns.items()}


def boundary(text: str, start: int, end: int) -> str | None:
    """``since``, ``until`` or ``after`` as the words right beside the date say, else None."""
    match = _patterns()["after"].match(text, end, min(len(text), end + 32))
    if match is None:
        match = _patterns()["before"].search(text, max(0, start - 8), start)
    return match.lastgroup if match is not None else None


def outlook(text: str, start: int, end: int, kind: str | None) -> str | None:
    """Whether the words look ahead from the day of publication; ``kind`` is the date's boundary.

    ``ahead``: they do by the guide's list (将于, 定于, 拟于, 请于…前), so a missing year is the next one. ``lean``: they set a
    term or foretell (…前完成, 预计), so it is the next one unless the last one is much nearer. ``near``: they speak of
    duties and rules, which may lie on either side, so it is the nearer one. None: they report.
    """
    patterns = _patterns()
    before = text[max(0, start - _WINDOW) : start]
    sentence = before[max(map(before.rfind, "。！？\n")) + 1 :]
    clause = sentence[max(map(sentence.rfind, "，,；;")) + 1 :]
    rest = patterns["sentence"].match(text, end, min(len(text), end + _WINDOW))
    following = rest.group() if rest else ""
    nearby = patterns["after"].match(following) if kind == "until" else None
    term = nearby is not None and nearby.lastgroup == "until"
    cues = [m.group() for m in patterns["ahead"].finditer(sentence if term else clause)]
    if (cues and (term or cues[-1] not in ("请", "望"))) or patterns["ahead_after"].match(following):
        return "ahead"
    if term:
        return None if patterns["past_term"].search(clause) else "lean"
    own = patterns["clause"].match(following)
    if patterns["past"].search(clause) or (own and patterns["past"].search(own.group())):
        return None
    for name in ("lean", "near"):
        if patterns[name].search(sentence) or patterns[name].search(following):
            return name
    return None


def repeats(text: str, start: int) -> bool:
    """Whether the date comes round every year or month (每年3月): a rule, not a day."""
    return (
        start > 0
        and text[start - 1] in "年月周逢到的 "
        and bool(_patterns()["repeats"].search(text, max(0, start - 6), start))
    )
