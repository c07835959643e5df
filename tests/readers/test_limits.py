"""Files that would harm: bombs, entities, paths that climb, links, depth, and mutated bytes of every format."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import random
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_ie import ReadError, readers
from bulletin_ie.readers import Failure, Source, archives, blob, header, registry

HERE = Path(__file__).parents[1] / "fixtures" / "readers" / "formats"
NOTICES = Path(__file__).parents[2] / "corpora" / "notices"
ROUNDS = int(os.environ.get("BULLETIN_IE_FUZZ", "60"))
"""Mutations of each format; 10,000 were run before the readers were called done."""


def test_a_fault_of_ours_is_a_failure_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setitem(registry._READERS, "txt", broken)
    assert reasons(items(tmp_path, "a.txt", b"x")) == ["internal"]


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def items(tmp_path: Path, name: str, data: bytes) -> list[Source | Failure]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(readers.documents(path))


def reasons(found: list[Source | Failure]) -> list[str]:
    return [item.reason if isinstance(item, Failure) else "read" for item in found]


def test_zip_bomb(tmp_path: Path) -> None:
    bomb = zipped(**{"a.txt": b"\0" * 50_000_000, "b.txt": "停水公告".encode()})
    tracemalloc.start()
    assert reasons(items(tmp_path, "bomb.zip", bomb)) == ["unsafe", "read"]
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_pdf_bomb(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    packed = zlib.compress(b"BT (x) Tj ET " * 3_000_000, 9)
    objects = b"3 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n" % (len(packed), packed)
    assert reasons(items(tmp_path, "bomb.pdf", b"%PDF-1.4\n" + objects)) == ["unsafe"]


def test_gz_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER", 1_000_000)
    assert reasons(items(tmp_path, "bomb.txt.gz", gzip.compress(b"a" * 5_000_000))) == ["unsafe"]


def test_office_bomb(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    bomb = zipped(**{"word/document.xml": b"<w>" + b" " * 60_000_000 + b"</w>"})
    assert reasons(items(tmp_path, "bomb.docx", bomb)) == ["unsafe"]
    assert reasons(items(tmp_path, "bomb.xlsx", zipped(**{"xl/workbook.xml": b" " * 60_000_000}))) == ["unsafe"]


def test_bomb_in_a_tar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER", 1_000_000)
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = 3_000_000
        archive.addfile(info, io.BytesIO(b"a" * info.size))
    assert reasons(items(tmp_path, "bomb.tar.gz", data.getvalue())) == ["unsafe"]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../b.txt", "C:\\a.txt", "..\\a.txt"])
def test_names_that_climb(tmp_path: Path, name: str) -> None:
    assert reasons(items(tmp_path, "climb.zip", zipped(**{name: b"x", "ok.txt": b"y"}))) == ["unsafe", "read"]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../b.txt"])
def test_names_that_climb_in_a_tar(tmp_path: Path, name: str) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    assert reasons(items(tmp_path, "climb.tar", data.getvalue())) == ["unsafe"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar(tmp_path: Path, kind: bytes) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = kind, "/etc/passwd"
        archive.addfile(link)
    assert reasons(items(tmp_path, "link.tar", data.getvalue())) == ["unsafe"]


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_other_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER", 1_000_000)
    name = "bomb.txt.bz2" if pack is bz2.compress else "bomb.txt.xz"
    assert reasons(items(tmp_path, name, pack(b"a" * 5_000_000))) == ["unsafe"]


def test_archives_in_archives(tmp_path: Path) -> None:
    data = zipped(**{"a.txt": "停水公告".encode()})
    for level in range(6):
        data = zipped(**{f"{level}.zip": data})
    assert reasons(items(tmp_path, "deep.zip", data)) == ["unsafe"]


def test_encrypted_members(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"a.txt": b"x"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark)
        data[at + (6 if mark[2] == 3 else 8)] |= 1
    (failure,) = items(tmp_path, "secret.zip", bytes(data))
    assert isinstance(failure, Failure)
    assert "encrypted" in failure.message


def test_names_of_chinese_windows(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("公告.txt".encode("gbk").decode("cp437"))
        archive.writestr(info, "停水公告")
    raw = data.getvalue().replace("公告.txt".encode("gbk").decode("cp437").encode(), "公告.txt".encode("gbk"))
    if len(raw) == len(data.getvalue()):
        pytest.skip("zipfile wrote the name in another form")
    assert zipfile.ZipInfo("x")
    (first, *_) = [archives._zip_name(i) for i in _infos("公告.txt".encode("gbk").decode("cp437"))]
    assert first == "公告.txt"


def _infos(name: str) -> list[zipfile.ZipInfo]:
    info = zipfile.ZipInfo(name)
    info.flag_bits = 0
    return [info]


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><description>&c;</description></item></channel></rss>"""
XXE = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&x;</description></item></channel></rss>"""


@pytest.mark.parametrize("data", [LAUGHS, XXE])
def test_entities_are_refused(tmp_path: Path, data: bytes) -> None:
    assert reasons(items(tmp_path, "feed.xml", data)) == ["unsafe"]
    assert reasons(items(tmp_path, "a.docx", zipped(**{"word/document.xml": data}))) == ["unsafe"]
    assert reasons(items(tmp_path, "a.ofd", zipped(**{"OFD.xml": b"<a/>", "Doc_0/Document.xml": data}))) == ["unsafe"]


@pytest.mark.parametrize("data", [LAUGHS, XXE])
def test_entities_of_a_workbook_are_refused(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("openpyxl")
    with zipfile.ZipFile(HERE / "dump.xlsx") as book:
        members = {name: book.read(name) for name in book.namelist()}
    assert reasons(items(tmp_path, "a.xlsx", zipped(**{**members, "xl/worksheets/sheet1.xml": data}))) == ["unsafe"]


def test_entities_of_a_page_are_not_expanded() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x; 5\xe6\x9c\x88\xe3\x80\x82</p></body></html>'
    assert "root:" not in readers.read(page).text


def test_large_files_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(blob, "MAX_BYTES", 1000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 2000)
    with pytest.raises(ReadError, match="larger"), path.open("rb") as file:
        blob.limited(file, "a.txt", 1000)


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 20_000, "<b><i>" * 10_000, "<table><tr><td>" * 3000, "<p>甲" * 50_000, "&" * 200_000, "<" * 200_000, "<a b='" * 10_000,
     "<ul><li>" * 5000 + "乙。", "<div class=sidebar>甲。" * 2000 + "<p>丙。" * 5000, "<div class='" + "x" * 100_000 + "'>丙。</div>", "<p>" + "丁" * 500_000 + "</p>", "<b>来源</b>甲" * 20_000, "<a>甲</a>作者：" * 20_000],
)  # fmt: skip
def test_hostile_markup_in_bounded_time(markup: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ReadError):
        readers.read(f"<html><body>{markup}</body></html>".encode())
    assert time.process_time() - start < 10


PAGES = HERE.parent / "pages"


def test_a_page_of_too_many_tags_is_refused() -> None:
    with pytest.raises(ReadError, match="tags"):
        readers.read(b"<html><body>" + b"<p>" * 600_000)


SEEDS = {
    "docx": [HERE / "notice.docx"], "ofd": [HERE / "notice.ofd"], "rss": [HERE / "feed.xml", HERE / "atom.xml"],
    "json": [HERE / "dump.json"], "tar": [HERE / "archive.tar.gz"], "zip": [HERE / "archive.zip"],
    "gz": [HERE / "gonggao.txt.gz"], "mhtml": [HERE / "saved.mhtml"], "pdf": [HERE / "notice.pdf"],
    "xlsx": [HERE / "dump.xlsx"], "warc": [HERE / "crawl.warc.gz"], "jsonl": [NOTICES / "dump" / "2019.jsonl"],
    "csv": [NOTICES / "dump" / "luyiling.csv"], "tsv": [NOTICES / "dump" / "export.tsv"],
    "html": [NOTICES / "web" / "t20220518_77120.html", *sorted(PAGES.iterdir())],
    "txt": [NOTICES / "yingji" / "fangxun-tongbao.txt", HERE / "big5.txt"],
}  # fmt: skip


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """A change of what a packed file holds: without it, nearly every change ends at a check sum."""
    if data[:2] == b"\x1f\x8b":
        return gzip.compress(mutated(gzip.decompress(data), chance), 1)
    if data[:2] != b"PK":
        return mutated(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(members))
    return zipped(**{**members, name: mutated(members[name], chance)})


def mutated(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        made = made or bytearray(b"x")
        at = chance.randrange(len(made))
        kind = chance.randrange(6)
        if kind == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del made[at : at + chance.randrange(1, 64)]
        elif kind == 2:
            made[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 32)))
        elif kind == 3:
            other = chance.randrange(len(made))
            made[at:at] = made[other : other + chance.randrange(1, 256)]
        elif kind == 4:
            made = made[:at]
        else:
            made[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
    return bytes(made)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_raise_nothing(kind: str) -> None:
    module = {"pdf": "pdfplumber", "xlsx": "openpyxl", "warc": "warcio"}.get(kind)
    if module:
        pytest.importorskip(module)
    seeds = [(path.name, path.read_bytes()) for path in SEEDS[kind]]
    chance = random.Random(kind)
    for number in range(ROUNDS):
        name, data = chance.choice(seeds)
        changed = mutated_inside(data, chance) if number % 3 else mutated(data, chance)
        job = registry._Job(blob.Blob(name, data=changed))
        start = time.process_time()
        for item in registry._safely(job, kind if number % 2 else None):
            if isinstance(item, Source):
                header.find(item.text)
            else:
                assert item.reason != "internal", item
        assert time.process_time() - start < 5
