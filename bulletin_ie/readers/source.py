"""What a reader hands on: the text of one notice with what its file says of it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from . import times

__all__ = ["Failure", "Note", "Source"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something a user should know of a text (mojibake, a charset that lied); becomes a remark of the bulletin."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one notice, exactly as offsets will refer to it, and what its container says of it."""

    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    """Field of :class:`~bulletin_ie.records.Metadata` (or ``publisher``, ``created_at``) → value; dates in ISO 8601."""
    sources: dict[str, str] = field(default_factory=dict)
    """Field → ``meta`` or ``dump column``."""
    origin: str | None = None
    """Path of the file; a member of a container is ``archive.zip!inner/name.html``, a row of a dump ``dump.csv#12``."""
    url: str | None = None
    format: str | None = None
    encoding: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def date_in_name(self) -> str | None:
        """A date in the URL or the file's name (ISO 8601): something to resolve dates against when nothing states one."""
        return times.in_name(self.url or "") or times.in_name(self.origin or "")

    def at(self, origin: str | None) -> Source:
        """The same source said to come from ``origin``."""
        return replace(self, origin=origin)


@dataclass(frozen=True, slots=True)
class Failure:
    """A notice that could not be read: where it lies, a short stable reason (``BulletinError.reason``), a sentence."""

    origin: str
    reason: str
    message: str
