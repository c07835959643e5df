"""What all our pages share: templates, style and script written into the page, and a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import jinja2
import regex
from markupsafe import Markup

__all__ = ["asset", "page", "policy", "printable"]


@cache
def _environment(package: str) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package), jinja2.PackageLoader(__package__)]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.finalize = lambda value: printable(value) if isinstance(value, str) else value
    return made


@cache
def _unprintable() -> regex.Pattern[str]:
    return regex.compile(r"[\p{Cs}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """``text`` with a U+FFFD for each character that an HTML document cannot hold; Markup stays Markup."""
    if not _unprintable().search(text):
        return text
    clean = _unprintable().sub("\ufffd", text)
    return Markup(clean) if isinstance(text, Markup) else clean


@cache
def asset(name: str, package: str = __package__) -> Markup:
    """A style sheet or script in ``assets/`` of a package, or else of this one, to be written into a page."""
    own = resources.files(package) / "assets" / name
    file = own if own.is_file() else resources.files(__package__) / "assets" / name
    return Markup(file.read_text(encoding="utf-8"))


def policy(*, styles: Sequence[str], scripts: Sequence[str], connect: str = "'none'") -> str:
    """A Content-Security-Policy under which only these inline styles and scripts run, and nothing is fetched.

    Args:
        styles: texts of the page's style elements.
        scripts: texts of its script elements.
        connect: where its script may send requests (``'self'`` for a page of the local server).
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hashes(styles)}",
            f"script-src {_hashes(scripts)}",
            f"connect-src {connect}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(t.encode("utf-8")).digest()).decode() for t in texts)
    return " ".join(f"'sha256-{d}'" for d in digests) or "'none'"


def page(
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    connect: str = "'none'",
    package: str = __package__,
    **context: Any,
) -> str:
    """Fill a template that extends ``shell.html.j2``.

    Args:
        template: file name in ``templates/``.
        styles: style sheets in ``assets/``, joined in this order.
        scripts: scripts in ``assets/``, joined in this order.
        connect: see :func:`policy`.
        package: whose ``templates/`` and ``assets/`` come before ours.
        context: what the template names.
    """
    style = Markup("\n").join(asset(name, package) for name in styles)
    script = Markup("\n").join(asset(name, package) for name in scripts)
    return (
        _environment(package)
        .get_template(template)
        .render(
            style=style,
            script=script,
            policy=policy(styles=[style], scripts=[script], connect=connect),
            **context,
        )
    )
