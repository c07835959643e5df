"""Which division a placeholder stands for in a document (省|民政厅 in a bulletin of Guizhou), and codes of named ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from ...rules.core import Context
from . import divisions
from .boundaries import COMMON_PLACES, PLACEHOLDERS, Found
from .bylines import PUBLISHER_LABEL

__all__ = ["Atlas", "split_chain"]

HOSTS = {
    "bj": "11", "tj": "12", "hebei": "13", "hebei.": "13", "he": "13", "shanxi": "14", "sx": "14", "nmg": "15", "ln": "21", "jl": "22",
    "hlj": "23", "sh": "31", "shanghai": "31", "jiangsu": "32", "js": "32", "zj": "33", "ah": "34", "fujian": "35", "fj": "35",
    "jiangxi": "36", "jx": "36", "shandong": "37", "sd": "37", "henan": "41", "ha": "41", "hubei": "42", "hb": "42", "hunan": "43",
    "hn": "43", "gd": "44", "gxzf": "45", "gx": "45", "hainan": "46", "hi": "46", "cq": "50", "sc": "51", "guizhou": "52", "gz": "52",
    "yn": "53", "xizang": "54", "xz": "54", "shaanxi": "61", "sn": "61", "gansu": "62", "gs": "62", "qinghai": "63", "qh": "63",
    "nx": "64", "xinjiang": "65", "xj": "65", "xjbt": "65",
}
"""Labels under gov.cn that provinces use, by the first two digits of their code."""



@cache
def _label() -> regex.Pattern[str]:
    return regex.compile(PUBLISHER_LABEL + r"\s?[:：]\s?$")


@cache
def _opening() -> regex.Pattern[str]:
    """A division with which a title begins (陇宁县2023年…, 中共信丰湖县第十四届委员会…)."""
    return regex.compile(r"^\s{0,20}(?:中共|中国共产党)?((?!关于|全|我|各|本|该|一)\p{Han}{1,4}?[省市县区州旗盟])")


@cache
def _names() -> regex.Pattern[str]:
    return regex.compile(r"[^省市县区州盟旗]{1,11}?(?:特别行政区|自治[区州县旗]|地区|[省市县区州盟旗])")


def split_chain(chain: str) -> list[str]:
    """The names in a run of divisions: 辽宁省沈阳市沈河区 → 辽宁省, 沈阳市, 沈河区."""
    names: list[str] = []
    position = 0
    while position < len(chain):
        for size in range(min(15, len(chain) - position), 1, -1):
            if divisions.codes_of(chain[position : position + size]):
                names.append(chain[position : position + size])
                position += size
                break
        else:
            match = _names().match(chain, position)
            if match is None:
                if chain[position:]:
                    names.append(chain[position:])
                break
            names.append(match.group())
            position = match.end()
    return names


class Atlas:
    """The divisions that a document supports, in tiers from its publisher down to mere mentions."""

    def __init__(self, text: str, found: Sequence[Found], context: Context) -> None:
        signed: list[str] = []
        named: list[str] = []
        titled: list[str] = []
        first_line_end = _title_end(text)
        for mention in found:
            chain = text[mention.start : mention.chain_end].replace(" ", "").replace("\u3000", "")
            if not divisions.codes_of(chain) and (row := _by_short(chain)) is not None and (_signs(text, mention)):
                signed.append(row)
            if not chain and mention.inside is not None:
                chain = text[slice(*mention.inside)]
            if not chain or chain in PLACEHOLDERS:
                continue
            names = split_chain(chain)
            named.extend(names)
            if _signs(text, mention):
                signed.extend(names)
            elif mention.start < first_line_end:
                titled.extend(names)
        for key in ("source", "author"):
            value = context.get(key)
            if isinstance(value, str):
                signed.extend(value[s:e] for s, e in divisions.scan(value))
        mentioned = [text[s:e] for s, e in divisions.scan(text)]
        titled.extend(text[s:e] for s, e in divisions.scan(text[:first_line_end]))
        opening = _opening().search(text[:first_line_end])
        if opening is not None and not titled and len(opening.group(1)) > 2 and opening.group(1)[-2:] not in COMMON_PLACES:
            titled.append(opening.group(1))
        shorts = _short_names(text, found)
        coded = _coded(context)
        provinces = [full for short, full in _provinces().items() if short in text]
        self.tiers: list[list[str]] = [_unique(t) for t in (signed, titled, [*named, *shorts], mentioned, provinces)]
        self.codes: list[list[str]] = [_unique(coded), [], [], [], []]
        self._answers: dict[str, str | None] = {}

    def fill(self, placeholder: str) -> str | None:
        """Name of the one division that ``placeholder`` (省 市 县 区 州 旗 盟 自治区 镇 乡) stands for here, or None."""
        if placeholder not in self._answers:
            self._answers[placeholder] = self._look_up(placeholder)
        return self._answers[placeholder]

    def _look_up(self, placeholder: str) -> str | None:
        for tier, (names, codes) in enumerate(zip(self.tiers, self.codes, strict=True)):
            fitting = [n for n in names if _fits(n, placeholder)]
            fitting += [row.name for row in map(divisions.division, codes) if row is not None and _fits(row.name, placeholder)]
            fitting = _unique(fitting)
            if not fitting and (placeholder in ("省", "自治区") or tier < 2):
                fitting = _unique(self._parents(names, codes, placeholder))
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                return None
        return None

    def _parents(self, names: Iterable[str], codes: Iterable[str], placeholder: str) -> list[str]:
        above: list[str] = []
        for name in names:
            found = {_above(code, placeholder) for code in _living(name)}
            if len(found) == 1:
                above.extend(n for n in found if n is not None)
        for code in codes:
            upper = _above(code, placeholder)
            if upper is not None:
                above.append(upper)
        return above

    def code(self, names: Sequence[str]) -> str | None:
        """GB/T 2260 code of the last of ``names`` (outermost first), when the names and the document leave one."""
        if not names:
            return None
        codes = list(_living(names[-1]) or divisions.short_codes(names[-1]))
        for outer in reversed(names[:-1]):
            above = _living(outer) or divisions.short_codes(outer)
            codes = [c for c in codes if any(_inside(c, a) for a in above)] or codes
        if len(codes) > 1:
            for tier in self.tiers:
                uppers = [c for n in tier for c in _living(n) if n != names[-1]]
                inside = [c for c in codes if any(_inside(c, u) for u in uppers)]
                if len(inside) == 1:
                    return inside[0]
        return codes[0] if len(codes) == 1 else None


@cache
def _provinces() -> dict[str, str]:
    """Short names of the provinces and their full ones."""
    rows = (divisions.division(f"{n}0000") for n in range(11, 66))
    return {row.short: row.name for row in rows if row is not None}


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _living(name: str) -> tuple[str, ...]:
    """Codes of a full name; of a living one only, when there is one."""
    codes = divisions.codes_of(name)
    alive = tuple(c for c in codes if (row := divisions.division(c)) is not None and not row.until)
    return alive or codes[:1]


def _inside(code: str, upper: str) -> bool:
    if upper.endswith("0000"):
        return code[:2] == upper[:2] and code != upper
    return upper.endswith("00") and code[:4] == upper[:4] and code != upper


def _above(code: str, placeholder: str) -> str | None:
    upper = divisions.parent_of(code)
    while upper is not None:
        row = divisions.division(upper)
        if row is not None and _fits(row.name, placeholder):
            return row.name
        upper = divisions.parent_of(upper)
    return None


def _fits(name: str, placeholder: str) -> bool:
    if len(name) < 2 or not name.endswith(placeholder):
        return False
    if placeholder == "区":
        return not name.endswith(("自治区", "行政区", "地区"))
    return True


def _title_end(text: str) -> int:
    """End of the first line that is not blank."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return min(end if end >= 0 else len(text), start + 80)


