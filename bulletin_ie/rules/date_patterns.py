"""The patterns of dates: what may open one, what may follow inside it, what joins two.

Every repeat is bounded and possessive and every opening looks behind, so a run of digits is read once. A pattern works on
text whose full-width digits were made ASCII (same length).
"""

from __future__ import annotations

import re
from functools import cache

import regex

from .date_lexicon import eras, plans
from .date_numbers import CN_DAY, CN_DIGIT, CN_HOUR, CN_MONTH, CN_SMALL, SP

__all__ = ["CONNECT", "OPENINGS", "follower", "opening_at", "openings_at", "seeds"]

CONNECT = rf"{SP}(?:(?:直?至(?!今(?![年日天])|此|少|多|于)|到(?!位|场|会|岗))|[-－—–―─‒−~～〜∼]{{1,2}}+){SP}"
_LISTED = r"(?<=(?:^|[\n\u3000]) ?[0-9]{1,2}[.．])"
_NOT_AFTER_NUMBER = rf"(?:(?<![0-9.{CN_DIGIT}十百千万亿第几数两])|{_LISTED})"
"""Nothing numeric before, unless it is a list number (1.7月9日)."""

YEAR = (
    rf"(?:[12][0-9]{{3}}|[12][0-9Oo〇○]{{3}}|[一二][{CN_DIGIT}Oo0]{{3}}"
    rf"|[二两]千(?:[零〇○][一二三四五六七八九]|[一二]?十[一二三四五六七八九]?+)?+)"
)
_MONTH_NUMBER = rf"(?:1[0-2]|0?[1-9]|{CN_MONTH})"
_DAY_NUMBER = rf"(?:[0-9]{{1,2}}|{CN_DAY})"
_MONTH_TAIL = r"(?![内均息薪饼租嫂经牙亮光球色台供子龄报刊季]|以内|以上|以下)"
_DAY_TAIL = r"(?![均龄游薪产用元志本]|内(?!蒙)|报(?![告送到名备请警]))"
_NOT_BOTTOM = r"(?![数线层部座稿册子气色盘蕴片价薪商])"
_NOT_FIRST = r"(?![中级步心衷始次评审赛选核稿任一二三])"
EDGE = rf"(?:底{_NOT_BOTTOM}|末(?![端尾次位期代])|初{_NOT_FIRST})"
_COUNT = rf"(?:[0-9]{{1,3}}|{CN_SMALL}|[两])"

