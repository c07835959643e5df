"""Reports: what they say is what the records say, nothing of a notice becomes markup, and a browser shows them as meant."""

from __future__ import annotations

import builtins
import html
import itertools
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from browser import chromium, violations
from click.testing import CliRunner

import bulletin_ie
from bulletin_ie.batch import load_archive
from bulletin_ie.cli import main
from bulletin_ie.reports import charts, queries
from bulletin_ie.reports.buckets import timeline
from bulletin_ie.reports.charts import Series, bars, columns, short_number
from bulletin_ie.reports.source import link, url_of
from bulletin_ie.sinks.reading import open_reader

HOSTILE = "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\">"
NOTICES = (
    ("2023-11-02", "11月1日，贵州省民政厅发放救助资金126万元，惠及困难群众3200人。"),
    ("2023-11-20", "11月18日，毕节市慈善总会向毕节市第一人民医院捐赠50万元。"),
    ("2024-01-05", "1月3日，广东省慈善总会捐款2000万元，其中现金1500万元、物资500万元。"),
    ("2024-02-01", "某日，市民政局走访慰问困难家庭36户，发放慰问金每户500元。"),
    (None, "县红十字会捐款8万元。"),
)


def write(folder: Path) -> Path:
    folder.mkdir()
    for number, (day, text) in enumerate(NOTICES):
        head = f"第{number}号通报\n" + (f"发布时间：{day}\n" if day else "")
        (folder / f"{number}.txt").write_text(head + text + "\n", encoding="utf-8")
    (folder / f"{HOSTILE.replace('/', '_')}.txt").write_text(
        f"关于“{HOSTILE}”的通报\n发布时间：2024-03-01\n3月1日，<b>安顺市红十字会</b>捐赠{HOSTILE}药品价值9999万元。\n",
        encoding="utf-8",
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("report") / "archive")


