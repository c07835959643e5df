"""Short names of a document bound to the one longer name of the same body that it prints elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .found import Found

__all__ = ["Named", "lengthen"]

COMPANY = ("股份有限公司", "集团有限公司", "有限责任公司", "有限公司", "股份公司", "公司", "集团", "合作社")
FORM_LETTERS = frozenset("股份集团有限责任控公司")
"""中国岭海集团 is short for 中国岭海集团股份有限公司, not for 中国岭海油料集团."""

LONGEST_KEY = 40
PARTY_NAMES = ("中国共产党", "中共")


@dataclass(slots=True)
class Named:
    """A mention with its name so far: ``prefix`` is its leading division, ``long`` a longer name once one is found."""

    found: Found
    prefix: str
    rest: str
    resolution: str
    long: str | None = None

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.long if self.long is not None else self.prefix + self.rest


def lengthen(named: Sequence[Named]) -> None:
    """Short forms take the one longer form of the same body that is printed elsewhere (教育局: 安吉县教育局)."""
    distinct: dict[tuple[str, str], Named] = {}
    for one in named:
        distinct.setdefault((one.name, one.found.type), one)
    if len(distinct) < 2:
        return
    index = _Index(distinct.values())
    longer: dict[tuple[str, str], Named] = {}
    for key, one in distinct.items():
        candidates = index.longer_than(one)
        names = [c.name for c in candidates]
        outermost = [c for c in candidates if not any(c.name != n and n.endswith(c.name) for n in names)]
        if len({index.keys[id(c)] for c in outermost}) == 1:
            outermost = [max(outermost, key=lambda c: len(c.name))]  # one body in two wordings
        if len(outermost) == 1:
            longer[key] = outermost[0]
    plan = [(one, longer[key]) for one in named if (key := (one.name, one.found.type)) in longer]
    for one, long in plan:
        seen = {id(long)}
        while (further := longer.get((long.name, long.found.type))) is not None and id(further) not in seen:
            long = further
            seen.add(id(long))
        one.resolution = "alias"
        one.long = long.prefix + long.rest


class _Index:
    """Names by what a shorter name of the same body shares with them, so that a long document costs no more per name."""

    def __init__(self, named: Iterable[Named]) -> None:
        self.by_ending: dict[str, list[Named]] = defaultdict(list)
        self.heads: dict[tuple[str, str], list[Named]] = defaultdict(list)
        self.companies: dict[str, list[Named]] = defaultdict(list)
        named = list(named)
        self.keys = {id(one): _key(one) for one in named}
        sizes = sorted({len(key) for key in self.keys.values()})
        for one in named:
            key = self.keys[id(one)]
            for size in sizes:
                if size > min(len(key), LONGEST_KEY):
                    break
                self.by_ending[key[-size:]].append(one)
            if one.found.pattern.level == "head":
                self.heads[one.prefix, one.rest[-1:]].append(one)
            if one.found.type == "enterprise":
                name = one.name
                for pair in {name[i : i + 2] for i in range(min(5, len(name) - 1))}:
                    self.companies[pair].append(one)

    def longer_than(self, short: Named) -> list[Named]:
        """The names in text order that are longer names of the body which ``short`` names."""
        key = self.keys[id(short)]
        candidates = list(self.by_ending.get(key, ()))
        if short.found.pattern.canonical is not None:
            candidates = [c for c in candidates if self.keys[id(c)] == key]
        else:
            if short.found.pattern.level == "head":
                same = self.heads[short.prefix, short.rest[-1:]]
                candidates += [c for c in same if c.found.owner is None and _abbreviates(short.rest, c.rest)]
            if short.found.type == "enterprise":
                candidates += _companies(short, self.companies)
        size = len(short.name)
        unique = {id(c): c for c in candidates if len(c.name) > size and c.found.type == short.found.type}
        return sorted(unique.values(), key=lambda c: c.found.start)


def _key(one: Named) -> str:
    """The name with its class word written out and 中共 left away, so that two wordings of one body agree."""
    pattern = one.found.pattern
    if pattern.canonical is not None:
        return pattern.canonical
    name = one.name.replace(" ", "").replace("\u3000", "")
    for party in PARTY_NAMES:
        name = name.removeprefix(party)
    if pattern.full != pattern.text and name.endswith(pattern.text):
        return name[: len(name) - len(pattern.text)] + pattern.full
    if pattern.level == "place" and name[-1:] == "委":
        return name + "员会"
    return name


def _abbreviates(short: str, long: str) -> bool:
    """文旅局 is short for 文化和旅游局; 公安局 is another body than 森林公安局."""
    return _in_order(short, long) and not long.endswith(short)


def _in_order(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in that order (文旅局, 文化和旅游局)."""
    rest = iter(long)
    return all(c in rest for c in short)


def _companies(short: Named, companies: dict[str, list[Named]]) -> list[Named]:
    """黔岭集团 for 贵州黔岭茶业集团有限公司: the proper part opens the long name, and the rest follows in order."""
    name = short.name
    tail = next((t for t in COMPANY if name.endswith(t)), None)
    if tail is None or len(name) - len(tail) < 2:
        return []
    pair = name[:2]
    national = name.startswith(("中国", "国家"))
    return [
        c
        for c in companies.get(pair, ())
        if _in_order(name, long := c.name[c.name.find(pair) :])
        and not (c.found.owner is not None and c.name.startswith(name))  # 国网…公司 is no short form of its own 指挥部
        and not (national and set(long.removeprefix(name[: -len(tail)])) - FORM_LETTERS)
    ]