OPENINGS: tuple[tuple[str, str], ...] = (
    (
        "iso",
        r"(?:(?<![0-9A-Za-z.\-/_%])|(?<=[-/.:][0-9]{1,2} ?-)|(?<=[日号]-))(?:1[6-9]|20|21)[0-9]{2} ?+[-－/.．][ ]?+(?:1[0-2]|0?[1-9]) ?+[-－/.．][ ]?+"
        r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9](?![0-9]:[0-9]{2}))(?![-/.．_][0-9]{1,3}(?![0-9年./-]))(?![A-Za-z_/])",
    ),
    (
        "iso_month",
        r"(?:(?<![^\n])|(?<=[(（:：\s至到]))(?:19|20)[0-9]{2}[-.](?:1[0-2]|0[1-9])(?:日)?(?=[ \t]*+(?:[\n)）]|$|至|到|[—–~～]))",
    ),
    ("reign", "(?:ERAS)" + rf"{SP}(?:元|[0-9]{{1,2}}|{CN_SMALL}){SP}年(?:{SP}{_MONTH_NUMBER}{SP}月)?+(?:{SP}{_DAY_NUMBER}{SP}日)?+"),
    (
        "school_year",
        rf"(?<![0-9.])(?:{YEAR}{SP}年?+{CONNECT})?+{YEAR}{SP}学年度?+",
    ),
    ("years", rf"(?<![0-9.\-/])(?:1[89]|20|21)[0-9]{{2}}{SP}年?+{CONNECT}(?:(?:1[89]|20|21)?[0-9]{{2}}){SP}年度?+(?!第{SP}[0-9])"),
    ("year", rf"(?:(?<![0-9.第A-Za-z{CN_DIGIT}十百千万亿])|{_LISTED})(?:{YEAR}){SP}年(?:度)?+(?!{SP}第{SP}[0-9一二三四五六七八九十]{{1,6}}+{SP}(?:号(?!台风)|期(?=[\s）)】」，。]|$)))(?![龄轮])"),
    (
        "short_year",
        rf"{_NOT_AFTER_NUMBER}(?<![满近约达超逾过每了])(?:[0-9]{{2}}|[{CN_DIGIT}]{{2}}){SP}年"
        rf"(?:(?={SP}(?:{_MONTH_NUMBER}{SP}月|[上下]半年|第?[一二三四1-4]{SP}季度|{EDGE}|全年|版|同期|春节|端午|国庆|第[0-9一-十]{{1,2}}(?:周|个月)))"
        rf"|(?<=0[0-9][ ]?年)|(?<=[{CN_DIGIT}]{{2}}年)(?![级多])|(?<=(?:^|\n).{{2}}年)(?=\n|$)|(?=.{{0,6}}(?:奥运|世博|亚运)))",
    ),
    (
        "lunar",
        rf"(?:(?:农历|阴历|旧历|夏历){SP}(?:(?:{YEAR}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]){SP}年{SP})?+闰?(?:[正腊冬]|{_MONTH_NUMBER}){SP}月"
        rf"(?:{SP}(?:初[一二三四五六七八九十]|{_DAY_NUMBER})(?:日(?!子))?+)?+"
        rf"|{_NOT_AFTER_NUMBER}(?<![端改修更校])(?:[正腊]月|闰{_MONTH_NUMBER}月|冬月(?=[初廿十二]))(?:{SP}(?:初[一二三四五六七八九十]|{CN_DAY})(?:日(?!子))?+)?+"
        rf"|{_NOT_AFTER_NUMBER}{CN_MONTH}月(?:初[一二三四五六七八九十](?!中)|[廿卅][一二三四五六七八九]?+))",
    ),
    ("months", rf"{_NOT_AFTER_NUMBER}{_MONTH_NUMBER}{SP}(?:月{SP})?+(?:份)?+{CONNECT}{_MONTH_NUMBER}{SP}月(?:{SP}份)?+(?!{SP}{_DAY_NUMBER}{SP}[日号])(?![初底末]|[上中下]旬){_MONTH_TAIL}"),
    ("month", rf"{_NOT_AFTER_NUMBER}(?<![每足满近约逾超]){_MONTH_NUMBER}{SP}月(?:{SP}份(?!额))?+{_MONTH_TAIL}"),
    ("days", rf"{_NOT_AFTER_NUMBER}(?:3[01]|[12][0-9]|0?[1-9]){SP}[日号]?+{CONNECT}(?:3[01]|[12][0-9]|0?[1-9]){SP}[日号]{_DAY_TAIL}"),
    ("day", rf"{_NOT_AFTER_NUMBER}(?:3[01]|[12][0-9]|0?[1-9]|{CN_DAY}){SP}[日号]{_DAY_TAIL}"),
    ("quarters", rf"{_NOT_AFTER_NUMBER}[一二三四1-4](?:{CONNECT}|[、和及])[一二三四1-4]{SP}季度"),
    ("quarter_to_date", rf"(?<![目日之以])前{SP}[二两三23]{SP}个?季度"),
    ("quarter", rf"(?:第{SP}|{_NOT_AFTER_NUMBER})(?<!续)[一二三四1-4]{SP}季度"),
    ("half", r"(?<![线以])[上下]半年"),
    ("year_to_date", rf"(?<![^\n，,。；;：:、（(\u3000 年])前{SP}(?:1[0-2]|[1-9]|{CN_MONTH}|两){SP}个?月(?!大)"),
    ("rolling", rf"(?<![接靠临附邻贴最新])(?:最?近|过去|未来|今后|接下来|将来)的?{SP}{_COUNT}{SP}(?:[多余]?年|个?月|周|个?星期|[天日])(?![级制期龄均])"),
    ("rolling_short", rf"(?:(?<![^\n，,。；;：:、（(])[前后上下]|(?<=[往向之])[前后]){SP}{_COUNT}{SP}(?:年|个月|周|个?星期|[天日])(?![级制期龄均])"),
    ("years_since", rf"{_NOT_AFTER_NUMBER}(?<![近每了])(?:(?:[0-9]{{1,3}}|{CN_SMALL}|两)[多余]?{SP}(?:年|个[多半]?月|天)|半年)来(?![自到])"),
    ("decade", rf"(?:(?:上个?|本|[0-9]{{2}}|二十一?|十[八九]){SP}世纪{SP}|{_NOT_AFTER_NUMBER})(?:[0-9]0|[二三四五六七八九]十){SP}年代(?:初期?|末期?|中期|[前后]期)?+"),
    ("plan", r"[“\"‘「『]?(?:PLANS)[”\"’」』]?(?=\s?(?:期间|时期|以来|期末|末|初期?|中期|后期))"),
    ("near_days", r"今明两[天日年]|明后天|(?<!今)明后两[天日]|今明后三[天日]|明后大后三[天日]"),
    ("edge", rf"(?<![每个0-9本上下当])(?!年末(?:岁初|年初))(?<!岁末|年末|岁尾)(?:[年月季]|季度){EDGE}|(?<![每])岁末(?!年初|年终)"),
)  # fmt: skip
"""What a date may begin with, in order of preference: (rule, pattern)."""

