"""Containers of files: zip, tar(.gz .bz2 .xz) and gz, read member by member, nothing ever written to disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ..errors import BulletinError, ReadError
from .blob import UnsafeError, limited

__all__ = ["MAX_MEMBER", "Member", "check_zip", "gz_member", "open_zip", "read_member", "tar_members", "zip_members"]

MAX_MEMBER = 64 * 1024 * 1024
"""Unpacked bytes of one member."""
MAX_MEMBERS = 200_000
MAX_TOTAL = 16 * 1024 * 1024 * 1024
MAX_RATIO = 300
"""Unpacked to packed size above which a member of more than :data:`SMALL` bytes is a bomb (text reaches about 20)."""
SMALL = 4 * 1024 * 1024
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
          NotImplementedError, KeyError, TypeError, AttributeError, struct.error, IndexError, OverflowError, MemoryError)  # fmt: skip
"""What the standard library raises on damaged archives."""


class Member(NamedTuple):
    """One file of a container: its name there and its bytes, or the error that stands for it."""

    name: str
    data: bytes = b""
    error: BulletinError | None = None
    url: str | None = None
    charset: str | None = None
    kind: str | None = None
    """Format, when the container states it."""


def zip_members(file: BinaryIO, origin: str) -> Iterator[Member]:
    """The files of a zip archive in stored order."""
    archive = open_zip(file, origin)
    total = 0
    with archive:
        for info in archive.infolist():
            if info.filename.endswith("/"):
                continue
            name = _zip_name(info) or "(no name)"
            try:
                _check_name(name)
                data = read_member(archive, info, origin)
            except BulletinError as e:
                yield Member(name, error=e)
                continue
            total += len(data)
            if total > MAX_TOTAL:
                raise UnsafeError(f"{origin}: unpacks to more than {MAX_TOTAL} bytes")
            yield Member(name, data)


def open_zip(file: BinaryIO, origin: str) -> zipfile.ZipFile:
    """The archive, with its directory checked.

    Raises:
        ReadError: damaged.
        UnsafeError: too many members.
    """
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as e:
        raise ReadError(f"{origin}: damaged zip archive: {e}") from e
    if len(archive.infolist()) > MAX_MEMBERS:
        raise UnsafeError(f"{origin}: more than {MAX_MEMBERS} members")
    return archive


def check_zip(file: BinaryIO, origin: str) -> None:
    """Refuse an office file whose parts unpack to too much, before a library opens it.

    Raises:
        ReadError: damaged.
        UnsafeError: a bomb.
    """
    with open_zip(file, origin) as archive:
        total = sum(info.file_size for info in archive.infolist())
        if total > MAX_MEMBER * 4:
            raise UnsafeError(f"{origin}: unpacks to {total} bytes")
        for info in archive.infolist():
            _check_ratio(info, origin)
    file.seek(0)


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, origin: str) -> bytes:
    """One member's bytes.

    Raises:
        ReadError: damaged, or encrypted.
        UnsafeError: a bomb, or too large.
    """
    if info.flag_bits & 0x1:
        raise ReadError(f"{origin}: {info.filename} is encrypted")
    if info.file_size > MAX_MEMBER:
        raise UnsafeError(f"{origin}: {info.filename} unpacks to {info.file_size} bytes")
    _check_ratio(info, origin)
    try:
        with archive.open(info) as member:
            return limited(member, f"{origin}: {info.filename}", MAX_MEMBER)  # type: ignore[arg-type]
    except BROKEN as e:
        raise ReadError(f"{origin}: {info.filename} is damaged: {e}") from e


def _check_ratio(info: zipfile.ZipInfo, origin: str) -> None:
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise UnsafeError(f"{origin}: {info.filename} unpacks to {info.file_size} bytes from {info.compress_size}")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; archives of Chinese Windows hold GBK names that zipfile reads as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or (len(parts[0]) == 2 and parts[0][1] == ":"):
        raise UnsafeError(f"the member's name {name!r} reaches outside the archive")


def tar_members(file: BinaryIO, origin: str) -> Iterator[Member]:
    """The regular files of a tar archive, packed or not, in one pass."""
    count = total = 0
    try:
        with tarfile.open(fileobj=file, mode="r|*") as archive:
            for info in archive:
                count += 1
                if count > MAX_MEMBERS:
                    raise UnsafeError(f"{origin}: more than {MAX_MEMBERS} members")
                if info.isdir():
                    continue
                if info.size > MAX_MEMBER:
                    # going on would unpack the member only to skip it
                    raise UnsafeError(f"{origin}: {info.name} unpacks to {info.size} bytes")
                member = _tar_member(archive, info, origin)
                total += len(member.data)
                if total > MAX_TOTAL:
                    raise UnsafeError(f"{origin}: unpacks to more than {MAX_TOTAL} bytes")
                yield member
    except BROKEN as e:
        raise ReadError(f"{origin}: damaged tar archive: {e}") from e


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, origin: str) -> Member:
    try:
        _check_name(info.name)
        if not info.isreg():
            raise UnsafeError(f"{origin}: {info.name} is a link or device, no file")
        opened = archive.extractfile(info)
        return Member(info.name, limited(opened, origin, MAX_MEMBER) if opened else b"")  # type: ignore[arg-type]
    except BulletinError as e:
        return Member(info.name, error=e)


def gz_member(file: BinaryIO, origin: str) -> Member:
    """The one file in a ``.gz``, ``.bz2`` or ``.xz``.

    Raises:
        ReadError: damaged.
        UnsafeError: too large.
    """
    magic = file.read(6)
    file.seek(0)
    opener = bz2.open if magic.startswith(b"BZh") else lzma.open if magic.startswith(b"\xfd7zXZ") else gzip.open
    name = origin.replace("\\", "/").rsplit("/", 1)[-1]
    name = name.rsplit(".", 1)[0] if "." in name else name
    try:
        with opener(file, "rb") as unpacked:
            return Member(name, limited(unpacked, origin, MAX_MEMBER))  # type: ignore[arg-type]
    except BROKEN as e:
        raise ReadError(f"{origin}: damaged: {e}") from e
