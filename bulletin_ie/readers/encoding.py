"""Bytes → text for Chinese pages: BOMs, charsets that lie, GB 18030, Big5, UTF-16, damaged bytes, mojibake."""

from __future__ import annotations

import codecs
from functools import cache
from typing import NamedTuple

import regex

from ..errors import ReadError
from .source import Note

__all__ = ["Decoded", "common_share", "declared_in_markup", "decode", "mojibake"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_OTHERS = frozenset(
    (
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "hz",
        "shift_jis",
        "euc_jp",
        "euc_kr",
        "cp949",
        "cp1251",
        "koi8-r",
    )
)
"""Charsets beside the Chinese ones that a declaration may name; codecs such as idna or utf-7 are no charsets of pages."""
SAMPLE = 65_536
"""Bytes on which an encoding is chosen when nothing else tells."""
_PLAUSIBLE = 0.80
"""Share of common characters that text of the right encoding exceeds (0.93–1.0; wrong readings give 0.1–0.6)."""


class Decoded(NamedTuple):
    """Text, the Python name of the encoding that gave it, and what a user should know of it."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, *, declared: str | None = None, forced: str | None = None) -> Decoded:
    """Decode by BOM, then by what the bytes are; ``declared`` (HTTP or meta charset) only breaks ties.

    ``forced`` is the caller's word: it is used as it is.

    Raises:
        ReadError: ``forced`` is no known encoding or does not fit the bytes.
    """
    if forced is not None:
        return _forced(data, forced)
    text, encoding, notes = _decode(data, declared)
    text = text.removeprefix("\ufeff").removeprefix("\ufeff")
    warning = mojibake(text)
    return Decoded(text, encoding, (*notes, warning) if warning else notes)


def _forced(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(_canonical(name) or name).removeprefix("\ufeff"), name)
    except (LookupError, UnicodeError) as e:
        raise ReadError(f"cannot be decoded as {name}: {e}") from e


def _decode(data: bytes, declared: str | None) -> tuple[str, str, tuple[Note, ...]]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace"), name.removesuffix("-sig"), _damage(data.decode(name, "replace"), name)
    declared = _canonical(declared)
    if not data or data.isascii():
        wide = _wide(data)
        return (data.decode(wide, "replace"), wide, ()) if wide else (data.decode("ascii"), declared or "utf-8", ())
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide, _lie(declared, wide)
    try:
        return data.decode("utf-8"), "utf-8", _lie(declared, "utf-8")
    except UnicodeDecodeError:
        pass
    name = _best(data, declared)
    text = data.decode(name, "replace")
    return text, name, _lie(declared, name) + _damage(text, name)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a BOM: NUL bytes beside ASCII, or both halves of common characters."""
    sample = data[: SAMPLE // 2 * 2]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half // 50 and even <= odd // 20 and _reads(sample, "utf-16-le"):
        return "utf-16-le"
    if even > half // 50 and odd <= even // 20 and _reads(sample, "utf-16-be"):
        return "utf-16-be"
    return None


def _reads(sample: bytes, name: str) -> bool:
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    printable = sum(1 for c in text if c == "\n" or c == "\r" or c == "\t" or c.isprintable())
    return printable >= 0.97 * len(text)


def _best(data: bytes, declared: str | None) -> str:
    """Not valid UTF-8: the candidate whose reading consists of common characters; a declared one wins near ties."""
    sample = data[:SAMPLE]
    scores: dict[str, float] = {}
    for name in dict.fromkeys(("gb18030", "big5", "utf-8", *([declared] if declared else []))):
        scores[name] = _score(sample, name) + (0.03 if name == declared else 0.0)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.5:
        return "big5hkscs" if best == "big5" else best
    return _guess(sample) or ("gb18030" if best == "big5" else best)


def _guess(sample: bytes) -> str | None:
    """charset-normalizer's opinion, for files that are not in Chinese at all."""
    from charset_normalizer import from_bytes

    match = from_bytes(sample[:8192]).best()
    return None if match is None or match.encoding in ("ascii", "utf_8") else match.encoding


def _score(sample: bytes, name: str) -> float:
    try:
        text = sample.decode(name, "replace")
    except LookupError:
        return 0.0
    bad = text.count("\ufffd")
    wide = sum(1 for c in text if c > "\x7f")
    if not wide:
        return 0.0
    return max(0.0, common_share(text) - 3.0 * bad / wide)


def common_share(text: str) -> float:
    """Share of the wide characters that are common in Chinese: GB 2312 level 1, Big5 level 1, punctuation."""
    common = wide = 0
    for char in text:
        if char <= "\x7f":
            continue
        wide += 1
        common += _is_common(char)
    return common / wide if wide else 0.0


@cache
def _is_common(char: str) -> bool:
    if char in "\u00a0\u3000\u2003\u2002":
        return True
    try:
        code = char.encode("gb2312")
        return 0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3)
    except UnicodeEncodeError:
        pass
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xA4 <= code[0] <= 0xC6


def _canonical(name: str | None) -> str | None:
    """The Python codec for a charset's name on the web (gb2312 is read as gb18030); None when unknown."""
    if not name:
        return None
    name = name.strip().strip("\"'").lower()
    if name in (
        "gb2312",
        "gbk",
        "gb18030",
        "gb_2312-80",
        "cp936",
        "936",
        "hz-gb-2312",
        "x-gbk",
        "gb-2312",
        "gb2312-80",
    ):
        return "gb18030"
    if name in ("big5", "big5-hkscs", "cp950", "big-5"):
        return "big5hkscs"
    if name in ("iso-8859-1", "latin1", "ascii", "us-ascii", "windows-1252"):
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if found in _OTHERS else None


def _lie(declared: str | None, found: str) -> tuple[Note, ...]:
    if (
        declared is None
        or declared.split("-")[0:2] == found.split("-")[0:2]
        or {declared, found} <= {"big5", "big5hkscs"}
    ):
        return ()
    return (Note("wrong_charset", f"declared as {declared}, but the bytes are {found}"),)


def _damage(text: str, name: str) -> tuple[Note, ...]:
    bad = text.count("\ufffd")
    return (Note("damaged_bytes", f"{bad} places could not be decoded as {name}"),) if bad else ()


@cache
def _charset() -> regex.Pattern[bytes]:
    return regex.compile(
        rb"""<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_\-]{2,20})|<\?xml[^>]{0,80}?encoding\s{0,4}=\s{0,4}["']([A-Za-z0-9_\-]{2,20})""",
        regex.I,
    )


def declared_in_markup(data: bytes) -> str | None:
    """The charset that a page's ``<meta>`` or XML declaration claims, in its first 4 KiB."""
    found = _charset().search(data[:4096].replace(b"\x00", b""))
    return (found[1] or found[2]).decode("ascii") if found else None


@cache
def _broken() -> regex.Pattern[str]:
    # UTF-8 bytes read as Latin-1 / Windows-1252, and the marks that a double conversion leaves behind.
    return regex.compile(
        r"(?:[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}){4}|锟斤拷|(?:烫){4}|(?:屯){4}|ï»¿|锘[縺挎]"
    )


def mojibake(text: str) -> Note | None:
    """A note when the text has been decoded wrongly before it was stored, else None."""
    sample = text[:20_000]
    if _broken().search(sample):
        return Note("mojibake", "the text was decoded with a wrong charset before it was stored")
    han = [c for c in sample if "\u4e00" <= c <= "\u9fff"]
    if len(han) >= 20:
        rare = sum(1 for c in han if not _is_common(c))
        if rare / len(han) > 1 - _PLAUSIBLE and _utf8_as_gbk(sample):
            return Note("mojibake", "the text is UTF-8 that was read as GBK before it was stored")
    if _gbk_as_latin(sample):
        return Note("mojibake", "the text is GBK that was read as Latin-1 before it was stored")
    bad = sample.count("\ufffd")
    if bad > 5 and bad * 20 > len(sample):
        return Note("mojibake", f"{bad} replacement characters: the text was damaged before it was stored")
    return None


def _gbk_as_latin(sample: str) -> bool:
    """Are pairs of Latin-1 letters most of the text, and common characters when they are read as GBK?"""
    high = sum(1 for c in sample if "\u00a1" <= c <= "\u00fe")
    if high < 20 or high * 10 < 3 * len(sample):
        return False
    return common_share(sample[:2000].encode("latin-1", "ignore").decode("gb18030", "ignore")) > _PLAUSIBLE


def _utf8_as_gbk(sample: str) -> bool:
    """Does turning the text back into GBK bytes and reading these as UTF-8 give common characters?"""
    text = sample[:2000].encode("gb18030", "ignore").decode("utf-8", "ignore")
    return common_share(text) > _PLAUSIBLE and sum(1 for c in text if c > "\x7f") > 8
