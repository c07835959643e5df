"""Which lines of a page are the notice: the element with its text, the title and info lines above, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import flow, labels, pageline
from .flow import PageLine
from .furniture import heads_list, is_breadcrumb, speaks_of_site
from .lines import compact
from .titles import STRONG, continues, could_go_on, is_column, is_site, strength

__all__ = ["select"]

SHARE = 0.75
"""Part of the page's prose that the element of the notice holds at least."""
MAX_TITLES = 20
"""Lines that are ever tried as the title in the search for the notice's element."""
TEASED = 12
"""Lines below a teaser among which the line is that it is the beginning of."""
CARD_REACH = 24
"""Lines below the text in which a catalogue block is looked for."""
REACH = 30
"""Lines above the text in which its title and info lines are looked for."""


def select(lines: Sequence[PageLine], *, titles: Sequence[str] = ()) -> list[PageLine]:
    """The notice's lines in page order; all of the page's lines when no element stands out.

    Args:
        lines: of the whole page.
        titles: what the page's tags say its title is, best first.
    """
    weights = [_weight(line) for line in lines]
    container = _container(lines, weights, titles)
    if container is None:
        return [line for line in lines if not pageline.is_furniture_line(line)] or list(lines)
    inside = [i for i, line in enumerate(lines) if container in line.path]
    first, last = inside[0], inside[-1]
    top = _title_above(lines, first, inside, titles)
    chosen = [
        i
        for i in range(_catalogue(lines, top), first)
        if i >= top or pageline.is_info(lines[i]) or _value(lines, i) or pageline.is_label_alone(lines[i])
    ]
    chosen = [i for i in chosen if i == top or _belongs_above(lines[i], below_title=i > top)]
    apart = sum(lines[i].rest for i in inside) * 2 > len(inside)  # the notice itself stands in such an element
    inner = _without_appendix(lines, weights, _without_menu(lines, weights, _without_lists(lines, inside)), container)
    prose = next((i for i in inside if weights[i] >= 20), first)
    chosen += [
        i
        for i in inner
        if not pageline.is_furniture_line(
            lines[i], inner=apart or pageline.is_credits(lines[i]) or (i < prose and pageline.is_info(lines[i]))
        )
    ]
    chosen += _below(lines, last)
    return [lines[i] for at, i in enumerate(chosen) if not _is_teaser(lines, i, chosen[at + 1 : at + TEASED])]


def _is_teaser(lines: Sequence[PageLine], index: int, following: Sequence[int]) -> bool:
    """Is the line only the beginning of a line below it, cut off with an ellipsis?"""
    text = lines[index].text.rstrip()
    words = compact(text).rstrip("….。") if text.endswith(("…", "...")) else ""
    return len(words) >= 10 and any(compact(lines[i].text).startswith(words) for i in following)


def _without_lists(lines: Sequence[PageLine], inside: Sequence[int]) -> list[int]:
    """The lines without the links to other pages right below 往期推荐, which may stand in the middle of a post."""
    kept, listed = [], False
    for i in inside:
        listed = heads_list(lines[i].text) or (listed and pageline.is_menu(lines[i]))
        kept += [] if listed else [i]
    return kept or list(inside)


def _without_menu(lines: Sequence[PageLine], weights: Sequence[float], inside: Sequence[int]) -> list[int]:
    """The container's lines without those of links alone above its first line of prose or below its last."""
    prose = next((i for i in inside if weights[i] >= 20), inside[-1])
    last = max(
        (i for i in inside if not pageline.is_menu(lines[i]) and not pageline.is_furniture_line(lines[i], inner=True)),
        default=inside[-1],
    )
    heavy = max((i for i in inside if weights[i] >= 20 and not pageline.names_owner(lines[i])), default=inside[-1])

    def belongs(i: int) -> bool:
        page_number = pageline.is_count(lines[i].text)
        return (prose <= i <= last or not pageline.is_menu(lines[i])) and (
            i <= heavy or not (pageline.names_owner(lines[i]) or page_number)
        )

    return [i for i in inside if belongs(i)]


def _without_appendix(
    lines: Sequence[PageLine], weights: Sequence[float], inside: Sequence[int], container: Any
) -> list[int]:
    """The lines without those below the element of the prose (comments, recommendations) that say nothing of it."""
    own: dict[Any, float] = {}
    for i in inside:
        for element in lines[i].path:
            own[element] = own.get(element, 0.0) + weights[i]
    core = _descend([lines[i] for i in inside], own, own.get(container, 0.0)) if inside else None
    last = max((i for i in inside if core is not None and core in lines[i].path), default=-1)
    if core is None or core is container or last < 0:
        return list(inside)
    return [i for i in inside if i <= last or weights[i] >= 20 or pageline.speaks_of_notice(lines[i])]


