"""Pages of bulletins: nothing of a notice becomes markup, every record is there, and a browser shows it as meant."""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import chromium, violations
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bulletin_ie
from bulletin_ie.cli import main
from bulletin_ie.pages.marks import Place, nested

TEXT = """关于冬季送温暖活动的通报
发布时间：2023-12-20 来源：云溪市民政局
12月18日，云溪市民政局向36户困难家庭发放慰问金7.2万元。市慈善总会捐赠棉衣1500余件，价值近30万元。
<script>document.title = "hit"</script><img src=x onerror="document.title='hit'">&amp; 表彰大会于12月19日召开。
"""


class Reader(HTMLParser):
    """Elements of a page, and the visible text of one class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("mark", "span", "a"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("mark", "span", "a"):
            assert self.open.pop() == tag, "elements cross"

    def handle_data(self, data: str) -> None:
        if "a" not in self.open:
            self.text.append(data)


@pytest.fixture(scope="module")
def bulletin() -> bulletin_ie.Bulletin:
    return bulletin_ie.parse(TEXT)


@pytest.fixture(scope="module")
def page_file(bulletin: bulletin_ie.Bulletin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "page.html"
    path.write_text(bulletin_ie.render(bulletin), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def test_text_is_whole_and_escaped(bulletin: bulletin_ie.Bulletin) -> None:
    page = bulletin_ie.render(bulletin)
    assert page.count("<script") == 1
    assert "<img" not in page
    body = page.split('<div class="text" lang="zh">')[1].split("</div></main>")[0]
    reader = Reader()
    reader.feed(body)
    assert "".join(reader.text) == TEXT
    assert set(reader.tags) <= {"mark", "span", "a"}


def test_every_record_has_a_mark_and_a_row(bulletin: bulletin_ie.Bulletin) -> None:
    page = bulletin_ie.render(bulletin)
    records = [*bulletin.organizations, *bulletin.quantities, *bulletin.dates, *bulletin.activities]
    assert records
    for record in records:
        assert page.count(f'id="m-{record.id}"') == 1
        assert page.count(f'id="r-{record.id}"') == 1


def test_page_needs_no_network(bulletin: bulletin_ie.Bulletin) -> None:
    page = bulletin_ie.render(bulletin)
    assert "default-src &#39;none&#39;" in page
    assert "unsafe" not in page
    for word in ("src=", "@import", "url(", "fetch("):
        assert word not in html.unescape(page).replace("img src=x", ""), word


def test_only_web_addresses_become_links() -> None:
    assert 'href="javascript' not in bulletin_ie.render(bulletin_ie.parse(TEXT, url="javascript:alert(1)"))
    assert 'href="https://mz.example.gov.cn/a&#34;b"' in bulletin_ie.render(
        bulletin_ie.parse(TEXT, url='https://mz.example.gov.cn/a"b')
    )


def test_what_html_cannot_hold_is_replaced() -> None:
    page = bulletin_ie.render(bulletin_ie.parse("捐款\ud800100\x00万元\x0b。"))
    page.encode("utf-8")
    assert "\ufffd" in page
    assert "\x00" not in page


def test_empty_text() -> None:
    assert "<main" in bulletin_ie.render(bulletin_ie.parse(""))


def test_notebook_frame_is_sandboxed(bulletin: bulletin_ie.Bulletin) -> None:
    frame = bulletin._repr_html_()
    assert frame.startswith("<iframe")
    assert 'sandbox="allow-scripts"' in frame
    assert frame.count("<") == 2, "the page inside is an attribute's value"


def test_same_bulletin_same_page(bulletin: bulletin_ie.Bulletin) -> None:
    assert bulletin_ie.render(bulletin) == bulletin_ie.render(bulletin_ie.parse(TEXT))


LAYERS = st.sampled_from(["organizations", "quantities", "dates", "activities", ""])


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 29), st.integers(1, 30), LAYERS), max_size=12))
def test_any_ranges_nest(text: str, ranges: list[tuple[int, int, str]]) -> None:
    places = [
        Place(a, a + n, layer, f"x{i}", f"m-x{i}")
        for i, (a, n, layer) in enumerate(ranges)
        if a + n <= len(text)
    ]  # fmt: skip
    reader = Reader()
    made = nested(text, places)
    reader.feed(made)
    reader.close()
    assert not reader.open
    assert "".join(reader.text) == text.replace("\r\n", "\n").replace("\r", "\n") or "".join(reader.text) == text
    assert all(made.count(f'id="{p.anchor}"') == 1 for p in places if p.layer)


def test_view_writes_a_page(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(main, ["view", str(notice), "-o", str(tmp_path / "page.html")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == bulletin_ie.render(bulletin_ie.read(notice))
    missing = CliRunner().invoke(main, ["view", str(notice), "-o", str(tmp_path / "none" / "page.html")])
    assert missing.exit_code == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_accessible(browser: Any, page_file: Path, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 860}, color_scheme=scheme)
    page.goto(page_file.as_uri())
    page.locator("[data-layer=activities] tbody tr").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no scrolling sideways"
    page.close()


def test_browser_runs_nothing_of_the_notice(browser: Any, page_file: Path) -> None:
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text))
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.goto(page_file.as_uri())
    assert page.title() == "关于冬季送温暖活动的通报"
    assert problems == []
    page.close()


def test_activity_lights_up_what_belongs_to_it(browser: Any, page_file: Path, bulletin: bulletin_ie.Bulletin) -> None:
    activity = next(a for a in bulletin.activities if a.quantities and a.agents)
    page = browser.new_page(viewport={"width": 1400, "height": 860})
    page.goto(page_file.as_uri())

    def lit() -> set[str]:
        return set(page.eval_on_selector_all(".text .lit", "es => es.map(e => e.dataset.at)"))

    at = bulletin.places()
    expected = {f"{s.start}-{s.end}" for s in (activity.trigger, *activity.agents, *activity.recipients)}
    expected |= {f"{at[i][0]}-{at[i][1]}" for i in (*activity.quantities, *activity.dates)}
    page.locator(f"#m-{activity.id}").hover()
    assert lit() == expected
    page.mouse.move(5, 5)
    assert lit() == set()
    page.locator(f"#r-{activity.id} td.id a").focus()
    page.keyboard.press("Enter")
    assert lit() == expected
    assert activity.id in page.locator("#said").inner_text()
    page.keyboard.press("Escape")
    assert lit() == set()
    page.close()


def test_filters(browser: Any, page_file: Path, bulletin: bulletin_ie.Bulletin) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 860})
    page.goto(page_file.as_uri())

    def shown() -> list[str]:
        return page.eval_on_selector_all(
            "tbody tr[data-id]", "es => es.filter(e => e.offsetParent).map(e => e.dataset.id)"
        )

    everything = shown()
    assert len(everything) == sum(
        map(len, (bulletin.organizations, bulletin.quantities, bulletin.dates, bulletin.activities))
    )
    page.fill("#search", "棉衣")
    assert 0 < len(shown()) < len(everything)
    page.fill("#search", "")
    page.uncheck("input[name=layer][value=quantities]")
    assert not [i for i in shown() if i.startswith("q")]
    assert page.locator(".text mark.quantities:not(.off)").count() == 0
    page.check("input[name=layer][value=quantities]")
    kind = bulletin.activities[0].type
    page.select_option("#kind", f"activities:{kind}")
    assert shown() == [a.id for a in bulletin.activities if a.type == kind]
    page.close()
