"""Metadata and zones of a text: cases, gold, exact spans, any string, linear time."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie import lexicon
from bulletin_ie.readers import furniture, header, labels, lines, times, uscc, values, words

FIELDS = ("title", "published_at", "source", "author", "editor", "document_number", "views")
CASES = Path(__file__).parents[1] / "cases" / "headers.txt"


def cases() -> list[tuple[str, str, str]]:
    rows = []
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            text, _, wanted = line.rpartition("=> ")
            rows.append((f"{number}", text.removesuffix(" ").replace("\\n", "\n").replace("\\r", "\r"), wanted))
    return rows


@pytest.mark.parametrize(("number", "text", "wanted"), cases(), ids=[n for n, _, _ in cases()])
def test_case(number: str, text: str, wanted: str) -> None:
    found = header.find(text)
    for part in wanted.split(" | "):
        field, _, value = part.partition("=")
        assert found.values.get(field, "") == value, f"line {number}: {field}"


def check(text: str) -> None:
    found = header.find(text)
    assert found.values.keys() == found.spans.keys() == found.sources.keys()
    for field, (start, end) in found.spans.items():
        assert 0 <= start < end <= len(text)
        if field not in (
            "published_at",
            "created_at",
            "signed_at",
            "printed_at",
            "effective_at",
            "views",
            "title",
            "signed_by",
        ):
            assert text[start:end] == found.values[field]
    edges = [(a, b) for a, b, _ in found.zones]
    assert edges == sorted(edges)
    assert all(a < b <= c for (a, b), (c, _) in pairwise(edges))
    assert {kind for _, _, kind in found.zones} <= {"title", "header", "footer", "furniture"}


@pytest.mark.parametrize("text", [t for _, t, _ in cases()])
def test_spans_hold_their_values(text: str) -> None:
    check(text)


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=300))
def test_any_string(text: str) -> None:
    check(text)


PIECES = st.sampled_from(
    ["发布时间：", "来源：", "2023-05-06", "省水利厅", "\n", "　　", " ", "：", "〔2023〕5号", "关于做好工作的通知", "（", "）", "责任编辑：", "张三",
     "。", "|", "二〇二三年五月六日", "浏览量", "315", "【", "】", "\ud800", "\x00", "第3期", "文件", "各单位：", "本报讯（记者 李四）"]
)  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_masthead(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "unit",
    ["0", "一", "：", "（", "〔", "发布时间：", "来源 ", "\n", "|", "。", "2023年", "a", "　", "字体 ", "【", "——"],
)
def test_time_does_not_grow_with_the_text(unit: str) -> None:
    header.find("x")  # compile patterns
    start = time.process_time()
    check((unit * 20_000)[:1_000_000])
    assert time.process_time() - start < 0.5


def test_gold_metadata(shared: Path) -> None:
    """All metadata that the shared gold states, exactly."""
    wrong = []
    for path in sorted((shared / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            found = header.find(gold["text"]).values
            wrong += [
                (gold["id"], f, v, found.get(f))
                for f, v in gold["metadata"].items()
                if f in FIELDS and v != found.get(f)
            ]
    assert not wrong


@pytest.mark.parametrize("row", lexicon.load("header_labels", labels.LabelRow), ids=lambda r: r.label)
def test_label_fires_on_its_example(row: labels.LabelRow) -> None:
    hits = labels.scan(row.example, 0, len(row.example))
    assert [(h.field, h.label) for h in hits] == [(row.field, row.label)]
    if row.field != "furniture":
        assert values.read(row.example, hits[0]) is not None


LABEL_KINDS = (
    "label_opener", "source_of", "publisher_of", "body", "credit", "published_of", "created_of", "effective_of", "moment",
    "look", "count", "role_last",
)  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [row for row in lexicon.load("header_words", words.WordRow) if row.kind in LABEL_KINDS],
    ids=lambda r: f"{r.kind} {r.text}",
)
def test_words_of_labels_make_labels(row: words.WordRow) -> None:
    (hit,) = labels.scan(row.example, 0, len(row.example))
    assert hit.start == 0
    assert hit.field not in ("furniture", "contact")


@pytest.mark.parametrize("row", lexicon.load("furniture", furniture.FurnitureRow), ids=lambda r: f"{r.kind} {r.text}")
def test_furniture_fires_on_its_example(row: furniture.FurnitureRow) -> None:
    assert furniture.speaks_of_site(row.example) if row.kind == "site" else furniture.is_furniture(row.example)


@pytest.mark.parametrize("row", lexicon.load("surnames", values.SurnameRow), ids=lambda r: r.surname)
def test_surname_makes_a_person(row: values.SurnameRow) -> None:
    assert values.is_person(row.example)


@pytest.mark.parametrize(
    "line", ["【基本案情】", "一、总体情况", "5月5日，通水。", "县水务局", "关于打印机采购的公告", "首届读书节开幕"]
)
def test_prose_is_no_furniture(line: str) -> None:
    assert not furniture.is_furniture(line)


@pytest.mark.parametrize("name", ["县水务局", "办公室", "信息科", "市委办", "本网"])
def test_an_office_is_no_person(name: str) -> None:
    assert not values.is_person(name)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2023-05-06", "2023-05-06"),
        ("2023/5/6 9:05", "2023-05-06T09:05"),
        ("2023.05.06", "2023-05-06"),
        ("２０２３年５月６日", "2023-05-06"),
        ("2023 年 5 月 6 日 10 时 20 分", "2023-05-06T10:20"),
        ("2023年5月6日下午3:30", "2023-05-06T15:30"),
        ("2023-05-06 10:20:33", "2023-05-06T10:20:33"),
        ("2023-05-06T10:20:33.120+08:00", "2023-05-06T10:20:33"),
        ("2023-05-06T02:20:00Z", "2023-05-06T10:20"),
        ("2023-05-06 00:00:00", "2023-05-06"),
        ("20230506", "2023-05-06"),
        ("202305061020", "2023-05-06T10:20"),
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("二○一四年元月廿三日", "2014-01-23"),
        ("2023年5月6日（星期六）10:20", "2023-05-06T10:20"),
        ("Sat May 06 10:20:00 CST 2023", "2023-05-06T10:20"),
        ("Sat, 06 May 2023 02:20:00 GMT", "2023-05-06T10:20"),
        ("1683339600", "2023-05-06T10:20"),
        ("1683339600000", "2023-05-06T10:20"),
        ("2023-02-30", None),
        ("05-06", None),
        ("昨天", None),
        ("", None),
        ("{date}", None),
    ],
)
def test_moments(printed: str, iso: str | None) -> None:
    assert times.from_cell(printed) == iso


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=40))
def test_any_cell_is_a_moment_or_not(text: str) -> None:
    assert times.from_cell(text) is None or times.from_cell(text)[:1] in "12"  # type: ignore[index]


def test_credit_codes_are_checked() -> None:
    good = "91110000" + "100000001" + "X"
    code = next(c for c in (good[:-1] + x for x in "0123456789ABCDEFGHJKLMNPQRTUWXY") if uscc.is_valid(c))
    text = f"停水公告\n青禾县供水公司（统一社会信用代码：{code}）将于5月3日停水。"
    assert header.find(text).values["uscc"] == code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert "uscc" not in header.find(text.replace(code, wrong)).values


@pytest.mark.parametrize(
    ("code", "valid"), [("91350100M000100Y43", True), ("91350100M000100Y44", False), ("", False), ("9" * 18, False)]
)
def test_credit_code_of_the_standard(code: str, valid: bool) -> None:
    """The first is the worked example of GB 32100-2015."""
    assert uscc.is_valid(code) is valid


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("http://slj.example.gov.cn/a/202205/t20220518_77120.html", "2022-05-18"),
        ("http://www.example.gov.cn/art/2022/5/8/art_12_345.html", "2022-05-08"),
        ("notices/number__20220304.txt", "2022-03-04"),
        ("dump_2022-03-04.jsonl#12", "2022-03-04"),
        ("archive-2019.zip!20180102.txt", "2018-01-02"),
        ("content_31025820220599.html", None),
        ("a/20221399.txt", None),
        ("notice.txt", None),
        ("", None),
    ],
)
def test_dates_in_names(name: str, iso: str | None) -> None:
    assert times.in_name(name) == iso


FOOT = "\n上一篇：全县水利工作会议召开\n下一篇：没有了\n【打印本页】 【关闭窗口】\n扫一扫在手机打开当前页\n主办单位：青禾县水务局 备案号：青ICP备00000000号\n"
LAYOUTS = {
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "page furniture below": lambda text: text + FOOT,
    "breadcrumb above": lambda text: "当前位置：首页 > 政务公开 > 工作动态 > 正文\n" + text,
    "menu above": lambda text: "首页 政务公开 政务服务 互动交流\n" + text,
    "empty lines": lambda text: text.replace("\n", "\n\n \n"),
    "half-width colons": lambda text: text.replace("：", ":"),
    "no-break spaces": lambda text: text.replace("\u3000", "\u00a0\u00a0"),
    "spaces at line ends": lambda text: "\n".join(line + "  " for line in text.split("\n")),
    "byte order mark": lambda text: "\ufeff" + text,
}
PLAIN = [
    text
    for _, text, wanted in cases()
    if "title=" in wanted and "title= " not in wanted and text.count("\n") > 1 and "\r" not in text
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_changes_nothing(layout: str) -> None:
    """The same masthead in another layout says the same."""
    wrong = []
    for text in PLAIN:
        before, after = (header.find(t).values for t in (text, LAYOUTS[layout](text)))
        for field in FIELDS:
            old, new = (lines.compact(v.get(field, "")).replace("：", ":") for v in (before, after))
            wrong += [] if old == new else [(text, field, old, new)]
    assert not wrong
