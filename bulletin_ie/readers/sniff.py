"""What a file is, by its first bytes and its name (names of saved attachments often lie)."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import PurePosixPath

import regex

from . import feeds

__all__ = ["SUFFIXES", "format_of", "is_candidate", "suffix_of"]

SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".html": "html", ".htm": "html", ".shtml": "html",
    ".shtm": "html", ".xhtml": "html", ".jsp": "html", ".jspx": "html", ".aspx": "html", ".asp": "html", ".php": "html",
    ".jhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv",
    ".tsv": "tsv", ".docx": "docx", ".docm": "docx", ".doc": "doc", ".wps": "doc", ".rtf": "doc", ".pdf": "pdf", ".xlsx": "xlsx",
    ".xlsm": "xlsx", ".zip": "zip", ".tar": "tar", ".tgz": "tar", ".tbz2": "tar", ".txz": "tar",
    ".gz": "gz", ".bz2": "gz", ".xz": "gz", ".warc": "warc", ".arc": "warc", ".rss": "rss", ".atom": "rss", ".rdf": "rss", ".xml": "xml", ".ofd": "ofd",
    ".xls": "xls", ".et": "xls", ".rar": "rar", ".7z": "7z",
}  # fmt: skip
_PACKED = frozenset({"zip", "docx", "xlsx", "ofd"})


def suffix_of(name: str) -> str:
    """The last suffix in lower case, of a path or a URL without its query."""
    return PurePosixPath(name.replace("\\", "/").partition("?")[0].rpartition("!")[2]).suffix.lower()


def is_candidate(name: str, head: bytes | None = None) -> bool:
    """Does a file belong to an archive of notices: by its suffix, or when it has none, by its first bytes?"""
    if name.startswith((".", "~$")):
        return False
    suffix = suffix_of(name)
    if suffix in SUFFIXES:
        return True
    return head is not None and not suffix and format_of(head, name) in ("html", "pdf", "docx", "doc", "rss", "mhtml")


@cache
def _markup() -> regex.Pattern[bytes]:
    return regex.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p|span|center)[\s>]", regex.I)


def format_of(head: bytes, name: str, *, whole: bytes | None = None) -> str:
    """The format's short name; ``txt`` when nothing speaks against it.

    Args:
        head: the first 64 KiB.
        name: of the file.
        whole: all bytes when at hand; tells a docx from an xlsx whose name says neither.
    """
    suffix = suffix_of(name)
    known = SUFFIXES.get(suffix)
    packed = _by_magic(head, known, suffix, name, whole)
    if packed is not None:
        return packed
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start[:1] == b"<":
        if feeds.is_feed(start[:4096]):
            return "rss"
        if known in (None, "txt", "doc", "xls", "xml") and _markup().search(start[:4096]):
            return "html"
        if start.startswith(b"<?xml") and known in (None, "txt"):
            return "xml"
    if known in _PACKED or known in ("pdf", "gz", "tar"):
        return known  # its reader says what is wrong with it
    if known == "doc" and b"\x00" not in head:  # a page saved whole, or text, under a name that a mail client gave it
        return "mhtml" if start[:13].lower() == b"mime-version:" else "txt"
    if known is None and start[:1] == b"{" and b'"' in start[:10]:
        return "json" if start[1:3].strip() == b"" else "jsonl"  # one object over many lines
    return known or "txt"


def _by_magic(head: bytes, known: str | None, suffix: str, name: str, whole: bytes | None) -> str | None:
    if head.startswith(b"PK\x03\x04"):
        return known if known in _PACKED else _packed_kind(whole)
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls" if suffix in (".xls", ".xlsx", ".et") else "doc"
    if head.startswith(b"{\\rtf"):
        return "doc"
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        inner = suffix_of(name.rpartition(".")[0])
        return "warc" if inner in (".warc", ".arc") else "tar" if inner == ".tar" or known == "tar" else "gz"
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"WARC/1."):
        return "warc"
    if head.startswith((b"7z\xbc\xaf\x27\x1c", b"Rar!")):
        return "7z" if head[:1] == b"7" else "rar"
    return None


def _packed_kind(whole: bytes | None) -> str:
    if whole is None:
        return "zip"
    try:
        names = set(zipfile.ZipFile(io.BytesIO(whole)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "ofd" if "OFD.xml" in names else "zip"
