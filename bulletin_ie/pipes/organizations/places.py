"""Which division a placeholder stands for in a document (省|民政厅 in a bulletin of Guizhou), and codes of named ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from ...lexicon import load
from ...rules.core import Context
from . import divisions, unlisted
from .bylines import PUBLISHER_LABEL
from .found import Found
from .model import HostRow
from .walk import Page
from .words import COMMON_PLACES, PLACEHOLDERS

__all__ = ["Atlas", "compact", "split_chain"]

INFERRED_TIERS = 2
"""In the first tiers (signature, title) a city may be told from its county; in any, a province from its city."""

TITLE_LENGTH = 80
LONGEST_CLIPPED = 6


def compact(chain: str) -> str:
    """A chain of divisions without the spaces in it."""
    return chain.replace(" ", "").replace("\u3000", "").replace("\n", "")


@cache
def _names() -> regex.Pattern[str]:
    # 芦州|市, 泽州|湖区: after a single character 州 ends no prefecture but belongs to a longer name
    return regex.compile(
        r"(?:[^省市县区州盟旗]州)?[^省市县区州盟旗]{0,11}?(?:特别行政区|自治[区州县旗]|地区|[省市县区盟旗]|(?<=..)州)"
    )


@cache
def _label() -> regex.Pattern[str]:
    return regex.compile(PUBLISHER_LABEL + r"\s?[:：]\s?$")


@cache
def _opening() -> regex.Pattern[str]:
    """A division with which a title begins (陇宁县2023年…, 中共信丰湖县第十四届委员会…)."""
    return regex.compile(
        r"^\s{0,20}(?:中共|中国共产党|政协)?"
        r"((?!关于|全|我|各|本|该|一)(?:\p{Han}州(?=\p{Han}{0,3}[市县区旗]))?\p{Han}{0,4}?[省市县区州旗盟])"
    )


@cache
def _hosts() -> dict[str, str]:
    return {row.host: row.code for row in load("province_hosts", HostRow)}


def split_chain(chain: str) -> list[str]:
    """The names in a run of divisions: 辽宁省沈阳市沈河区 → 辽宁省, 沈阳市, 沈河区."""
    names: list[str] = []
    position = 0
    while position < len(chain):
        end = _known_end(chain, position)
        if end is None:
            match = _names().match(chain, position)
            end = match.end() if match is not None else len(chain)
        names.append(chain[position:end])
        position = end
    return names


def _known_end(chain: str, position: int) -> int | None:
    """End of the known name at ``position``: a full one, or a short one before a full one (福州|鼓楼区)."""
    for size in range(min(15, len(chain) - position), 1, -1):
        if divisions.codes_of(chain[position : position + size]):
            return position + size
    for size in (2, 3):
        end = position + size
        if divisions.short_codes(chain[position:end]) and divisions.codes_of(chain[end:]):
            return end
    return None


class Atlas:
    """The divisions that a document supports, in tiers from its publisher down to mere mentions."""

    def __init__(self, page: Page, found: Sequence[Found], context: Context) -> None:
        self._page = page
        self._found = found
        self._coded = _coded(context)
        self._context = context
        self._tiers: list[list[str]] | None = None
        self._filled: dict[str, str | None] = {}
        self._codes: dict[str, str | None] = {}

    def fill(self, placeholder: str) -> str | None:
        """Name of the one division that ``placeholder`` (省 市 县 区 州 旗 盟 自治区 镇 乡 新区 …) stands for, or None."""
        if placeholder not in self._filled:
            self._filled[placeholder] = self._look_up(placeholder)
        return self._filled[placeholder]

    def code(self, chain: str) -> str | None:
        """GB/T 2260 code of the innermost division of ``chain``, when the chain and the document leave one."""
        if chain not in self._codes:
            self._codes[chain] = self._code(split_chain(chain))
        return self._codes[chain]

    def _look_up(self, placeholder: str) -> str | None:
        for tier, names in enumerate(self._all_tiers()):
            codes = self._coded if tier == 0 else []
            fitting = [n for n in names if _fits(n, placeholder)]
            fitting += [row.name for c in codes if (row := divisions.division(c)) and _fits(row.name, placeholder)]
            fitting = _whole(fitting)
            if not fitting and (placeholder in ("省", "自治区") or tier < INFERRED_TIERS):
                fitting = _unique(_parents(names, codes, placeholder))
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def _code(self, names: Sequence[str]) -> str | None:
        inner = names[-1]
        codes = list(_living(inner) or divisions.short_codes(inner))
        for outer in reversed(names[:-1]):
            above = _living(outer) or divisions.short_codes(outer)
            codes = [c for c in codes if any(_inside(c, a) for a in above)] or codes
        if len(codes) > 1:
            for tier in self._all_tiers():
                uppers = [c for n in tier if n != inner for c in _living(n)]
                inside = [c for c in codes if any(_inside(c, u) for u in uppers)]
                if len(inside) == 1:
                    return inside[0]
        return codes[0] if len(codes) == 1 else None

    def _all_tiers(self) -> list[list[str]]:
        """Names by what supports them: signature, title, bodies, mentions, a province's short name, an unlisted name once."""
        if self._tiers is None:
            text = self._page.text
            title_start, title_end = _title(text, self._context)
            signed, titled, named = _carried(text, self._found, title_end)
            for value in (self._context.get("source"), self._context.get("author")):
                if isinstance(value, str):
                    signed.extend(value[s:e] for s, e in divisions.scan(value))
            places = sorted(self._page.division_ends.items())
            titled.extend(text[s:e] for s, e in places if e <= title_end)
            opening = None if titled else _opening().search(text[title_start:title_end])
            if (
                opening is not None
                and len(opening.group(1)) > 2
                and opening.group(1)[-2:] not in COMMON_PLACES
                and unlisted.could_be(self._page, title_start + opening.start(1), title_start + opening.end(1))
            ):
                titled.append(opening.group(1))
            sure, likely = unlisted.names(self._page)
            mentioned = [*(text[s:e] for s, e in places), *sure]
            provinces = [full for short, full in divisions.provinces().items() if short in text]
            longer = _clipped([*signed, *titled, *named])
            self._tiers = [
                _unique(longer.get(n, n) for n in t) for t in (signed, titled, named, mentioned, provinces, likely)
            ]
        return self._tiers


