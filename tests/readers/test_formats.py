"""Every format has a real file here: what comes out of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bulletin_ie import ArgumentError, ReadError, UnsupportedFormatError, readers
from bulletin_ie.readers import Failure, Source, extras, header, office, sniff, tabular
from bulletin_ie.readers.registry import FORMATS

FILES = Path(__file__).parents[1] / "fixtures" / "readers" / "formats"
NOTICES = Path(__file__).parents[2] / "corpora" / "notices"


def sources(path: Path) -> list[Source]:
    found = list(readers.documents(path))
    assert all(isinstance(item, Source) for item in found), found
    return found  # type: ignore[return-value]


def test_docx() -> None:
    lines = readers.read(FILES / "notice.docx").text.split("\n")
    assert lines[0] == "鹿鸣县水利局文件", "text boxes are read, once"
    assert (
        "　　经研究，现将2022年度水土保持工程任务下达给你们，共治理小流域6条、面积43.7平方公里，总投资1860万元。"
        in lines
    )
    assert "桃溪镇\t18.2\t790" in lines
    assert lines[-4:] == [
        "　　请于2022年11月30日前完工。",
        "　　验收不合格的，限期15天整改。",
        "鹿鸣县水利局",
        "2022年4月18日",
    ]
    assert header.find("\n".join(lines)).values["document_number"] == "鹿水发〔2022〕31号"


def test_pdf() -> None:
    pytest.importorskip("pdfplumber")
    lines = readers.read(FILES / "notice.pdf").text.split("\n")
    assert lines[0] == "鹿鸣县人工影响天气工作情况通报"
    assert lines[1].startswith("　　4月以来")
    assert lines[1].endswith("由四级降为二级。"), "a paragraph that the page broke is whole again"
    assert lines[-2:] == ["鹿鸣县气象局", "2023年5月22日"], "page numbers are gone"


def test_pdf_that_a_browser_printed() -> None:
    """Figures in a font of their own stand lower, whole characters are radicals (⽔), the edges hold date and address."""
    pytest.importorskip("pdfplumber")
    assert readers.read(FILES / "browser.pdf").text.split("\n") == [
        "鹿鸣县停水公告",
        "　　因水管改造，2023年5月8日8时至16时，城南片区停水，涉及居民2300户，水车12辆定点送水，请居民提前储水，由此带来的不便请予理解，咨询电话12345。",
        "鹿鸣县水利局",
        "2023年5月6日",
    ]


@pytest.mark.parametrize(("name", "message"), [("scanned.pdf", "scanned"), ("encrypted.pdf", "encrypted")])
def test_pdf_without_text(name: str, message: str) -> None:
    pytest.importorskip("pdfplumber")
    with pytest.raises(ReadError, match=message):
        readers.read(FILES / name)


def test_xlsx() -> None:
    pytest.importorskip("openpyxl")
    first, second = sources(FILES / "dump.xlsx")
    assert first.origin is not None
    assert first.origin.endswith("dump.xlsx#通知!3")
    assert first.metadata["published_at"] == "2024-02-20T09:30"
    assert first.metadata["views"] == "245"
    assert second.metadata["published_at"] == "2024-02-23"


def test_ofd() -> None:
    assert readers.read(FILES / "notice.ofd").text.startswith("鹿鸣县统计局公告\n2020年第3号\n经核实")


def test_warc() -> None:
    pytest.importorskip("warcio")
    (page,) = sources(FILES / "crawl.warc.gz")
    assert page.url == "http://l.example.gov.cn/a.html"
    assert page.encoding == "gb18030"
    assert "电梯211台" in page.text


def test_mhtml() -> None:
    page = readers.read(FILES / "saved.mhtml")
    assert (page.format, page.url) == ("mhtml", "http://l.example.gov.cn/m.html")
    assert "电梯211台" in page.text


def test_feeds() -> None:
    rss = sources(FILES / "feed.xml")
    assert [s.metadata["published_at"] for s in rss] == ["2021-06-05T13:40", "2021-06-01T09:00"]
    assert rss[1].text.startswith("5月全市平均气温"), "escaped markup is read as markup"
    (entry,) = sources(FILES / "atom.xml")
    assert entry.url == "http://l.example.gov.cn/d.html"
    assert entry.metadata["published_at"] == "2022-08-09T10:00"


def test_json_tree() -> None:
    first, second = readers.documents(FILES / "dump.json")
    assert isinstance(first, Source)
    assert first.metadata["published_at"] == "2022-04-19T15:00"
    assert isinstance(second, Failure)
    assert second.reason == "unreadable"


def test_containers() -> None:
    assert [s.origin.rpartition("!")[2] for s in sources(FILES / "archive.tar.gz") if s.origin] == [
        "a/gonggao.txt",
        "a/page.html",
    ]
    assert sources(FILES / "gonggao.txt.gz")[0].text.startswith("关于征集意见的公告")
    assert len(sources(FILES / "archive.zip")) == 2


def test_old_word_files_say_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    with pytest.raises(UnsupportedFormatError, match="LibreOffice"):
        readers.read(FILES / "notice.rtf")
    (failure,) = readers.documents(FILES / "notice.rtf")
    assert isinstance(failure, Failure)
    assert failure.reason == "unsupported_format"


def test_old_word_files_go_through_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(command: list[str], **_: object) -> None:
        Path(command[-1]).with_suffix(".docx").write_bytes((FILES / "notice.docx").read_bytes())

    monkeypatch.setattr(office.shutil, "which", lambda _: "/usr/bin/soffice")
    monkeypatch.setattr(office.subprocess, "run", convert)
    source = readers.read(FILES / "notice.rtf")
    assert source.format == "doc"
    assert "水土保持" in source.text


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    for name, extra in (("notice.pdf", "pdf"), ("dump.xlsx", "xlsx"), ("crawl.warc.gz", "warc")):
        with pytest.raises(UnsupportedFormatError, match=rf"bulletin-ie\[{extra}\]"):
            readers.read(FILES / name)
    with pytest.raises(UnsupportedFormatError, match=r"bulletin-ie\[remote\]"):
        readers.read("https://l.example.gov.cn/a.html")


def test_remote_files() -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://notices/a.txt", "wb") as file:
        file.write("停水公告\n2022-05-01\n5月3日停水。".encode())
    source = readers.read("memory://notices/a.txt")
    assert source.url == "memory://notices/a.txt"
    assert source.text.startswith("停水公告")
    (failure,) = readers.documents("memory://notices/none.txt")
    assert isinstance(failure, Failure)


def test_names_that_lie() -> None:
    page = "<html><body><p>5月3日，城东片区停水8小时。</p></body></html>".encode()
    assert readers.read(page).format == "html"
    assert readers.read(io.BytesIO((FILES / "notice.docx").read_bytes())).format == "docx"
    assert readers.read((FILES / "notice.ofd").read_bytes()).format == "ofd"


@pytest.mark.parametrize("source", [None, 3, ["a"], object()])
def test_what_is_no_source(source: object) -> None:
    with pytest.raises(ArgumentError):
        readers.read(source)  # type: ignore[arg-type]


def test_text_streams_are_no_source() -> None:
    with pytest.raises(ArgumentError, match="binary"):
        readers.read(io.StringIO("x"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("data", "message"), [(b"", "empty"), (b" \r\n", "empty")])
def test_empty_files(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        readers.read(data)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        readers.read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="directory"):
        readers.read(tmp_path)
    with pytest.raises(ReadError):
        readers.read("a\0b")
    with pytest.raises(ArgumentError, match="no such"):
        list(readers.discover(tmp_path / "none"))


def test_unknown_format() -> None:
    with pytest.raises(UnsupportedFormatError, match="known are txt"):
        readers.read(b"x", format="parquet")


def test_several_notices_are_not_one() -> None:
    with pytest.raises(ReadError, match="several"):
        readers.read(NOTICES / "dump" / "2019.jsonl")


def test_columns_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("biaoti,neirong,riqi\n停水公告,5月3日停水。,2022-05-01\n", encoding="utf-8")
    (source,) = readers.documents(path, columns={"biaoti": "title", "neirong": "text", "riqi": "published_at"})
    assert isinstance(source, Source)
    assert (source.text, source.metadata) == ("5月3日停水。", {"title": "停水公告", "published_at": "2022-05-01"})
    assert source.sources == {"title": "dump column", "published_at": "dump column"}


def test_objects_inside_rows_and_lists_of_names() -> None:
    row = {"_id": "7", "_source": {"标题": "停水公告", "正文": "5月3日停水。", "作者": ["沈一舟", None, "林溪"]}}
    source = tabular.source_of(row, format="jsonl")
    assert (source.text, source.metadata) == ("5月3日停水。", {"title": "停水公告", "author": "沈一舟、林溪"})


def test_of_two_columns_of_a_field_the_better_one_is_taken() -> None:
    row = {"createtime": "2022-05-02", "publish_time": "2022-05-01", "content": "5月3日停水。"}
    assert tabular.source_of(row, format="jsonl").metadata == {"published_at": "2022-05-01"}


def test_json_lines_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text('{"title": "甲", "content": "一。"}\n{"title": "乙", "content": "二。"}\n', encoding="utf-8")
    assert [s.text for s in sources(path)] == ["一。", "二。"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", "停水公告\n5月3日停水。".encode("gbk"), "txt"),
        ("a.doc", b"<html><body><p>5</p></body></html>", "html"),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related", "mhtml"),
        ("a.xls", b"<html><body><table><tr><td>5</td></tr></table></body></html>", "html"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    ],
)
def test_bytes_go_before_names(name: str, data: bytes, kind: str) -> None:
    assert sniff.format_of(data, name) == kind


@pytest.mark.parametrize("row", tabular.lexicon.load("dump_columns", tabular.ColumnRow), ids=lambda r: r.column)
def test_column_fires_on_its_example(row: tabular.ColumnRow) -> None:
    (cells,) = [cells for _, cells in tabular.json_rows(f"[{row.example}]".encode())]
    assert isinstance(cells, dict)
    assert tabular.knows(next(iter(cells)))


def test_discover_is_sorted_and_skips_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.html", "a.csv", ".hidden/x.txt", "~$lock.docx", "logo.png", "b/.x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [str(p.relative_to(tmp_path)) for p in readers.discover([tmp_path])]  # type: ignore[union-attr]
    assert found == ["a.csv", "b/10.html", "b/2.txt"]
    assert list(readers.discover("https://l.example.gov.cn/a.html")) == ["https://l.example.gov.cn/a.html"]


def test_files_without_a_suffix_are_known_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "content_77").write_bytes(b"<!DOCTYPE html><html><body><p>5\xe6\x9c\x88\xe3\x80\x82</p></body></html>")
    (tmp_path / "LICENSE").write_text("Apache", encoding="utf-8")
    assert [p.name for p in readers.discover(tmp_path) if isinstance(p, Path)] == ["content_77"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsx"),
        ("a.rar", b"Rar!\x1a\x07", "zip"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "zip"),
        ("a.xml", b"<?xml version='1.0'?><sitemap/>", "feeds"),
    ],
)
def test_formats_that_are_not_read_say_what_helps(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    (failure,) = [item for path in readers.discover(tmp_path) for item in readers.documents(path)]
    assert isinstance(failure, Failure)
    assert failure.reason == "unsupported_format"
    assert message in failure.message


def test_the_archive_of_notices_reads_without_failure() -> None:
    found = [item for path in readers.discover(NOTICES) for item in readers.documents(path)]
    assert [item for item in found if isinstance(item, Failure)] == []
    assert len(found) >= 12
    assert len({item.format for item in found if isinstance(item, Source)}) >= 5
    assert len({item.encoding for item in found if isinstance(item, Source)} - {None}) >= 3
    for item in found:
        assert isinstance(item, Source)
        values = {**header.find(item.text).values, **item.metadata}
        assert values.get("published_at"), item.origin


def test_every_format_is_tested_here() -> None:
    kinds = {item.format for path in FILES.iterdir() for item in readers.documents(path) if isinstance(item, Source)}
    kinds |= {
        item.format
        for path in readers.discover(NOTICES)
        for item in readers.documents(path)
        if isinstance(item, Source)
    }
    assert set(FORMATS) - kinds <= {"doc", "zip", "tar", "gz", "warc"}
