"""From text or file to :class:`~bulletin_ie.records.Bulletin`: ``load``, ``parse``, ``read``, ``parse_many``."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from os import PathLike
from typing import TYPE_CHECKING, BinaryIO

from .errors import ArgumentError

if TYPE_CHECKING:
    from spacy.language import Language

    from .own_names import OwnNames
    from .readers import Source
    from .records import Bulletin

__all__ = ["from_source", "iso_time", "load", "parse", "parse_many", "read"]

COMPONENTS = ("bulletin_mentions", "bulletin_organizations", "bulletin_activities")


def load(
    *,
    gazetteer: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    veto: Sequence[str] = (),
    words: Sequence[str] = (),
    lexicon: str | PathLike[str] | None = None,
) -> Language:
    """A new spaCy ``Language`` with the package's tokenizer and components; add, drop or replace components as you like.

    Args:
        gazetteer: further organization names → type (``{"黔岭集团": "enterprise"}``).
        aliases: other surfaces of those names (``{"黔岭": "黔岭集团"}``).
        veto: surfaces that are never an organization.
        words: further words that the tokenizer keeps whole.
        lexicon: a TOML file that holds the same, see :mod:`bulletin_ie.own_names`; what the arguments say comes on top.

    Raises:
        ArgumentError: an organization type that does not exist, or an alias of no name in ``gazetteer``.
        LexiconError: the file is missing or malformed.
    """
    from . import own_names

    filed = own_names.read(lexicon) if lexicon is not None else own_names.OwnNames()
    return _build(
        own_names.check(
            gazetteer={**dict(filed.gazetteer), **(gazetteer or {})},
            aliases={**dict(filed.aliases), **(aliases or {})},
            veto=veto if isinstance(veto, str) else [*filed.veto, *veto],
            words=words if isinstance(words, str) else [*filed.words, *words],
        )
    )


def _build(names: OwnNames) -> Language:
    import spacy

    from .pipes import factories  # noqa: F401  (registers the factories where entry points are not installed)

    tokenizer = {"@tokenizers": "bulletin_ie.JiebaTokenizer.v1", "words": list(names.words)}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.max_length = 2**31  # the limit guards parsers and taggers that need memory by length; ours do not
    own = {"gazetteer": dict(names.gazetteer), "aliases": dict(names.aliases), "veto": list(names.veto)}
    for name in COMPONENTS:
        nlp.add_pipe(name, config=own if name == "bulletin_organizations" else {})
    return nlp


def _kept(names: OwnNames) -> Language:
    """A pipeline for callers who get no Doc: without what only a Doc's reader can use, tokens and spans."""
    from .pipes.tokenizer import without_tokens

    nlp = _build(names)
    nlp.tokenizer = without_tokens(nlp.vocab)
    for _, component in nlp.pipeline:
        component.spans = False  # type: ignore[attr-defined]
    return nlp


class _Shared(threading.local):
    """Each thread's pipelines (a vocabulary is not safe to share): the default one, and some with a user's own names."""

    def __init__(self) -> None:
        self._kept: dict[OwnNames, Language] = {}

    def pipeline(self, names: OwnNames | None) -> Language:
        """The pipeline with these names."""
        from .own_names import OwnNames

        key = names or OwnNames()
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = _kept(key)
        return kept


MOST_KEPT = 2
"""Further pipelines with own names that a thread keeps beside the default one; each holds a dictionary."""

_shared = _Shared()


def parse(
    text: str, *, published: date | datetime | str | None = None, url: str | None = None, nlp: Language | None = None
) -> Bulletin:
    """Extract every record of one bulletin. Never raises on the content of a ``str``.

    Args:
        text: the bulletin, as it is; offsets in the result count its code points.
        published: when it was published; wins over what the text says.
        url: where it was published; its host helps to resolve short names.
        nlp: a pipeline of your own (:func:`load`), else the shared default one.

    Raises:
        ArgumentError: ``text`` is no str, or ``published`` no date.
    """
    if not isinstance(text, str):
        raise ArgumentError(f"text must be a str, not {type(text).__name__}; for bytes and files use bulletin_ie.read")
    from .readers import Source

    return from_source(Source(text=text, url=url), published=published, nlp=nlp)