def _carried(text: str, found: Sequence[Found], title_end: int) -> tuple[list[str], list[str], list[str]]:
    """Divisions in the names of bodies: of those that sign, of those in the title, of all."""
    signed: list[str] = []
    titled: list[str] = []
    named: list[str] = []
    for mention in found:
        chain = compact(text[mention.start : mention.chain_end])
        if not chain and mention.inside is not None:
            chain = text[slice(*mention.inside)]
        if not chain or chain in PLACEHOLDERS:
            continue
        names = split_chain(chain)
        full = _by_short(chain)
        if full is not None:
            names = [full] if mention.type != "enterprise" else []
        named.extend(names)
        if _signs(text, mention):
            signed.extend(names)
        elif mention.start < title_end:
            titled.extend(names)
    return signed, titled, named


def _parents(names: Iterable[str], codes: Iterable[str], placeholder: str) -> list[str]:
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


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _whole(names: Iterable[str]) -> list[str]:
    """Names without repeats and without clipped forms of others (湖区 beside 泽州湖区)."""
    unique = _unique(names)
    return [n for n in unique if not any(o != n and o.endswith(n) for o in unique)]


def _clipped(names: Iterable[str]) -> dict[str, str]:
    """Clipped form → the one longer name that ends in it, of names that no table has (湖区 → 泽州湖区)."""
    unique = _unique(names)
    outer: dict[str, list[str]] = {name: [] for name in unique if not divisions.codes_of(name)}
    for name in unique:
        for size in range(2, min(len(name), LONGEST_CLIPPED + 1)):
            if name[-size:] in outer:
                outer[name[-size:]].append(name)
    return {clipped: longer[0] for clipped, longer in outer.items() if len(longer) == 1}


def _living(name: str) -> tuple[str, ...]:
    """Codes of a full name; of living divisions only, when there is one."""
    codes = divisions.codes_of(name)
    if len(codes) < 2:
        return codes
    alive = tuple(c for c in codes if (row := divisions.division(c)) is not None and not row.until)
    return alive or codes[:1]


def _inside(code: str, upper: str) -> bool:
    if code == upper:
        return False
    if upper.endswith("0000"):
        return code[:2] == upper[:2]
    return upper.endswith("00") and code[:4] == upper[:4]


def _above(code: str, placeholder: str) -> str | None:
    """Name of the nearest division over ``code`` that fits the placeholder."""
    upper = divisions.parent_of(code)
    while upper is not None:
        row = divisions.division(upper)
        if row is not None and _fits(row.name, placeholder):
            return row.name
        upper = divisions.parent_of(upper)
    return None


_NO_DISTRICTS = (
    "自治区", "行政区", "地区", "社区", "小区", "园区", "景区", "街区", "校区", "片区", "辖区", "库区", "灾区",
)  # fmt: skip


def _fits(name: str, placeholder: str) -> bool:
    if len(name) < 2 or name == placeholder or name in COMMON_PLACES or not name.endswith(placeholder):
        return False
    return placeholder != "区" or not name.endswith(_NO_DISTRICTS)


def _by_short(short: str) -> str | None:
    """Full name of the one province or city of this short name."""
    codes = [c for c in divisions.short_codes(short) if c.endswith("00")]
    row = divisions.division(codes[0]) if len(codes) == 1 else None
    return row.name if row is not None else None


def _title(text: str, context: Context) -> tuple[int, int]:
    """Where the title stands that the readers found, else the first line that is not blank."""
    for start, end, kind in context.get("zones") or ():
        if kind == "title":
            return start, end
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start, start + TITLE_LENGTH)
    return start, end if end >= 0 else min(len(text), start + TITLE_LENGTH)


def _signs(text: str, mention: Found) -> bool:
    """Whether the mention stands where a publisher does: after its label, or alone on a line that is no address."""
    if mention.pattern.level == "byline":
        return True
    before = text[max(0, mention.start - 14) : mention.start]
    if _label().search(before):
        return True
    if before.rpartition("\n")[2].strip(" \u3000（(【["):
        return False
    after = text[mention.end : mention.end + 12].split("\n", 1)[0]
    if after[:1] in (" ", "\u3000") and after.strip()[:1].isdigit():
        return True
    after = after.strip(" \u3000）)】]")
    return after in ("", "文件", "公告", "通告") or (
        len(after) <= 4 and after.isalpha() and mention.start > len(text) // 2
    )


def _coded(context: Context) -> list[str]:
    """Division codes that the site tells: its identifier's first six digits, a province's host name."""
    codes: list[str] = []
    site = context.get("site_id")
    if isinstance(site, str) and divisions.division(site[:6]) is not None:
        codes.append(site[:6])
    url = context.get("url")
    if isinstance(url, str):
        match = regex.search(r"//[^/]{0,200}?([a-z]{2,20})\.gov\.cn", url.lower())
        code = _hosts().get(match.group(1)) if match is not None else None
        if code is not None:
            codes.append(code)
    return codes
