"""Currency signs and codes that stand before their figure: ￥1.25, USD 300."""

from __future__ import annotations

from . import units

__all__ = ["prefix"]

SIGNS = {"¥": "元", "￥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑", "￡": "英镑"}
LAST = frozenset("¥￥$＄€£￡ YBDRPN")
"""The characters that a sign or code may end in."""

CODES = ("CNY", "RMB", "USD", "HKD", "EUR", "GBP", "JPY", "MOP", "TWD", "US$", "HK$")


def prefix(text: str, start: int) -> tuple[int, str] | None:
    """Where the sign or code before a figure begins and the unit that it stands for; None when there is none."""
    end = start - 1 if start and text[start - 1] == " " else start
    code = text[max(0, end - 3) : end]
    if code in CODES:
        before = text[end - 4 : end - 3] if end >= 4 else ""
        if not (before.isascii() and before.isalpha()):
            return end - 3, _CODE_UNITS.get(code) or _unit(code)
    if end and text[end - 1] in SIGNS:
        return end - 1, SIGNS[text[end - 1]]
    return None


_CODE_UNITS = {"US$": "美元", "HK$": "港元", "MOP": "澳门元", "TWD": "新台币"}


def _unit(code: str) -> str:
    found = units.measure(code)
    return found.unit if found is not None else code
