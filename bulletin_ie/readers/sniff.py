"""What a file is, by its name and its first bytes."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

import regex

__all__ = ["format_of", "is_candidate"]

SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html",
    ".jsp": "html", ".aspx": "html", ".php": "html", ".mhtml": "mhtml", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".json": "json", ".csv": "csv", ".tsv": "tsv", ".docx": "docx", ".doc": "doc", ".pdf": "pdf", ".xlsx": "xlsx",
    ".zip": "zip", ".tar": "tar", ".tgz": "tar", ".gz": "gz", ".warc": "warc", ".rss": "rss", ".xml": "xml", ".ofd": "ofd",
    ".wps": "doc", ".rtf": "doc", ".xls": "xls",
}  # fmt: skip


def is_candidate(name: str) -> bool:
    """Does a file of this name belong to an archive of notices?"""
    return not name.startswith((".", "~$")) and PurePosixPath(name).suffix.lower() in SUFFIXES


@cache
def _markup() -> regex.Pattern[bytes]:
    return regex.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p)[\s>]", regex.I)


def format_of(data: bytes, name: str) -> str:
    """The format's short name; ``txt`` when nothing speaks against it."""
    known = SUFFIXES.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())
    head = data[:4096]
    if (
        known in (None, "txt")
        and _markup().search(head.replace(b"\x00", b""))
        and head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] == b"<"
    ):
        return "html"
    return known or "txt"