def _weight(line: PageLine) -> float:
    """Weight of a line as prose: characters outside links, more for sentences; nothing for what speaks of the page."""
    free = len(line.text.strip()) - line.linked
    if line.rest or free <= 0 or line.linked * 2 > len(line.text) or speaks_of_site(line.text):
        return 0.0
    if len(line.text) < 120 and (pageline.is_info(line) or pageline.is_furniture_line(line, inner=True)):
        return 0.0
    marks = sum(line.text.count(c) for c in "，。；、,;：")
    return free * (0.1 if not marks and free < 40 else 1.0) + 10.0 * marks


def _container(lines: Sequence[PageLine], weights: Sequence[float], titles: Sequence[str]) -> Any | None:
    """The element with the most prose for its size: a named one when it holds most of the page's prose."""
    own: dict[Any, float] = {}
    size: dict[Any, int] = {}
    for line, weight in zip(lines, weights, strict=True):
        for element in line.path:
            own[element] = own.get(element, 0.0) + weight
            size[element] = size.get(element, 0) + len(line.text)
    if not own:
        return None
    total = max(own.values())
    if total <= 0:
        return None
    named = [e for e in own if own[e] >= 0.5 * total and flow.names_body(e)]
    if named:
        return min(named, key=lambda e: size[e])
    around = _around_title(lines, weights, own, total, titles)
    return around if around is not None else _descend(lines, own, total)


def _around_title(
    lines: Sequence[PageLine], weights: Sequence[float], own: dict[Any, float], total: float, titles: Sequence[str]
) -> Any | None:
    """The element that holds the title, an info line and a sentence, and nothing more than it must."""
    ranks = {compact(t): rank for rank, t in reversed(list(enumerate(titles)))}
    found = [
        (ranks.get(words, len(ranks)), index)
        for index, (line, words) in enumerate((line, compact(line.text)) for line in lines)
        if not line.linked
        and not line.rest
        and (words in ranks or (0 < line.heading < 6 and len(words) >= 4 and not is_column(words)))
    ]
    for _, index in sorted(found)[:MAX_TITLES]:
        line = lines[index]
        for element in reversed(line.path):
            if own[element] < 15:
                continue
            below = [i for i in range(index + 1, min(len(lines), index + 200)) if element in lines[i].path]
            ends = any(lines[i].text.rstrip().endswith("。") and weights[i] for i in below)
            above = [i for i in range(max(0, index - 6), index) if element in lines[i].path]
            if ends and any(pageline.is_info(lines[i]) for i in (*below[:6], *above)) and own[element] >= 0.15 * total:
                return element
            if own[element] > 0.5 * total:
                break
    return None


def _descend(lines: Sequence[PageLine], own: dict[Any, float], total: float) -> Any | None:
    """From the root towards the prose, as long as one child keeps nearly all of it."""
    best = None
    depth = -1
    for line in lines:
        for level, element in enumerate(line.path):
            if own[element] >= SHARE * total and level > depth and element.tag not in ("p", "span", "font"):
                best, depth = element, level
    return best


def _title_above(lines: Sequence[PageLine], first: int, inside: Sequence[int], titles: Sequence[str]) -> int:
    """Index of the title's line above the container (``first`` when it stands in the container, or nowhere)."""
    wanted = [compact(title) for title in titles]
    if any(compact(lines[i].text) in wanted for i in inside[:4]):
        return first
    above = range(first - 1, max(-1, first - REACH), -1)
    for i in above:  # the nearest one: a site's name in the page's head may also be a part of <title>
        start = _matches(lines, i, wanted)
        if start is not None:
            return start
    for i in above:
        line = lines[i]
        if (
            0 < line.heading < 6
            and len(compact(line.text)) >= 4
            and _is_plain(line)
            and not is_column(compact(line.text))
            and not is_site(line.text)
        ):
            return i - 1 if i and _heads(lines[i - 1], line) else i
    near = [i for i in above if first - i <= 6 and pageline.is_info(lines[i])]
    top = min(near, default=first)
    while (
        near
        and top > 0
        and (pageline.is_info(lines[top - 1]) or _value(lines, top - 1) or pageline.is_label_alone(lines[top - 1]))
    ):
        top -= 1
    while (
        near
        and top > 1
        and pageline.is_furniture_line(lines[top - 1], inner=True)
        and not is_breadcrumb(lines[top - 1].text)
    ):
        top -= 1  # buttons between title and info line
    before = lines[top - 1] if top > 0 else None
    # a short line just above the info line, in the same element, is a title that no tag confirms
    if near and before is not None and _is_plain(before) and 6 <= len(before.text.strip()) <= 80:
        above_it = lines[top - 2] if top > 1 else None
        whole = above_it is None or not _is_plain(above_it) or not _go_on(above_it, before)
        return top - 1 if whole else top - 2
    begins = "。" in lines[first].text or strength(lines[first].text) < STRONG
    if top == first > 0 and begins and _is_plain(lines[first - 1]) and strength(lines[first - 1].text) >= STRONG:
        return first - 1
    return top


