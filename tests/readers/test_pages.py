"""Saved pages of 21 site templates in six encodings: metadata exact, every sentence kept, no line of furniture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import regex

from bulletin_ie import lexicon, readers
from bulletin_ie.readers import body, encoding, flow, header, html, metatags
from bulletin_ie.readers.lines import compact

HERE = Path(__file__).parents[1] / "fixtures" / "readers"
ROWS = [json.loads(line) for line in (HERE / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
METADATA_FLOOR = 0.98
BODY_FLOOR = 0.99
FURNITURE = (
    "版权所有", "关闭窗口", "上一篇", "上一条", "相关文章", "相关稿件", "推荐阅读", "扫一扫", "Copyright", "备案", "设为首页",
    "友情链接", "点赞", "分辨率", "登录", "微信扫", "写留言", "无障碍浏览", "访客", "首页", "网站声明",
)  # fmt: skip


def metadata(source: readers.Source) -> dict[str, str]:
    return {**header.find(source.text).values, **source.metadata}


def test_there_are_enough_pages() -> None:
    assert len(ROWS) >= 40
    assert len({row["file"].split("-")[1] for row in ROWS}) >= 15
    assert len({row["encoding"] for row in ROWS}) >= 5
    assert sorted(row["file"] for row in ROWS) == sorted(p.name for p in (HERE / "pages").iterdir())


def test_metadata_is_exact() -> None:
    stated = right = 0
    wrong = []
    for row in ROWS:
        found = metadata(readers.read(HERE / "pages" / row["file"]))
        for field, value in row["metadata"].items():
            stated += 1
            right += found.get(field) == value
            wrong += [] if found.get(field) == value else [(row["file"], field, value, found.get(field))]
    assert right / stated >= METADATA_FLOOR, wrong


def test_every_sentence_is_kept() -> None:
    total = kept = 0
    lost = []
    for row in ROWS:
        text = compact(readers.read(HERE / "pages" / row["file"]).text)
        for sentence in row["sentences"]:
            total += 1
            there = compact(sentence) in text
            kept += there
            lost += [] if there else [(row["file"], sentence)]
    assert kept / total >= BODY_FLOOR, lost


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["file"])
def test_no_furniture_is_left(row: dict[str, Any]) -> None:
    lines = readers.read(HERE / "pages" / row["file"]).text.split("\n")
    body = [compact(sentence) for sentence in row["sentences"]]
    rest = [line for line in lines if not any(sentence in compact(line) for sentence in body)]
    assert [line for line in rest if any(word in line for word in FURNITURE)] == []
    assert readers.read(HERE / "pages" / row["file"]).encoding.replace("-sig", "") in (
        row["encoding"].replace("-sig", "").replace("gbk", "gb18030").replace("big5", "big5hkscs"),
    )  # fmt: skip


STRIPPED = {
    "no names": r"\s(?:class|id)=(?:\"[^\"]*\"|[^\s>]+)",
    "no tags": r"<meta name[^>]*>|<title>.*?</title>",
}


@pytest.mark.parametrize("names", [("no names",), ("no tags",), ("no names", "no tags")], ids=" and ".join)
def test_pages_without_what_helps(names: tuple[str, ...]) -> None:
    """Site templates that nobody has seen: the same pages without class names, ids, ``<meta>`` tags and ``<title>``."""
    stated = right = 0
    for row in ROWS:
        data = (HERE / "pages" / row["file"]).read_bytes()
        markup = encoding.decode(data, declared=encoding.declared_in_markup(data)).text
        for name in names:
            markup = regex.sub(STRIPPED[name], "", markup)
        source = html.read_markup(markup)
        text = compact(source.text)
        assert [sentence for sentence in row["sentences"] if compact(sentence) not in text] == [], row["file"]
        found = metadata(source)
        stated += len(row["metadata"])
        right += sum(found.get(field) == value for field, value in row["metadata"].items())
    assert right / stated >= 0.95


@pytest.mark.parametrize("row", lexicon.load("meta_tags", metatags.TagRow), ids=lambda r: r.name)
def test_meta_tag_is_read(row: metatags.TagRow) -> None:
    assert row.field in metatags.collect(html.parse(f"<html><head>{row.example}</head><body>x</body></html>")[0])


@pytest.mark.parametrize("row", lexicon.load("body_hints", flow.HintRow), ids=lambda r: r.token)
def test_body_hint_fires(row: flow.HintRow) -> None:
    root, _ = html.parse(f"<html><body><div {row.example}>文字</div><p>页面的其余文字。</p></body></html>")
    line, _ = flow.lines(root)
    assert flow.names_body(line.path[-1]) if row.kind == "body" else line.rest


def page(inside: str, head: str = "<title>停水公告</title>") -> readers.Source:
    return html.read_markup(f"<html><head>{head}</head><body>{inside}</body></html>")


BODY = "<h1>停水公告</h1><p>发布时间：2022-05-01</p><div><p>5月3日，城东片区停水8小时，涉及用户2300户。</p></div>"


@pytest.mark.parametrize(
    ("content", "url"),
    [("", None), ("null", None), ("{ArticleTitle}", None), ("<$title$>", None), ("别的县的新闻标题", None)],
)
def test_a_title_tag_that_lies_is_not_believed(content: str, url: str | None) -> None:
    found = metadata(page(BODY, f'<title>停水公告</title><meta name="ArticleTitle" content="{content}">'))
    assert found["title"] == "停水公告"


def test_the_printed_date_goes_before_a_tag_that_contradicts_it() -> None:
    found = metadata(page(BODY, '<meta name="PubDate" content="2020-01-01">'))
    assert found["published_at"] == "2022-05-01"
    found = metadata(page(BODY, '<meta name="PubDate" content="2022-05-01 09:30">'))
    assert found["published_at"] == "2022-05-01T09:30"


@pytest.mark.parametrize(
    "marked",
    [
        '<time class="entry-date published" datetime="2022-05-01T09:30:00+08:00">5月1日</time>',
        '<time pubdate datetime="2022-05-01 09:30">5月1日</time>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-05-01T09:30:00+08:00"}</script>',
    ],
)
def test_a_date_that_only_the_markup_tells(marked: str) -> None:
    text = f"<h1>停水公告</h1><p>5月3日，城东片区停水8小时，涉及用户2300户。</p><div class='footer'>{marked}</div>"
    assert metadata(page(text))["published_at"].startswith("2022-05-01T09:30")


def test_a_label_whose_value_stands_empty_says_nothing() -> None:
    rows = "<ul><li><b>发布日期</b><span>2022-05-01</span></li><li><b>来源</b><span></span></li></ul>"
    source = page(f"{rows}<h1>青禾县水务局</h1><p>关于停水的公告</p><p>5月3日，城东片区停水8小时，涉及用户2300户。</p>")
    assert "source" not in metadata(source)


def test_bodies_side_by_side_sign_together() -> None:
    signed = "<table><tr><td>青禾县水务局</td><td>青禾县财政局</td></tr><tr><td></td><td>2022年5月1日</td></tr></table>"
    assert metadata(page(BODY + signed))["signed_by"] == "青禾县水务局、青禾县财政局"


def test_a_small_heading_above_a_large_one_leads_to_it() -> None:
    text = "<h5>告别靠天摆渡</h5><h2>老渡口开通水上公交线</h2><h5>日均客流破千</h5><p>6月10日，老渡口重新启用，日均客流1130人次。</p>"
    assert metadata(page(text, "<title>青禾晚报</title>"))["title"] == "老渡口开通水上公交线"
    text = "<h5>发布日期：2022-05-01</h5><h2>停水公告</h2><p>5月3日，城东片区停水8小时，涉及用户2300户。</p>"
    assert metadata(page(text, "<title>青禾县</title>"))["published_at"] == "2022-05-01"


def test_a_button_at_a_sentences_end_is_no_text() -> None:
    text = "<h1>停水公告</h1><div><p>5月3日，城东片区停水8小时。</p><p>请居民储水。<a href='/'>{}</a></p></div>"
    assert page(text.format("返回首页")).text.endswith("请居民储水。")
    assert page(text.format("详见通知")).text.endswith("详见通知")


def test_another_sites_name_is_not_believed() -> None:
    tags = '<meta name="SiteName" content="甲县"><meta name="SiteDomain" content="a.example.cn"><meta name="SiteIDCode" content="1234567890">'
    markup = f"<html><head>{tags}</head><body>{BODY}</body></html>"
    assert html.read_markup(markup, url="http://www.a.example.cn/1.html").metadata["site"] == "甲县"
    assert "site" not in html.read_markup(markup, url="http://b.example.org/1.html").metadata


def test_tables_keep_label_and_value_in_order() -> None:
    source = page(f"{BODY}<table><tr><td>片区</td><td>户数</td></tr><tr><td>城东</td><td>2300</td></tr></table>")
    assert "片区\t户数\n城东\t2300" in source.text


def test_lists_breaks_and_nested_tables_are_lines() -> None:
    source = page(
        "<div>第一行，甲。<br>第二行，乙。<ul><li>一项；</li><li>二项。</li></ul><table><tr><td><table><tr><td>内层。</td></tr></table></td></tr></table></div>"
    )
    assert source.text.split("\n") == ["第一行，甲。", "第二行，乙。", "一项；", "二项。", "内层。"]


def test_hidden_text_is_no_text() -> None:
    source = page(f'{BODY}<p style="display: none">看不见。</p><p hidden>看不见。</p><script>"看不见。"</script>')
    assert "看不见" not in source.text


def test_a_title_that_only_the_tab_shows_is_still_the_title() -> None:
    text = "<div><img src='t.png'></div><div><p>5月3日，城东片区停水8小时。</p><p>请居民提前储水，由此带来的不便敬请谅解。</p></div>"
    assert (
        metadata(page(text, "<title>关于城东片区停水的公告-通知公告-青禾县水务局</title>"))["title"]
        == "关于城东片区停水的公告"
    )


def test_a_wrapper_named_after_a_side_bar_is_no_furniture() -> None:
    assert (
        "5月3日"
        in page(f'<div class="sidebar-layout login">{BODY}<div class="sidebar"><p>机构职能</p></div></div>').text
    )
    assert (
        "机构职能"
        not in page(f'<div class="sidebar-layout">{BODY}<div class="sidebar"><p>机构职能</p></div></div>').text
    )


def test_a_sites_name_longer_than_the_title() -> None:
    logo = "<div>青禾县人民政府门户网站</div><div>政务公开</div>"
    source = page(f"{logo}<div><div>停水公告</div><div>5月3日，城东片区停水8小时。</div><div>请居民储水。</div></div>",
                  "<title>停水公告-政务公开-青禾县人民政府门户网站</title>")  # fmt: skip
    assert source.text.split("\n")[0] == "停水公告"
    assert metadata(source)["title"] == "停水公告"


def test_a_title_over_two_lines_is_whole() -> None:
    title = "青禾县人民政府办公室关于做好防汛工作的通知"
    shown = "<div>青禾县人民政府办公室<br>关于做好防汛工作的通知</div><div>时间：2022-05-01</div><div><p>各地要落实责任。</p><p>7月10日前完成检查。</p></div>"
    source = page(shown, f'<meta name="ArticleTitle" content="{title}">')
    assert metadata(source)["title"] == title
    assert source.text.startswith("青禾县人民政府办公室\n关于做好防汛工作的通知\n")


def test_a_page_of_links_is_kept_whole() -> None:
    links = "".join(f"<li><a href='{i}'>第{i}号公告</a></li>" for i in range(5))
    assert page(f"<ul>{links}</ul>").text.count("号公告") == 5


def test_depth_does_not_matter() -> None:
    assert html.read_markup("<p>外面。</p>" + "<div><font>" * 500 + "深处。").text.split("\n") == ["外面。", "深处。"]
    cut = html.read_markup("<p>外面。</p>" + "<div>" * 5000 + "深处。")
    assert [note.code for note in cut.notes] == ["cut_markup"]


def test_body_of_lines_without_any_prose() -> None:
    assert body.select([]) == []
