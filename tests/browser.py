"""Headless Chromium for tests of pages: skipped, with the reason, where there is no Chromium or no driver for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser of the playwright library."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra test)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Any) -> list[str]:
    """What axe-core has against the page as it is shown now."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed (extra test)")
    script = next(Path(package.__file__).parent.rglob("axe*.js"))
    page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate(f"async () => (await axe.run(document, {{runOnly: {RULES}}})).violations")
    return [f"{v['id']}: {node['html'][:200]}: {node['failureSummary'][:200]}" for v in found for node in v["nodes"]]