_PART = (
    r"(?:凌 ?晨|清晨|早晨|早上|早间|上 ?午|中 ?午|正午|午间|下 ?午|午后|傍 ?晚|晚 ?上|晚间|深夜|夜间|夜里|半夜|白天"
    r"|早(?![稻餐期点报市已在该])|晚(?![会宴报稻点辈年期于])|夜(?![市景班校]))"
)
_CLOCK = (
    rf"(?:(?P<h>2[0-4]|[01]?[0-9]|{CN_HOUR}){SP}(?:时(?!间|代|任|常|候|至今)|点(?![多名个项条位以]))(?:{SP}(?:"
    rf"(?P<mi>[0-5]?[0-9]|{CN_SMALL}|三十){SP}分(?![钟别之])(?:{SP}(?P<s>[0-5]?[0-9]|{CN_SMALL}){SP}秒)?+"
    rf"|(?P<half>半)|(?P<quarter>[一三1-3])刻|整|(?P<bare>[0-5][0-9])(?![0-9.%日月年]))|钟)?+"
    r"|(?P<h2>2[0-4]|[01]?[0-9])[ ]?[:：∶][ ]?(?P<mi2>[0-5][0-9])(?:[ ]?[:：∶][ ]?(?P<s2>[0-5][0-9])(?:\.[0-9]{1,3})?)?+(?![0-9:：])[时分]?+)许?+"
)

