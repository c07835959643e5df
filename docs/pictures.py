"""Makes the pictures of the README from ``corpora/notices``: ``python docs/pictures.py``.

Needs the extra ``test`` (pygal, playwright, and Pillow by pdfplumber), a Chromium and a font with Chinese letters (``apt-get install
chromium fonts-noto-cjk``).
The same pages on the same machine give the same pictures.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

import bulletin_ie

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
NOTICE = "corpora/notices/yingji/fangxun-tongbao.txt"
ARCHIVE = "corpora/notices"
WIDTH, SCALE = 1240, 1.5
COLOURS = 128
"""A palette is enough for flat colours and the grey of letters' edges, and halves the files."""


def shoot(browser: Any, page: str, name: str, *, height: int, click: str | None = None) -> None:
    """Write ``docs/pictures/NAME.png``: the top of a page, after a click where one is given."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        tab = browser.new_page(
            viewport={"width": WIDTH, "height": height}, device_scale_factor=SCALE, reduced_motion="reduce"
        )
        tab.goto(file.as_uri())
        if click is not None:
            tab.locator(click).click()
            tab.mouse.move(0, 0)
        target = PICTURES / f"{name}.png"
        tab.screenshot(path=target)
        tab.close()
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


def main() -> None:
    """All pictures."""
    os.chdir(ROOT)
    PICTURES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium on this machine (apt-get install chromium)")
    bulletin = bulletin_ie.read(NOTICE)
    shown = next(a for a in bulletin.activities if len(a.agents) > 1 and len(a.quantities) > 1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shoot(browser, bulletin_ie.render(bulletin), "view", height=760, click=f"#r-{shown.id} td:nth-child(3)")
        shoot(browser, bulletin_ie.report(ARCHIVE), "report", height=1090)
        browser.close()


if __name__ == "__main__":
    main()
