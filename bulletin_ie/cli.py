"""The command ``bulletin-ie``: thin commands over library calls. Heavy imports wait until a command runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import BulletinError
from .version import __version__

if TYPE_CHECKING:
    from .batch import Report

__all__ = ["main"]

OK, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: everything worked; some notices failed; the command was called wrongly; Ctrl-C or SIGTERM."""

HELP = """Turn Chinese government bulletins into typed records: organizations, quantities, dates, activities.

\b
Examples:
  bulletin-ie parse notice.html               a readable table of what one notice says
  bulletin-ie parse notice.txt --json         the same as one line of JSON
  cat notice.txt | bulletin-ie parse -        from standard input
  bulletin-ie view notice.txt -o page.html    a page with every record marked in the text
  bulletin-ie load archive/                   a whole archive into ./bulletins.db (SQLite)
  bulletin-ie load dump.jsonl --to postgresql://localhost/notices -j 2
  bulletin-ie serve --to mine/                a page to correct notices of your own and save them as gold
  bulletin-ie report bulletins.db -o report.html   what it holds, as a page with charts

\b
Exit codes: 0 all worked, 1 some notices failed, 2 wrong usage, 130 interrupted.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="bulletin-ie")
def main() -> None:  # noqa: D103  (its help is HELP)
    pass


@contextmanager
def _errors_as_usage() -> Iterator[None]:
    """Our own errors become one line on standard error and exit code 2."""
    try:
        yield
    except BulletinError as e:
        click.echo(f"Error: {e}", err=True)
        sys.exit(USAGE)


_lexicon = click.option(
    "--lexicon",
    type=click.Path(dir_okay=False),
    metavar="FILE.toml",
    help="Your own organization names with their types, aliases, vetoes and words.",
)


@main.command()
@click.argument("notice", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="One Bulletin a line, also on a terminal.")
@click.option("--published", metavar="DATE", help="Publication date (ISO 8601) that dates are resolved against.")
@click.option("--url", help="Where it was published.")
@click.option("--format", "format_", metavar="NAME", help="txt, html, docx … (default: found out).")
@click.option("--encoding", metavar="CODEC", help="utf-8, gb18030 … (default: found out).")
@_lexicon
def parse(
    notice: str,
    as_json: bool,
    published: str | None,
    url: str | None,
    format_: str | None,
    encoding: str | None,
    lexicon: str | None,
) -> None:
    """Show the records of one notice.

    A table on a terminal; one line of JSON when the output goes to a file or a pipe.
    """
    from . import extract

    with _errors_as_usage():
        source: Any = sys.stdin.buffer if notice == "-" else Path(notice)
        nlp = extract.load(lexicon=lexicon) if lexicon is not None else None
        bulletin = extract.read(source, published=published, url=url, format=format_, encoding=encoding, nlp=nlp)
    if as_json or not sys.stdout.isatty():
        click.echo(bulletin.model_dump_json())
        return
    from .show import print_bulletin

    print_bulletin(bulletin)


@main.command()
@click.argument("notice", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE|-")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False), metavar="PAGE", help="Where the page goes."
)
@click.option("--published", metavar="DATE", help="Publication date (ISO 8601) that dates are resolved against.")
@click.option("--url", help="Where it was published.")
@click.option("--format", "format_", metavar="NAME", help="txt, html, docx … (default: found out).")
@click.option("--encoding", metavar="CODEC", help="utf-8, gb18030 … (default: found out).")
@_lexicon
def view(
    notice: str,
    output: str,
    published: str | None,
    url: str | None,
    format_: str | None,
    encoding: str | None,
    lexicon: str | None,
) -> None:
    """Write one notice as a web page: the text with its records marked, and their tables beside it.

    The page is one file and needs no network.
    """
    from . import extract
    from .pages import render

    with _errors_as_usage():
        source: Any = sys.stdin.buffer if notice == "-" else Path(notice)
        nlp = extract.load(lexicon=lexicon) if lexicon is not None else None
        bulletin = extract.read(source, published=published, url=url, format=format_, encoding=encoding, nlp=nlp)
        _write(output, render(bulletin))


@main.command()
@click.argument("notice", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE|-")
@click.option(
    "--at", "offset", type=int, metavar="OFFSET", help="Only what covers this character of the text (from 0)."
)
@click.option("--record", "record", metavar="ID", help="Only this record (o1, q3, d2, a5) and what it displaced.")
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
@click.option("--published", metavar="DATE", help="Publication date (ISO 8601) that dates are resolved against.")
@click.option("--url", help="Where it was published.")
@click.option("--format", "format_", metavar="NAME", help="txt, html, docx … (default: found out).")
@click.option("--encoding", metavar="CODEC", help="utf-8, gb18030 … (default: found out).")
@_lexicon
def explain(
    notice: str,
    offset: int | None,
    record: str | None,
    as_json: bool,
    published: str | None,
    url: str | None,
    format_: str | None,
    encoding: str | None,
    lexicon: str | None,
) -> None:
    """Say why a notice has the records that it has.

    For each record and each candidate that lost: the rule, the lines of the lexicon, and what the model weighed. Enough to
    say in a correction which line is wrong.
    """
    from . import explain as explanations
    from . import own_names, readers
    from .explain.text import lines

    with _errors_as_usage():
        place: Any = sys.stdin.buffer if notice == "-" else Path(notice)
        source = readers.read(place, format=format_, encoding=encoding, url=url)
        names = own_names.read(lexicon) if lexicon is not None else None
        found = explanations.explain(source, published=published, names=names)
        if record is not None:
            found = found.of_record(record)
        if offset is not None:
            found = found.at(offset)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    click.echo("\n".join(lines(found)))


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option(
    "--to", "url", default="sqlite:///bulletins.db", show_default=True, metavar="URL", help="Where the records go."
)
@click.option("-j", "--processes", default=1, show_default=True, type=click.IntRange(min=1), help="Worker processes.")
@click.option("--published", metavar="DATE", help="Publication date for notices that state none.")
@click.option(
    "--where", multiple=True, metavar="GLOB", help="Only files whose path matches ('*/2024/*.html'); repeatable."
)
@click.option("--limit", type=click.IntRange(min=1), help="Stop after this many notices.")
@click.option("--force", is_flag=True, help="Extract unchanged documents again.")
@click.option("--retry-failures", is_flag=True, help="Only notices that failed before.")
@click.option("--dry-run", is_flag=True, help="Read and extract, but write nothing.")
@_lexicon
def load(paths: tuple[str, ...], url: str, **options: Any) -> None:
    """Load archives of notices into a database.

    PATHs are files or directories of txt, html, jsonl, csv … notices. A run may be repeated or interrupted: documents are
    replaced as a whole and unchanged ones skipped. Notices that fail become rows of the table failures and are listed.

    \b
    URL is one of
      sqlite:///FILE   postgresql://USER@HOST/DB   mysql://USER@HOST/DB   (and any other SQLAlchemy URL)
      duckdb:FILE      parquet:DIR    jsonl:DIR    csv:DIR
    """
    from .batch import load_archive
    from .progress import progress, shown_url, stop_on_sigterm

    with _errors_as_usage(), progress(sys.stderr) as show, stop_on_sigterm():
        try:
            report = load_archive(paths, to=url, on_progress=show, **options)
        except KeyboardInterrupt:
            click.echo("interrupted: what was committed stays, and the same command goes on from there", err=True)
            sys.exit(INTERRUPTED)
    _print_report(report, "nowhere (dry run)" if options["dry_run"] else shown_url(url))
    sys.exit(SOME_FAILED if report.failed else OK)


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="DATABASE|PATH...")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False), metavar="PAGE", help="Where the page goes."
)
@click.option("--published", metavar="DATE", help="Publication date for notices of an archive that state none.")
@click.option(
    "-j", "--processes", default=1, show_default=True, type=click.IntRange(min=1), help="Worker processes (archives)."
)
def report(sources: tuple[str, ...], output: str, published: str | None, processes: int) -> None:
    """Write what an archive holds as a web page.

    Notices over time, activity types, amounts given by month and region, who acts and receives most, the largest figures with
    links to their notices, what stays open, and failures. The page is one file and needs no network.

    DATABASE is what load wrote (a file, or the URL that --to took) and is only read; PATHs are files or directories of
    notices, which are read first.
    """
    from .progress import progress, stop_on_sigterm
    from .reports import report

    with _errors_as_usage(), progress(sys.stderr) as show, stop_on_sigterm():
        try:
            page = report(
                sources, folder=Path(output).parent, published=published, processes=processes, on_progress=show
            )
        except KeyboardInterrupt:
            click.echo("interrupted: nothing was written", err=True)
            sys.exit(INTERRUPTED)
        _write(output, page)


@main.command()
@click.argument("gold", type=click.Path(), metavar="GOLD")
@click.option("--split", type=click.Choice(["train", "dev", "test"]), help="Only these of our own documents.")
@click.option(
    "--errors", metavar="LAYER", help="Show the misses of a layer or field in context instead of the figures."
)
@click.option("--domains", is_flag=True, help="Figures of each domain too.")
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON.")
def evaluate(gold: str, split: str | None, errors: str | None, domains: bool, as_json: bool) -> None:
    """Score the records against annotated bulletins: GOLD is a directory of our corpus format, or JSONL."""
    from . import corpus, evaluate

    with _errors_as_usage():
        documents = corpus.load(gold, split=split)
        groups = evaluate.evaluate(documents)
    if errors is not None:
        for e in groups["all"].errors:
            if e.measure.startswith(errors):
                click.echo("\t".join((e.measure, e.document, e.kind, e.detail)))
        return
    shown = groups if domains else {"all": groups["all"]}
    if as_json:
        click.echo(json.dumps({name: scores.to_dict() for name, scores in shown.items()}, ensure_ascii=False))
        return
    for name, scores in shown.items():
        click.echo(f"{name}: {scores.documents} documents")
        click.echo("\n".join(evaluate.lines(scores)))


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(), metavar="GOLD|NOTICE...")
@click.option("--format", "format_", required=True, help="brat, conll, docbin or doccano.")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False), metavar="DIR", help="Where the files go."
)
@click.option("--parse", "parsed", is_flag=True, help="SOURCES are notices to parse, not annotated bulletins.")
def export(sources: tuple[str, ...], format_: str, output: str, parsed: bool) -> None:
    """Write annotations for other tools. Spans that a token-based format cannot hold are listed, never shifted."""
    from . import corpus, exports, extract

    with _errors_as_usage():
        if parsed:
            made = [exports.of_bulletin(extract.read(source)) for source in sources]
        else:
            made = [exports.of_gold(document) for source in sources for document in corpus.load(source)]
        misfits = exports.export(made, output, format=format_)
    click.echo(f"{len(made)} documents written to {output}, {len(misfits)} spans left out")
    for m in misfits:
        click.echo(f"left out: {m.document} {m.start}-{m.end} {m.label}", err=True)


@main.command()
@click.option(
    "--to",
    "directory",
    required=True,
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Where annotations are saved.",
)
@click.option(
    "--port", default=0, show_default="any free one", type=click.IntRange(0, 65535), help="Port on 127.0.0.1."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
@_lexicon
def serve(directory: str, port: int, browser: bool, lexicon: str | None) -> None:
    """Correct what the rules find in your own notices, on a page that only this machine reaches.

    Paste a notice or drop a file, correct spans, values and links, and save the annotation in DIR, which evaluate and
    train take. Needs the extra serve. Ctrl-C ends it.
    """
    from . import own_names
    from . import serve as server

    def ready(address: str) -> None:
        click.echo(f"{address}\nannotations are saved in {directory}; Ctrl-C ends", err=True)
        if browser:
            click.launch(address)

    with _errors_as_usage():
        names = own_names.read(lexicon) if lexicon is not None else None
        with suppress(KeyboardInterrupt):
            server.run(directory, port=port, names=names, on_ready=ready)


@main.command()
@click.argument("models", nargs=-1, metavar="[organizations|activities|items]...")
@click.option(
    "--corpus",
    "places",
    multiple=True,
    required=True,
    type=click.Path(),
    metavar="GOLD",
    help="Annotated bulletins to learn from: a directory of our corpus format, or JSONL; repeatable.",
)
@click.option(
    "--lines",
    "taught",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Short bulletins with marked triggers, names or counted things that a model learns from besides "
    "(corpora/activity_lines.txt, organization_lines.txt, item_sentences.txt).",
)
@click.option("--out", "output", type=click.Path(file_okay=False), metavar="DIR", help="Where the weights go.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where the weights in use are not those learnt.")
def train(
    models: tuple[str, ...], places: tuple[str, ...], taught: tuple[str, ...], output: str | None, check: bool
) -> None:
    """Learn the models anew from annotated bulletins, ours and your own corrected ones.

    Then `BULLETIN_IE_MODELS=DIR bulletin-ie ...` uses them. The same bulletins give the same weights, bit for bit. Documents of
    our own corpus that are kept for dev and test are never learnt from.
    """
    from . import teaching
    from . import train as training

    if check == (output is not None):
        raise click.UsageError("give either --out DIR or --check")
    differ = False
    with _errors_as_usage():
        documents = training.documents(places)
        for model in models or tuple(training.MODELS):
            weights = training.train(model, documents, lines=teaching.lines_for(model, taught))
            size = f"{model}: {len(documents)} documents, {weights.count(chr(10))} lines"
            if output is not None:
                click.echo(f"{size} written to {training.write(output, model, weights)}")
            else:
                same = weights == training.in_use(model)
                differ = differ or not same
                click.echo(f"{size}, {'equal to' if same else 'not equal to'} the weights in use")
    sys.exit(SOME_FAILED if differ else OK)


def _write(output: str, page: str) -> None:
    """Write a page.

    Raises:
        BulletinError: it cannot be written there.
    """
    try:
        Path(output).write_text(page, encoding="utf-8")
    except OSError as e:
        raise BulletinError(f"{output}: {e.strerror}") from e
    click.echo(f"written to {output}")


def _print_report(report: Report, url: str) -> None:
    click.echo(f"{report.written} notices written to {url}, {report.unchanged} unchanged, {report.failed} failed")
    if report.duplicates:
        click.echo(f"{report.duplicates} of the unchanged lie at a further place")
    if report.removed:
        click.echo(f"{report.removed} documents removed, since their files now hold other texts")
    rows = ", ".join(f"{count} {name}" for name, count in report.rows.items() if name != "documents" and count)
    if rows:
        click.echo(f"rows: {rows}")
    for failure in report.failures:
        click.echo(f"failed: {failure.locator}: {failure.reason}: {failure.message}", err=True)