def _signs(text: str, mention: Found) -> bool:
    """Whether the mention stands where a publisher does: after its label, or alone on a line that is no address."""
    if mention.pattern.level == "byline":
        return True
    line_start = text.rfind("\n", 0, mention.start) + 1
    before = text[max(line_start, mention.start - 12) : mention.start]
    if _label().search(before):
        return True
    if before.strip(" \u3000（(【[") or mention.start - line_start > 40:
        return False
    after = text[mention.end : mention.end + 12].split("\n", 1)[0].strip(" \u3000）)】]")
    if after[:1].isdigit() and text[mention.end] in " \u3000":
        return True
    return after == "" or (len(after) <= 4 and after[0].isalpha() and mention.start > len(text) // 2) or after in ("文件", "公告", "通告")


def _by_short(short: str) -> str | None:
    """Full name of the one province or city of this short name."""
    codes = [c for c in divisions.short_codes(short) if c.endswith("00")] if short else []
    row = divisions.division(codes[0]) if len(codes) == 1 else None
    return row.name if row is not None else None


def _short_names(text: str, found: Sequence[Found]) -> list[str]:
    """Full names of provinces and cities that bodies carry in short form (贵州黔岭集团 → 贵州省)."""
    names: list[str] = []
    for mention in found:
        chain = text[mention.start : mention.chain_end]
        if chain and not divisions.codes_of(chain):
            codes = [c for c in divisions.short_codes(chain) if c.endswith("00")]
            if len(codes) == 1 and (row := divisions.division(codes[0])) is not None and mention.type != "enterprise":
                names.append(row.name)
    return names


def _coded(context: Context) -> list[str]:
    codes: list[str] = []
    site = context.get("site_id")
    if isinstance(site, str) and site[:6].isdigit() and divisions.division(site[:6]) is not None:
        codes.append(site[:6])
    url = context.get("url")
    if isinstance(url, str):
        match = regex.search(r"//(?:[\w-]{1,40}\.){0,6}?([\w-]{1,20})\.gov\.cn", url)
        if match is not None and match.group(1) in HOSTS:
            codes.append(HOSTS[match.group(1)] + "0000")
    return codes