_FOLLOWERS = {
    "sub_year_quarter": rf"{SP}的?第?{SP}(?P<q>[一二三四1-4]){SP}季度",
    "sub_year_quarters": rf"{SP}(?P<a>[一二三四1-4])(?:{CONNECT}|[、和及])(?P<b>[一二三四1-4]){SP}季度",
    "sub_year_qtd": rf"{SP}前{SP}(?P<n>[二两三23]){SP}个?季度",
    "sub_year_half": rf"{SP}(?P<h>[上下])半年",
    "sub_year_ytd": rf"{SP}的?[前头]{SP}(?P<n>1[0-2]|[1-9]|{CN_MONTH}|两){SP}个?月(?!大)",
    "sub_year_lunar": r"[（(]?(?=农历|阴历|[正腊]月|闰)",
    "sub_year_months": rf"{SP}(?P<a>{_MONTH_NUMBER}){SP}(?:月{SP})?+(?:份)?+{CONNECT}(?P<b>{_MONTH_NUMBER}){SP}月(?:{SP}份)?+"
    rf"(?!{SP}{_DAY_NUMBER}{SP}[日号])(?![初底末]|[上中下]旬)",
    "sub_year_month": rf"{SP}的?(?P<m>[0-9]{{1,2}}|{CN_MONTH}){SP}月(?:{SP}份(?!额))?+",
    "sub_year_edge": rf"{SP}(?:年)?(?P<e>{EDGE}|伊始)",
    "sub_year_week": rf"{SP}的?第(?P<n>[0-9]{{1,2}}|{CN_SMALL})个?[周星](?:期)?",
    "sub_day_count": rf"{SP}的?(?:第(?P<n>[0-9]{{1,3}}|{CN_SMALL})天|(?P<last>最后一天)|倒数第(?P<m>[0-9]{{1,3}}|{CN_SMALL})天)",
    "sub_year_today": r"的?今[天日]",
    "season": r"(?P<s>[春夏秋冬])(?:天|季(?!学期|开学|招生|运动|[度节]))",
    "same_period": rf"{SP}同期",
    "sub_month_tens": rf"{SP}(?:月)?(?P<t>上中|中下|[上中下])旬",
    "sub_month_edge": rf"{SP}(?:月)?(?P<e>{EDGE})",
    "sub_month_week": rf"{SP}的?第(?P<n>[一二三四五1-5])个?[周星](?:期)?",
    "sub_month_days": rf"{SP}(?P<a>{_DAY_NUMBER}){SP}[日号]?+{CONNECT}(?P<b>{_DAY_NUMBER}){SP}[日号]",
    "sub_month_day": rf"{SP}的?(?P<d>{_DAY_NUMBER}){SP}[日号](?!子|线|楼)",
    "sub_month_bare_day": rf"(?:(?P<lunar>初[一二三四五六七八九十]|[廿卅][一二三四五六七八九]?+)|(?P<feast>{CN_DAY})(?=[是为]?(?:中秋|端午|七夕|中元|重阳|元宵|腊八))|(?P<d>{CN_DAY}|[0-9]{{1,2}})(?=\s|[-—–~～至、，。；;,)）]|$))(?![0-9.％%个])",
    "weekday": rf"{SP}(?:[（(〔\[]{SP}(?:星期|周|礼拜)(?P<a>[一二三四五六日天末]){SP}[)）〕\]]|(?:星期|周|礼拜)(?P<b>[一二三四五六日天末])(?![年期]))",
    "week_day": r"(?:周|星期)?(?P<w>[一二三四五六日天末])(?![个次名家起批万千百十季度月年、至到线体])",
    "part": rf"{SP}(?P<p>{_PART})",
    "clock": rf"(?:[T]|[ \t\u3000\u00a0]{{0,4}}+){_CLOCK}",
    "hours": rf"{SP}(?P<a>2[0-4]|[01]?[0-9]|{CN_HOUR}){SP}(?:时|点)?{CONNECT}(?P<b>2[0-4]|[01]?[0-9]|{CN_HOUR}){SP}(?:时|点)(?!{SP}[0-9一二三四五])",
    "festival_tail": r"(?:国际)?(?:劳动|妇女|儿童|青年|建党|建军|教师|护士)节",
    "connect": CONNECT,
    "between": rf"{SP}[和与]{SP}",
    "between_end": r"\s?之?间",
    "dotted_day": r"(?P<m>1[0-2]|0?[1-9])[-/.．](?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9]|[-/.．][0-9])",
}


_UNITS = r"年月日号季世个天学、和及至到\-－—–―─‒−~～〜∼"
_NUMERALS = f"{CN_DIGIT}十廿卅"
_DASHES = "至到-－—–―─‒−~～〜∼"
_BY_UNIT: dict[str, tuple[str, ...]] = {
    "年": ("school_year", "years", "year", "short_year", "years_since", "decade"),
    "月": ("lunar", "months", "month"),
    "日": ("days", "day"),
    "号": ("days", "day"),
    "季": ("quarter",),
    "世": ("decade",),
    "学": ("school_year",),
    **dict.fromkeys("个天多余", ("years_since",)),
    **dict.fromkeys("/.．", ("iso", "iso_month")),
    **dict.fromkeys("期时以末初中后”’", ("plan",)),
    **dict.fromkeys("、和及", ("quarters",)),
    **dict.fromkeys(_DASHES, ("iso", "iso_month", "school_year", "years", "months", "days", "quarters")),
}
"""Openings that begin with a number, by the character after it."""
_BY_FIRST: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("正腊冬闰农阴旧夏", ("lunar",)),
    "元": ("months", "month"),
    "第": ("quarter",),
    "上": ("half", "decade", "rolling_short"),
    "下": ("half", "rolling_short"),
    "前": ("quarter_to_date", "year_to_date", "rolling_short"),
    "后": ("rolling_short",),
    **dict.fromkeys("最近过未将接", ("rolling",)),
    "今": ("rolling", "near_days"),
    "本": ("decade",),
    "半": ("years_since",),
    "明": ("near_days",),
    **dict.fromkeys("年月季岁", ("edge",)),
    **dict.fromkeys('“"‘「『', ("plan",)),
}
"""Openings that begin with a word, by its first character."""