def read(
    source: str | PathLike[str] | bytes | BinaryIO,
    *,
    published: date | datetime | str | None = None,
    url: str | None = None,
    format: str | None = None,
    encoding: str | None = None,
    nlp: Language | None = None,
) -> Bulletin:
    """Read one notice of any known format and extract its records.

    Args:
        source: a path, the bytes of a file, or a binary file object.
        published: as for :func:`parse`.
        url: as for :func:`parse`.
        format: ``txt``, ``html`` …; found out when not given.
        encoding: a codec name; found out when not given.
        nlp: as for :func:`parse`.

    Raises:
        ReadError: the file is missing, damaged, or holds no text.
        UnsupportedFormatError: no reader for it, or an extra is not installed.
        ArgumentError: ``published`` is no date.
    """
    from . import readers

    when = iso_time(published)
    return from_source(readers.read(source, format=format, encoding=encoding, url=url), published=when, nlp=nlp)


def from_source(
    source: Source,
    *,
    published: date | datetime | str | None = None,
    fallback_published: str | None = None,
    nlp: Language | None = None,
    names: OwnNames | None = None,
) -> Bulletin:
    """Extract the records of a text that a reader made.

    Args:
        source: text and what its format says of it.
        published: wins over everything else.
        fallback_published: ISO time, for a bulletin that states none.
        nlp: as for :func:`parse`.
        names: a user's own names, for the shared pipeline.
    """
    from .assemble import to_bulletin
    from .describe import describe

    published = iso_time(published)
    pipeline = nlp or _shared.pipeline(names)
    with _collector_paused():
        description = describe(source, published=published, fallback_published=fallback_published)
        doc = pipeline.make_doc(source.text)
        doc._.bulletin_context = description.context
        return to_bulletin(pipeline(doc), source.text, metadata=description.metadata, remarks=description.remarks)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection while one text is parsed.

    Its words, some ten thousand small objects without cycles, would make the collector walk through dictionaries and
    weights again and again: a third of the time of an archive.
    """
    if not gc.isenabled():  # the caller's choice, or another thread is parsing
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def parse_many(
    texts: Iterable[str], *, processes: int = 1, published: date | datetime | str | None = None, chunk_size: int = 32
) -> Iterator[Bulletin]:
    """Parse texts in order; the records are those of :func:`parse`, whatever the number of processes.

    Args:
        texts: any iterable, read lazily.
        processes: worker processes; 1 works in this one.
        published: as for :func:`parse`, for all of them.
        chunk_size: texts that a worker takes at a time.

    Raises:
        ArgumentError: a text is no str, ``processes`` is below 1, or ``published`` is no date.
    """
    if processes < 1 or chunk_size < 1:
        raise ArgumentError(f"processes and chunk_size must be at least 1, not {processes} and {chunk_size}")
    from .parallel import ordered_map
    from .records import Bulletin

    when = iso_time(published)
    if processes == 1:
        return (parse(text, published=when) for text in texts)
    # JSON travels three times as fast between processes as models do
    rows = ordered_map(_parse_to_json, _checked(texts), processes=processes, chunk_size=chunk_size, published=when)
    return (Bulletin.model_validate_json(row) for row in rows)


def _checked(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if not isinstance(text, str):
            raise ArgumentError(f"texts must be str, not {type(text).__name__}")
        yield text


def _parse_to_json(text: str, *, published: str | None) -> str:
    return parse(text, published=published).model_dump_json()


def iso_time(value: date | datetime | str | None) -> str | None:
    """A date argument as ISO 8601 text.

    Raises:
        ArgumentError: it is none.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = value.strip()
        try:
            parsed = datetime.fromisoformat(text)
        except ValueError as e:
            raise ArgumentError(
                f"published: {value!r} is no ISO 8601 date such as 2022-04-01 or 2022-04-01T14:53"
            ) from e
        return parsed.date().isoformat() if len(text) <= 10 else parsed.replace(tzinfo=None).isoformat()
    raise ArgumentError(f"published must be a date, datetime or ISO string, not {type(value).__name__}")