@pytest.fixture(scope="module")
def database(archive: Path) -> Path:
    path = archive.parent / "out.db"
    load_archive([archive], to=f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def page(database: Path) -> str:
    return bulletin_ie.report(database, folder=database.parent)


@pytest.fixture(scope="module")
def page_file(page: str, database: Path) -> Path:
    path = database.parent / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def section(page: str, name: str) -> list[list[str]]:
    """The texts of a section's table, row by row."""
    body = page.split(f'<h2 id="h-{name}">')[1].split("</section>")[0]
    rows = re.findall(r"<tr>\n?(<td.*?)</tr>", body, re.DOTALL)
    return [
        [html.unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in rows
    ]


def test_figures_are_those_of_the_records(database: Path, page: str) -> None:
    assert section(page, "amounts") == [
        ["2023-11", "500,000 50万", "1,260,000 126万", "1,760,000 176万", "2"],
        ["2023-12", "0", "0", "0", "0"],
        ["2024-01", "20,000,000 2000万", "0", "20,000,000 2000万", "1"],
        ["2024-02", "0", "0", "0", "0"],
        ["2024-03", "99,990,000 9999万", "0", "99,990,000 9999万", "1"],
        ["no date", "80,000 8万", "0", "80,000 8万", "1"],
    ]
    assert section(page, "notices")[0] == ["2023-11", "2"]
    assert {row[0]: row[-2] for row in section(page, "regions")} == {
        "广东省": "20,000,000 2000万",
        "贵州省": "101,750,000 1.02亿",
        "未确定": "80,000 8万",
    }
    money = section(page, "money")
    assert [row[0] for row in money] == [
        "99,990,000 9999万",
        "20,000,000 2000万",
        "1,260,000 126万",
        "500,000 50万",
        "80,000 8万",
    ]
    assert ["毕节市慈善总会", "social 社会组织", "1", "1"] in section(page, "agents")
    assert ["毕节市第一人民医院", "institution 事业单位", "1", "1"] in section(page, "recipients")
    assert {row[0] for row in section(page, "failures")} == {"unreadable"}
    assert len(section(page, "failures")) == 2
    with open_reader(f"sqlite:///{database}") as reader:
        found = {s.name: (s.open, s.all) for s in queries.shares(reader)}
    bulletins = [
        bulletin_ie.read(p) for p in sorted(database.parent.joinpath("archive").glob("*.txt")) if p.stat().st_size
    ]
    organizations = [o for b in bulletins for o in b.organizations]
    dates = [d for b in bulletins for d in b.dates]
    assert found["organizations"] == (sum(o.resolution == "unresolved" for o in organizations), len(organizations))
    assert found["dates"] == (sum(d.first is None and d.last is None for d in dates), len(dates))
    assert found["notices"] == (1, 6)


def test_an_archive_and_its_database_say_the_same(archive: Path, database: Path, page: str) -> None:
    direct = bulletin_ie.report(archive, folder=database.parent)
    assert direct.replace(str(archive), "X") == page.replace(str(archive), "X").replace(str(database), "X")
    assert bulletin_ie.report(database, folder=database.parent) == page


def test_nothing_of_a_notice_becomes_markup(page: str) -> None:
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "<b>" not in page
    assert html.escape("<b>安顺市红十字会</b>", quote=False) in page


def test_page_needs_no_network(page: str) -> None:
    assert "default-src &#39;none&#39;" in page
    assert "unsafe" not in page
    plain = page.replace(html.escape(HOSTILE), "")
    for word in ("src=", "@import", "url(", "fetch(", "style="):
        assert word not in plain.replace("src=x", ""), word


def test_links_lead_to_files_and_web_addresses_only(tmp_path: Path) -> None:
    (tmp_path / "a b#1.txt").write_text("x")
    (tmp_path / "javascript:alert(1)").write_text("x")
    here = str(tmp_path)
    assert link("https://a.example.gov.cn/1", "x", None) == "https://a.example.gov.cn/1"
    assert link("javascript:alert(1)", "javascript:alert(1)", tmp_path) == ""
    assert link(None, f"{here}/javascript:alert(1)", tmp_path) == "javascript%3Aalert%281%29"
    assert link(None, f"{here}/a b#1.txt", tmp_path / "out") == "../a%20b%231.txt"
    assert link(None, f"{here}/a b#1.txt", None) == ""
    assert link(None, f"{here}/gone.txt", tmp_path) == ""
    assert link(None, "\\\\host\\share\\x", tmp_path) == link(None, "//host/share/x", tmp_path) == ""
    assert link(None, "\x00\ud800" * 9000, tmp_path) == ""
    (tmp_path / "dump.jsonl").write_text("x")
    assert link(None, f"{here}/dump.jsonl#7", tmp_path) == link(None, f"{here}/dump.jsonl!a", tmp_path) == "dump.jsonl"


def test_a_long_time_is_drawn_by_years_and_told_by_months(tmp_path: Path) -> None:
    for number, year in enumerate((1985, 2015, 2019, 2024)):
        text = f"发布时间：{year}-0{number + 1}-15\n{number + 1}月3日，临川县红十字会捐款{number + 1}万元。\n"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    page = bulletin_ie.report(tmp_path)
    assert section(page, "notices") == [["1985-01", "1"], ["2015-02", "1"], ["2019-03", "1"], ["2024-04", "1"]]
    assert [row[:2] for row in section(page, "amounts")][-1] == ["2024-04", "40,000 4万"]
    assert "Notices by year: 1985 to 2024; most 1985, 1." in page


def test_an_empty_database(tmp_path: Path) -> None:
    load_archive([], to=f"sqlite:///{tmp_path / 'empty.db'}")
    page = bulletin_ie.report(tmp_path / "empty.db")
    assert "<svg" not in page
    assert page.count("<table") == 0
    assert page.count("Nothing ") > 5
    (tmp_path / "nothing").mkdir()
    assert "<main" in bulletin_ie.report(tmp_path / "nothing")


def test_what_html_and_xml_cannot_hold(tmp_path: Path) -> None:
    load_archive([], to=f"sqlite:///{tmp_path / 'x.db'}")
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute("pragma foreign_keys=off")
        strange = "\x01\x0b甲\ufffe]]>&"
        db.execute(
            "insert into documents (document_id, locator, content_hash, text, package_version, schema_version, published_on) values ('d', ?, '', '', '', '', '2024-01-01')",
            (strange,),
        )
        db.execute("insert into activities values ('d', 'a1', ?, 't', 0, 1, ?, 0, 1, 'actual', '')", (strange, strange))
        db.execute("insert into organizations values ('d', 'o1', ?, ?, '99', 'explicit', 1)", (strange, strange))
        db.execute("insert into activity_arguments values ('d', 'a1', 1, 'agent', 0, 1, ?, 'o1')", (strange,))
        db.execute("insert into activity_arguments values ('d', 'a1', 2, 'quantity', 0, 1, ?, 'q1')", (strange,))
        db.execute(
            "insert into quantities (document_id, quantity_id, start_offset, end_offset, text, value, unit, rule) values ('d', 'q1', 0, 1, ?, '1e400', '元', '')",
            (strange,),
        )
        db.execute(
            "insert into failures (locator, reason, message, package_version) values (?, ?, ?, '')",
            (strange, strange, strange),
        )
    db.close()
    page = bulletin_ie.report(tmp_path / "x.db")
    page.encode("utf-8")
    assert "\x01" not in page
    assert "\ufffd" in page


def test_which_sources_are_storages(tmp_path: Path, database: Path) -> None:
    other = tmp_path / "no suffix"
    shutil.copyfile(database, other)
    assert url_of(other) == f"sqlite:///{other}"
    assert url_of(tmp_path / "gone.db") == f"sqlite:///{tmp_path / 'gone.db'}"
    assert url_of("postgresql://h/d") == "postgresql://h/d"
    assert url_of("duckdb:x") == "duckdb:x"
    assert url_of("https://example.gov.cn/list.zip") is None
    assert url_of(tmp_path) is None
    assert url_of(database.parent / "archive") is None
    load_archive([database.parent / "archive"], to=f"csv:{tmp_path / 'csv'}")
    assert bulletin_ie.report(tmp_path / "csv").count("<svg") == bulletin_ie.report(database).count("<svg")


def test_the_command(archive: Path, database: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    for source in (database, archive, f"sqlite:///{database}"):
        done = CliRunner().invoke(main, ["report", str(source), "-o", str(out)])
        assert done.exit_code == 0, done.output
        assert "毕节市慈善总会" in out.read_text(encoding="utf-8")
    several = CliRunner().invoke(main, ["report", str(archive / "0.txt"), str(archive / "1.txt"), "-o", str(out)])
    assert several.exit_code == 0, several.output
    assert section(out.read_text(encoding="utf-8"), "notices") == [["2023-11", "2"]]
    mixed = CliRunner().invoke(main, ["report", str(database), str(archive), "-o", str(out)])
    assert (mixed.exit_code, "of one database" in mixed.stderr) == (2, True)
    (tmp_path / "other.db").write_bytes(b"no database" * 99)
    for source in (tmp_path / "none.db", tmp_path / "none", tmp_path / "other.db"):
        done = CliRunner().invoke(main, ["report", str(source), "-o", str(out)])
        assert done.exit_code == 2, source
        assert done.stderr.startswith("Error: ")
        assert "Traceback" not in done.output


def test_without_the_library_the_extra_is_named(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pygal":
            raise ModuleNotFoundError("No module named 'pygal'", name="pygal")
        return genuine(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(bulletin_ie.BulletinError, match=r"bulletin-ie\[report\]"):
        bulletin_ie.report(database)


def test_the_charting_library_leaves_no_finder_behind() -> None:
    charts.pygal()
    assert not [f for f in sys.meta_path if type(f).__module__ == "pygal"]


@pytest.mark.parametrize(
    ("months", "unit", "labels"),
    [
        ([], "month", ()),
        (["2024-06"], "month", ("2024-06",)),
        (["2024-01", "2023-11"], "month", ("2023-11", "2023-12", "2024-01")),
        (["2020-01", "2024-06"], "year", ("2020", "2021", "2022", "2023", "2024")),
        (["0001-01", "2024-06"], "year", ("–1985", *map(str, range(1986, 2025)))),
    ],
)
def test_time_has_no_gaps(months: list[str], unit: str, labels: tuple[str, ...]) -> None:
    line = timeline(months)
    assert (line.unit, line.labels) == (unit, labels)
    for month in months:
        label = line.labels[line.index(month)].removeprefix("–")
        assert month.startswith(label) or month < label


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2500, "2500"),
        (Decimal(126000), "12.6万"),
        (18_800_000_000, "188亿"),
        (Decimal("1.5e12"), "1.5万亿"),
        (0.5, "0.5"),
    ],
)
def test_short_numbers(value: Decimal, text: str) -> None:
    assert short_number(value) == text


@pytest.mark.parametrize("most", [0, 1, 2, 5, 6, 19, 99, 101, 12345, 10**15])
def test_axes_have_few_whole_round_numbers(most: int) -> None:
    ticks = charts._ticks(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 6
    assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1
    assert str(ticks[1]).rstrip("0") in ("1", "2", "5")


def test_drawings_carry_no_style_script_or_clock() -> None:
    hostile = ["<script>", "\x00\ud800", "甲" * 80]
    series = [Series("a<b", [1, 2, 3]), Series("c", [Decimal(5), Decimal(0), Decimal("9.5")])]
    for draw in (columns, bars):
        drawing = draw(hostile, series, title='"><script>')
        assert drawing == draw(hostile, series, title='"><script>')
        for word in ("<script", "<style", "style=", " id=", "<!--", "pygal"):
            assert word not in drawing
        assert 'role="img"' in drawing
        assert drawing.count("<title>") == 5, "a bar for each value but nought"
        assert "<svg" in draw(["a", "b"], [Series("any size", [1, Decimal("1e400")])], title="")


def test_pictures_of_the_readme_are_there_and_small(root: Path) -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/pictures/[^)]+)\)", (root / "README.md").read_text(encoding="utf-8"))
    assert shown
    assert {root / name for name in shown} == set((root / "docs" / "pictures").iterdir())
    for name in shown:
        picture = (root / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) < 300_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_accessible(browser: Any, page_file: Path, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 860}, color_scheme=scheme)
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text))
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.goto(page_file.as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no scrolling sideways"
    assert page.title().startswith("Report: ")
    assert problems == []
    page.close()


def test_bars_are_drawn_to_scale_and_links_lead_to_notices(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 860})
    page.goto(page_file.as_uri())
    heights = page.locator("section:has(#h-notices) .bar rect").evaluate_all(
        "es => es.map(e => e.getBoundingClientRect().height)"
    )
    assert heights == pytest.approx([heights[0] / 2 * n for n in (2, 1, 1, 1)], abs=1)
    targets = page.locator("section:has(#h-money) a").evaluate_all("es => es.map(e => e.href)")
    assert len(targets) == 5
    page.goto(targets[1])
    assert "广东省慈善总会" in page.inner_text("body")
    page.close()


def test_paper_has_the_tables_and_the_screen_gets_its_folds_back(browser: Any, page_file: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("section:has(#h-regions) table").is_visible()
    assert not page.locator("#theme").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.locator("section:has(#h-regions) table").is_visible()
    page.close()
