"""Charts as inline SVG, drawn by pygal and dressed by the page's own style sheet.

What pygal adds for its own script and style (and the day of drawing) is taken out: the page's policy allows neither, and the
same numbers give the same bytes.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import regex
from lxml import etree
from markupsafe import Markup

from ..errors import BulletinError
from ..pages.shell import printable

__all__ = ["Series", "bars", "columns", "pygal", "short_number"]

WIDTH = 480
"""User units of a drawing's width. At 13 units a letter it can still be read on a phone, where it is shown at three quarters."""
LETTER = 13
HEIGHT = 250
BAR, BARS_MARGIN = 26, 44
"""User units of height for each bar lying, and for what is around them."""
LABEL = 15
"""Characters of a label before it is cut; the table has it whole."""
HIGHEST = 10**100
"""What is drawn at most: pygal reckons with doubles, and a notice may print any number of digits."""
CUT_LABELS = 8
"""Labels below columns; with more columns only every n-th one has one."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind, one for each label; ``name`` says which of the stacked kinds it is."""

    name: str
    values: Sequence[int | Decimal]


def pygal() -> Any:
    """The charting library.

    Raises:
        BulletinError: it is not installed.
    """
    finders = list(sys.meta_path)
    try:
        import pygal as library
    except ImportError as e:
        raise BulletinError(f'charts need {e.name}; pip install "bulletin-ie[report]"') from e
    # it installs a finder for its plugins, of a kind that Python warns of at every later import; we use no plugins
    sys.meta_path[:] = [f for f in sys.meta_path if f in finders or type(f).__module__ != library.__name__]
    return library


def columns(labels: Sequence[str], series: Sequence[Series], *, title: str) -> Markup:
    """Standing columns, stacked where there are several series.

    Args:
        labels: what stands below the columns, in the order of time.
        series: stacked from below.
        title: what a screen reader says of the drawing.
    """
    series = _drawable(series)
    step = -(-len(labels) // CUT_LABELS)
    options: dict[str, Any] = {}
    if step > 1:
        options = {"x_labels_major": list(labels[::step]), "show_minor_x_labels": False}
    chart = pygal().StackedBar(
        **_common(HEIGHT),
        **options,
        margin_left=_wider([short_number(t) for t in _ticks(max(_totals(series), default=0))]),
        show_y_guides=True,
    )
    return _drawn(chart, labels, series, title)


def bars(labels: Sequence[str], series: Sequence[Series], *, title: str) -> Markup:
    """Lying bars, the first label on top, stacked where there are several series.

    Args:
        labels: what stands beside the bars.
        series: stacked from the left.
        title: what a screen reader says of the drawing.
    """
    shown = [_cut(label) for label in labels]
    height = BARS_MARGIN + BAR * len(labels)
    chart = pygal().HorizontalStackedBar(**_common(height), margin_left=_wider(shown))
    turned = [Series(s.name, list(reversed(s.values))) for s in _drawable(series)]
    return _drawn(chart, list(reversed(shown)), turned, title)


def short_number(value: float | Decimal) -> str:
    """A figure in Chinese scales, for axes: 2500 → 2500, 126000 → 12.6万, 18800000000 → 188亿."""
    number = Decimal(str(value))
    for scale, word in ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")):
        if abs(number) >= scale:
            return f"{_plain(number / scale)}{word}"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:.2f}"
    return text.rstrip("0").rstrip(".")


def _common(height: int) -> dict[str, Any]:
    style = pygal().style.Style(label_font_size=LETTER, major_label_font_size=LETTER)
    return {
        "width": WIDTH,
        "height": height,
        "margin": 6,
        "margin_right": 18,
        "spacing": 6,
        "max_scale": 6,
        "css": [],
        "js": [],
        "no_prefix": True,
        "style": style,
        "show_legend": False,
        "truncate_label": -1,
        "value_formatter": short_number,
    }


def _drawable(series: Sequence[Series]) -> list[Series]:
    return [Series(s.name, [min(value, HIGHEST) for value in s.values]) for s in series]


def _drawn(chart: Any, labels: Sequence[str], series: Sequence[Series], title: str) -> Markup:
    chart.x_labels = [printable(label) for label in labels]
    for s in series:
        chart.add(s.name, list(s.values))
    chart.y_labels = _ticks(max(_totals(series), default=0))
    return _dressed(chart.render(is_unicode=True, disable_xml_declaration=True), [s.name for s in series], title)


def _totals(series: Sequence[Series]) -> list[int | Decimal]:
    return [sum(values) for values in zip(*(s.values for s in series), strict=True)]


def _ticks(highest: int | Decimal) -> list[int]:
    """Whole round numbers from nought to ``highest`` or just above, at most six."""
    step, factors = 1, (2, Decimal("2.5"), 2)  # 1, 2, 5, 10, 20 …
    number = 0
    while step * 5 < highest:
        step = int(step * factors[number % 3])
        number += 1
    return [step * i for i in range(max(2, -(-int(highest.__ceil__()) // step) + 1))]


def _wider(labels: Sequence[str]) -> int:
    """Units that pygal must leave besides those it reckons for labels: it takes every letter for a Latin one."""
    reckoned = max(map(len, labels), default=0) * 0.6 * LETTER
    return 6 + max(0, round(max(map(_width, labels), default=0.0) - reckoned))


def _width(text: str) -> float:
    return sum(LETTER if unicodedata.east_asian_width(c) in "WFA" else 0.6 * LETTER for c in text)


def _cut(label: str) -> str:
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"


def _dressed(drawing: str, names: Sequence[str], title: str) -> Markup:
    """The drawing without pygal's own style, script, ids and comments, as markup."""
    tree = etree.fromstring(drawing)
    for element in list(tree.iter(etree.Comment, etree.ProcessingInstruction, "{*}defs", "{*}title")):
        _remove(element)
    for group in list(tree.iter("{*}g")):
        kinds = group.get("class", "").split()
        if "bar" in kinds:
            _name(group, names)
        elif "tooltip-overlay" in kinds:
            _remove(group)
    for group in reversed(list(tree.iter("{*}g"))):  # the inner ones first
        if len(group) == 0:
            _remove(group)
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name in ("id", "style"):
                del element.attrib[name]
            else:
                element.set(name, _DECIMAL.sub(lambda m: f"{float(m[0]):.1f}", value))
    tree.set("class", "chart")
    tree.set("role", "img")
    tree.set("aria-label", printable(title))
    return Markup(etree.tostring(tree, encoding="unicode"))


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _name(bar: Any, names: Sequence[str]) -> None:
    """What pygal writes for its script becomes what the pointer shows. A bar of nought goes: its edge would hide the axis."""
    if any(not float(rect.get(side, "0")) for rect in bar.iter("{*}rect") for side in ("width", "height")):
        _remove(bar)
        return
    said = {d.get("class"): d.text or "" for d in bar.iter("{*}desc")}
    for element in list(bar.iter("{*}desc")):
        _remove(element)
    kind = ""
    if len(names) > 1:
        above = " ".join(group.get("class", "") for group in bar.iterancestors())
        found = _SERIE.search(above)
        kind = names[int(found[1])] if found else ""
    shown = etree.SubElement(bar, f"{{{_SVG}}}title")
    shown.text = " ".join(filter(None, (said.get("x_label"), kind, said.get("value"))))


_SVG = "http://www.w3.org/2000/svg"
_DECIMAL = regex.compile(r"\d++\.\d++")
_SERIE = regex.compile(r"serie-(\d++)")
