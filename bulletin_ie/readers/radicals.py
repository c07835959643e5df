"""Radicals that PDF writers put in place of whole characters (⽔务局 for 水务局)."""

from __future__ import annotations

import unicodedata

__all__ = ["replaced"]

# Unicode Standard Annex 38: the Kangxi radicals have compatibility mappings, those of the supplement have none.
_SUPPLEMENT = str.maketrans(
    "⺁⺋⺌⺓⺙⺛⺝⺟⺠⺡⺢⺣⺦⺧⺨⺪⺫⺬⺭⺮⺰⺲⺶⺷⺹⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻳⻲",
    "厂㔾小幺攵旡月母民氵氺灬丬牛犭疋目示礻竹纟罒羊羊耂肉臼艹艹艹虎衤覀西见角讠贝足车辶辶辶阝钅長长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龟亀",
)
_TABLE = _SUPPLEMENT | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


def replaced(text: str) -> str:
    """The text with the characters that its radicals stand for."""
    return text.translate(_TABLE) if any("\u2e80" <= c <= "\u2fd5" for c in text) else text