def _heads(above: PageLine, below: PageLine) -> bool:
    """Is the heading above the title, and the smaller one below it only a subtitle?"""
    if not 0 < above.heading < below.heading or not _is_plain(above):
        return False
    first, second = ((strength(line.text), len(line.text)) for line in (above, below))
    return first > second and not is_site(above.text)


def _go_on(first: PageLine, second: PageLine) -> bool:
    """Are two lines one title: by their words, or because one element holds both?"""
    return continues(first.text, second.text) or (
        _block(first) is _block(second) and could_go_on(first.text, second.text)
    )


def _block(line: PageLine) -> Any | None:
    """The innermost element around a line that is not only a font of its own."""
    return next((e for e in reversed(line.path) if e.tag not in ("span", "font", "strong", "b", "em", "i", "u")), None)


def _matches(lines: Sequence[PageLine], index: int, wanted: Sequence[str]) -> int | None:
    """Where a wanted title begins that ends with this line: it may be broken over up to three lines."""
    joined = ""
    for start in range(index, max(-1, index - 3), -1):
        if lines[start].linked:
            break
        joined = compact(lines[start].text) + joined
        if joined in wanted:
            return start
    words = compact(lines[index].text)
    near = len(words) >= 6 and not lines[index].linked and any(_nearly(words, title) for title in wanted)
    return index if near else None


def _nearly(words: str, wanted: str) -> bool:
    """One holds the other, and not much more (a site's name, 正文)."""
    short, long = sorted((words, wanted), key=len)
    return short in long and len(short) * 2 >= len(long)


def _is_plain(line: PageLine) -> bool:
    return not line.linked and not line.rest and not pageline.is_furniture_line(line) and not pageline.is_info(line)


def _catalogue(lines: Sequence[PageLine], index: int) -> int:
    """A catalogue block (索引号 …) or info line may stand above the title, with at most two other lines between."""
    top, gap = index, 0
    for i in range(index - 1, max(-1, index - REACH), -1):
        if pageline.is_info(lines[i]) or pageline.is_label_alone(lines[i]):
            top, gap = i, 0
        elif _value(lines, i):
            gap = 0
        else:
            gap += 1
            if gap > 2:
                break
    return top


def _value(lines: Sequence[PageLine], index: int) -> bool:
    """Is this the value of a label that stands alone on the line before?"""
    if (
        index
        and len(lines[index].text) <= 60
        and pageline.is_label_alone(lines[index - 1])
        and not pageline.is_label_alone(lines[index])
    ):
        return True
    before = lines[index - 1].text if index else ""
    hits = labels.scan(before, 0, len(before))
    return bool(hits) and not before[hits[-1].value : hits[-1].end].strip(":： ") and len(lines[index].text) <= 60


def _belongs_above(line: PageLine, *, below_title: bool) -> bool:
    rest = line.rest and not (
        below_title and pageline.is_info(line)
    )  # <h6 class="post-footer">, between title and text
    if rest or (line.linked * 2 > len(line.text) and not pageline.is_linked_value(line)):
        return False
    return not pageline.is_furniture_line(line, inner=True)


def _below(lines: Sequence[PageLine], last: int) -> list[int]:
    """Lines after the container that still belong to the notice: 责任编辑：…, a byline."""
    chosen = []
    for i in range(last + 1, min(len(lines), last + 8)):
        line = lines[i]
        hits = labels.scan(line.text, 0, len(line.text))
        if (
            pageline.is_furniture_line(line, inner=pageline.is_credits(line))
            or line.linked * 2 > len(line.text)
            or not hits
        ):
            continue
        credits = ("editor", "author", "source", "publisher", "reviewer", "recorder", "published_at")
        if any(hit.field in credits for hit in hits) and len(line.text) <= 80:
            chosen.append(i)
    card = _card(lines, last + 1)
    rows = sum(pageline.is_card_row(lines[i]) for i in card)
    return sorted({*chosen, *card}) if rows >= 3 else chosen


def _card(lines: Sequence[PageLine], first: int) -> list[int]:
    """Lines of a catalogue block within :data:`CARD_REACH` lines, be its values beside the labels or below them."""
    found: list[int] = []
    for i in range(first, min(len(lines), first + CARD_REACH)):
        label = found and pageline.is_label_alone(lines[i]) and _value(lines, min(i + 1, len(lines) - 1))
        if pageline.is_card_row(lines[i]) or (found and _value(lines, i)) or label:
            found.append(i)
    return found
