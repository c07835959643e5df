"""Bytes to text: BOMs, charsets that lie, damage, mojibake."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie import ReadError, readers
from bulletin_ie.readers import encoding

TEXT = "关于做好防汛工作的通知\r\n　　各地要落实责任，7月10日前完成检查，共排查隐患36处。\r\n青禾县水务局"
TRADITIONAL = "關於做好防汛工作的通知\n　　各地要落實責任，7月10日前完成檢查，共排查隱患36處。"


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "x-none", "utf-16", ""])
@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_simplified(name: str, declared: str | None) -> None:
    data = (codecs.BOM_UTF16_BE if name == "utf-16-be" else b"") + TEXT.encode(name)
    found = encoding.decode(data, declared=declared)
    assert found.text == TEXT
    assert encoding.mojibake(found.text) is None


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5"])
@pytest.mark.parametrize("name", ["big5", "big5hkscs", "utf-8"])
def test_traditional(name: str, declared: str | None) -> None:
    assert encoding.decode(TRADITIONAL.encode(name), declared=declared).text == TRADITIONAL


def test_utf16_without_a_mark() -> None:
    page = "<html><head><title>公告</title></head><body>" + TEXT + "</body></html>"
    for name in ("utf-16-le", "utf-16-be"):
        assert encoding.decode(page.encode(name)).text == page


def test_a_charset_that_lies_is_noted() -> None:
    found = encoding.decode(TEXT.encode("gb18030"), declared="utf-8")
    assert [note.code for note in found.notes] == ["wrong_charset"]
    assert encoding.decode(TEXT.encode("gbk"), declared="gb2312").notes == ()


def test_damage_is_noted_and_the_rest_read() -> None:
    data = TEXT.encode("utf-8")
    found = encoding.decode(data[:40] + b"\xff" + data[40:])
    assert found.encoding == "utf-8"
    assert "damaged_bytes" in [note.code for note in found.notes]
    assert "青禾县水务局" in found.text


@pytest.mark.parametrize(
    ("right", "wrong"), [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("utf-8", "cp1252"), ("gbk", "latin-1")]
)
def test_mojibake_is_reported(right: str, wrong: str) -> None:
    broken = (TEXT * 3).encode(right).decode(wrong, "replace")
    source = readers.read(broken.encode("utf-8"))
    assert "mojibake" in [note.code for note in source.notes]


def test_replaced_text_is_reported() -> None:
    assert encoding.mojibake("锟斤拷锟斤拷") is not None
    assert encoding.mojibake("\ufffd" * 30) is not None


@pytest.mark.parametrize(
    "text", [TEXT, TRADITIONAL, "hello", "", "Größe café naïve", "㭎坪乡青㭎树", "🌊台风“海葵”", "12.5%"]
)
def test_right_text_is_no_mojibake(text: str) -> None:
    assert encoding.mojibake(text) is None


def test_the_callers_word_is_taken() -> None:
    assert readers.read(TEXT.encode("gb18030"), encoding="gb18030").text == TEXT
    with pytest.raises(ReadError, match="utf-8"):
        readers.read(TEXT.encode("gb18030"), encoding="utf-8")
    with pytest.raises(ReadError, match="no-such"):
        readers.read(b"x", encoding="no-such")


def test_spaces_and_line_ends_stay() -> None:
    text = "一\u00a0二\u3000三\r\n四\r五\n"
    assert readers.read(text.encode()).text == text


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb2312", "big5", "utf-7", "hex", "idna", "\0"]))
def test_any_bytes(data: bytes, declared: str | None) -> None:
    found = encoding.decode(data, declared=declared)
    assert isinstance(found.text, str)
    found.text.encode("utf-8", "surrogatepass")
    encoding.declared_in_markup(data)


@settings(deadline=None)  # the machine may be busy
@given(
    st.text(
        alphabet=st.characters(codec="gb18030", min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30, max_size=60
    )
)
def test_utf8_always_wins(text: str) -> None:
    assert encoding.decode(text.encode("utf-8"), declared="gb2312").text == text