@cache
def seeds() -> re.Pattern[str]:
    """Where an opening may stand: a digit or numeral with a unit of time soon after, or the first characters of a word.

    The standard library's engine runs over the first character's set several times faster than `regex` does; it finds the
    few places that :func:`openings_at` then looks at. The group `unit` holds the character after a number.
    """
    count = rf"{SP}[0-9{_NUMERALS}两]"
    initials, seconds = ("".join(sorted({era[i] for era in eras()})) for i in (0, 1))
    plan_after = "".join(sorted({plan[0] for plan in plans()}))
    # few branches, since each is tried at every character of the first set: what they let through, the openings look at again
    return re.compile(
        rf"[0-9{_NUMERALS}两元正腊冬闰农阴旧夏第上下前后最近过未今接将明本年月季岁半“\"‘「『{initials}]"
        rf"(?:(?<=[0-9])(?<![0-9].)(?=[0-9Oo〇○]{{0,3}}+{SP}(?P<unit>[{_UNITS}]|[多余](?=[年个天])|[/.．]))"
        rf"|(?<=[{_NUMERALS}两])(?<![0-9{_NUMERALS}].)"
        rf"(?=[{_NUMERALS}千Oo0]{{0,5}}+{SP}(?P<unit2>[{_UNITS}]|[多余](?=[年个天])|[期时以末初中后”’]))"
        rf"|(?<=[年月季岁])(?=度?[初末底])|(?<=[农阴旧夏上下本最过未将今接明])(?=[历半个世近去来后明下])"
        rf"|(?<=[{initials}])(?=[{seconds}])|(?<=[前后上下近])(?={count})|(?<=[“\"‘「『])(?=[{plan_after}])"
        rf"|(?<=[元正腊冬])(?={SP}[月至到\-－—–―~～])|(?<=闰)(?=[{_NUMERALS}0-9])|(?<=第)(?={SP}[一二三四1-4]{SP}季)"
        rf"|(?<=半)(?=年来))"
    )


def openings_at(text: str, seed: re.Match[str]) -> regex.Match[str] | None:
    """The opening that stands at a seed, if one does; its last group names the rule."""
    unit = seed["unit"] or seed["unit2"]
    if unit is None:
        first = text[seed.start()]
        names = _BY_FIRST.get(first, ()) + (("reign",) if first in _era_initials() else ())
    else:
        names = _BY_UNIT[unit]
    return _openings(names).match(text, seed.start())


@cache
def _era_initials() -> frozenset[str]:
    return frozenset(era[0] for era in eras())


@cache
def _openings(names: tuple[str, ...]) -> regex.Pattern[str]:
    words = "|".join(sorted(plans(), key=len, reverse=True))
    reigns = "|".join(sorted(eras(), key=len, reverse=True))
    patterns = ((n, p.replace("PLANS", words).replace("ERAS", reigns)) for n, p in OPENINGS if n in names)
    return regex.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns))


def opening_at(text: str, pos: int) -> regex.Match[str] | None:
    """The opening that stands at ``pos``, if one does."""
    seed = seeds().match(text, pos)
    return openings_at(text, seed) if seed else None


@cache
def follower(name: str) -> regex.Pattern[str]:
    """The pattern of what may follow inside a date, by name."""
    return regex.compile(_FOLLOWERS[name])
