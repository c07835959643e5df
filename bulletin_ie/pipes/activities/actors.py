"""Which words are actors: listed ones, longer words that end in a listed one, and nouns by their last character."""

from __future__ import annotations

from functools import lru_cache

from . import words
from .scene import LAYERS, Piece

__all__ = ["does", "kind", "kind_of_word"]

_ACTING = frozenset("员者师警兵民队店厂社站院校局厅农组团方商企众友胞户童嫂工所客")
"""Last characters of nouns that act."""
_NOT_ACTING = frozenset({
    "人民", "军民", "居民小区", "会员", "全民", "农业农村局", "地方", "后方", "前方", "北方", "南方", "东方", "西方", "远方",
    "四方", "立方", "大方", "处方", "土方", "多方", "集团", "社团", "电站", "车站", "水电站", "变电站", "泵站", "分组", "机组",
    "智商", "协商", "门户", "账户", "用户", "全员", "三农", "务农", "惠农", "支农", "涉农", "场站", "网站", "核电站", "大众", "出众",
    "商店", "饭店", "场所", "住所", "施工", "开工", "竣工", "完工", "复工", "停工", "动工", "加工", "手工", "分工", "化工",
    "入院", "出院", "住院", "转院", "到站", "进站", "出站", "进店", "到店", "开店", "到校", "返校", "离校", "在校", "入校", "入队", "离队", "归队",
    "入户", "到户", "分户", "落户", "开户", "进厂", "出厂", "入社", "人工", "军工", "员工人", "投工", "用工", "务工", "招工", "建工",
})  # fmt: skip
_ENDINGS = frozenset({"员", "队", "组", "团", "户", "者", "方", "商", "师"})
"""Single characters that the segmenter cuts off an actor's name (巡护|员, 抢险|队)."""
_DOERS = frozenset("员队组团班方师商者")
"""Last characters of actors that a verb before them describes (救援人员), not takes as its object (慰问群众)."""


def kind(piece: Piece) -> str:
    """body, people, recipient or division for a word that is an actor; empty for any other piece."""
    if piece.tag in LAYERS:
        return ""
    if piece.text in _ENDINGS:
        return "people" if piece.tag in ("n", "zg", "q", "ng") else ""
    return kind_of_word(piece.text) if piece.tag[:1] not in "vdpm" or piece.text in words.actor_heads() else ""


@lru_cache(maxsize=8192)
def kind_of_word(text: str) -> str:
    """The kind of an actor by its word alone; empty for a word that is none."""
    heads = words.actor_heads()
    known = heads.get(text)
    if known or len(text) < 2 or text in _NOT_ACTING:
        return known or ""
    if text[-1] == "们":
        return "people"
    for size in range(min(5, len(text) - 1), 1, -1):
        known = heads.get(text[-size:])
        if known:
            return "" if known == "division" else known
    return "people" if text[-1] in _ACTING and text[-2:] not in _NOT_ACTING else ""


def does(piece: Piece) -> bool:
    """An actor that a verb before it describes (救援|人员, 缉私|部门, 巡察|组)."""
    found = kind(piece)
    return found == "body" or (bool(found) and (piece.text[-1] in _DOERS or piece.text.endswith(("人员", "工人"))))
