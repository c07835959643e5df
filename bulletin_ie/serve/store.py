"""The directory that corrected annotations are saved in: one ``.txt`` and ``.yaml`` a document, never one over another."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from .. import corpus, corpus_writing
from ..corpus import GoldDocument
from ..errors import BulletinError, ReadError

__all__ = ["ConflictError", "Store"]


class ConflictError(BulletinError):
    """A document of that name is there and is not the one that the caller knows; ``version`` is that document's."""

    reason = "conflict"

    def __init__(self, message: str, version: str) -> None:
        super().__init__(message)
        self.version = version


class Store:
    """Documents of one directory by name; a version is a hash of both files."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def names(self) -> list[str]:
        """Names of the documents, sorted."""
        if not self.directory.is_dir():
            return []
        return sorted(p.stem for p in self.directory.glob("*.yaml") if p.with_suffix(".txt").is_file())

    def load(self, name: str) -> tuple[GoldDocument, str]:
        """A document and its version.

        Raises:
            ReadError: there is none of that name, or its annotation does not fit its text.
        """
        version = self.version(name)
        if version is None or name not in self.names():
            raise ReadError(f"{name}: no such document in {self.directory}")
        (document,) = corpus.load(self.directory / f"{name}.yaml")
        return document, version

    def version(self, name: str) -> str | None:
        """Hash of the files of that name, None when there are none."""
        if not name or corpus_writing.safe_name(name) != name:
            return None
        digest = hashlib.sha256()
        found = False
        for suffix in (".txt", ".yaml"):
            path = self.directory / f"{name}{suffix}"
            if path.exists():
                found = True
                digest.update(suffix.encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:32] if found else None

    def save(self, document: GoldDocument, *, version: str | None) -> tuple[str, str]:
        """Write a document and return the name that it got and its new version.

        Args:
            document: its id is made safe as a file name.
            version: of the document that may be written over; None when none may.

        Raises:
            ArgumentError: no name is left, or the format cannot hold the annotation.
            ConflictError: another document, or another version of it, has that name.
            SinkError: the directory cannot be written.
        """
        name = corpus_writing.safe_name(document.id)
        there = self.version(name)
        if there is not None and there != version:
            raise ConflictError(
                f"{name}: another document of that name, or a newer version, is in {self.directory}", there
            )
        corpus_writing.write(replace(document, id=name), self.directory, replace_existing=there is not None)
        return name, self.version(name) or ""
