"""The annotation page in a real browser: by mouse, by keyboard alone, with characters outside the basic plane."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import chromium, violations
from click.testing import CliRunner

from bulletin_ie import corpus
from bulletin_ie.cli import main
from bulletin_ie.corpus import GoldDocument, Range

pytest.importorskip("uvicorn")

TEXT = """关于𠮷原县送温暖的通报😀
发布时间：2023-12-20 来源：云溪市民政局
😀12月18日，云溪市民政局向36户困难家庭发放慰问金7.2万元。𠮷原县慈善总会捐赠棉衣1500余件，价值近30万元。
<script>document.title = "hit"</script><img src=x onerror="document.title='hit'">&amp; 又捐棉被2百床。
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    directory = tmp_path_factory.mktemp("annotated") / "mine"
    command = [sys.executable, "-m", "bulletin_ie", "serve", "--to", str(directory), "--no-browser"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        address = process.stderr.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address + process.stderr.read()
        yield address, directory
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stderr.close()


class Desk:
    """What a person does at the page."""

    def __init__(self, page: Any, directory: Path) -> None:
        self.page = page
        self.directory = directory
        self.problems: list[str] = []
        page.on("console", lambda m: "Failed to load" in m.text or self.problems.append(m.text))
        page.on("pageerror", lambda e: self.problems.append(str(e)))
        page.on("dialog", lambda d: d.accept())

    def paste(self, text: str) -> None:
        self.page.fill("#pasted", text)
        self.page.click("#paste button[type=submit]")
        self.page.wait_for_selector("#work:not([hidden])", timeout=60_000)

    def drag(self, surface: str) -> None:
        """Drag the mouse over the first place of a surface."""
        box = self.page.evaluate(
            """(surface) => {
              const marked = document.getElementById("marked");
              let left = marked.textContent.indexOf(surface);
              let right = left + surface.length;
              const range = document.createRange();
              const walker = document.createTreeWalker(marked, NodeFilter.SHOW_TEXT);
              let started = false;
              while (walker.nextNode()) {
                const node = walker.currentNode;
                if (!started && left < node.length) { range.setStart(node, left); started = true; }
                if (right <= node.length) { range.setEnd(node, right); break; }
                left -= node.length; right -= node.length;
              }
              range.startContainer.parentElement.scrollIntoView({ block: "center" });
              const all = range.getClientRects(), a = all[0], b = all[all.length - 1];
              return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
            }""",
            surface,
        )
        mouse = self.page.mouse
        mouse.move(box[0], box[1])
        mouse.down()
        mouse.move((box[0] + box[2]) / 2, box[3], steps=3)
        mouse.move(box[2], box[3], steps=3)
        mouse.up()
        self.page.wait_for_function("s => document.getElementById('picked').textContent === s", arg=surface)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def caret(self, offset: int, length: int = 0) -> None:
        """Go to a character of the text, and select from there, by keyboard alone."""
        self.press("Control+Home", *["ArrowRight"] * offset, *["Shift+ArrowRight"] * length)

    def said(self, words: str) -> None:
        self.page.wait_for_function("w => document.getElementById('said').textContent.includes(w)", arg=words)

    def row(self, layer: str, words: str) -> Any:
        return self.page.locator(f"[data-layer={layer}] tbody tr", has_text=words).first

    def rows(self, layer: str) -> list[str]:
        cells = f"[data-layer={layer}] tbody td[data-name={'trigger' if layer == 'activities' else 'text'}]"
        return self.page.locator(cells).all_inner_texts()  # type: ignore[no-any-return]

    def save(self, name: str) -> GoldDocument:
        self.page.fill("#name", name)
        self.page.click("#save")
        self.said("Saved as")
        assert self.problems == []
        (document,) = corpus.load(self.directory / f"{name}.yaml")
        return document


@pytest.fixture
def desk(browser: Any, server: tuple[str, Path]) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    address, directory = server
    made = Desk(page, directory)
    page.goto(address)
    yield made
    page.close()


def test_a_name_that_was_bound_to_this_machine_gets_nothing(server: tuple[str, Path]) -> None:
    address = urlsplit(server[0])
    for host, status in ((address.netloc, 200), (f"evil.example:{address.port}", 421)):
        connection = HTTPConnection("127.0.0.1", address.port or 0, timeout=30)
        connection.request("GET", address.path, headers={"Host": host})
        answer = connection.getresponse()
        assert answer.status == status
        assert (b"<html" in answer.read()) is (status == 200)
        connection.close()


def surfaces(document: GoldDocument, ranges: Any) -> list[str]:
    return [document.text[slice(*r)] for r in ranges]


def place(text: str, surface: str) -> Range:
    start = text.index(surface)
    return start, start + len(surface)


def test_paste_correct_link_save_evaluate(desk: Desk) -> None:
    desk.paste(TEXT)
    assert desk.page.title() != "hit"
    assert desk.page.locator("#marked").evaluate("e => e.textContent") == TEXT
    assert desk.page.locator("#marked img, #marked script").count() == 0
    before = desk.rows("quantities")
    # a span, by dragging over the text and pressing the layer's button
    desk.row("organizations", "慈善总会").click()
    desk.drag("𠮷原县慈善总会捐")
    desk.page.click("#actions [data-do=span]")
    desk.said("is now 𠮷原县慈善总会捐")
    desk.page.click("#undo")
    desk.said("Undone")
    desk.drag("𠮷原县慈善总会")
    desk.page.click("#actions [data-do=organizations]")
    desk.page.locator("#editor [name=type]").select_option("social")
    # a value
    desk.row("quantities", "1500余件").click()
    desk.page.fill("#editor [name=item]", "棉衣")
    desk.page.locator("#editor [name=item]").blur()
    desk.page.fill("#editor [name=per]", "户")
    desk.page.locator("#editor [name=per]").blur()
    desk.said("per of")
    # a new activity with its links
    desk.drag("价值")
    desk.page.click("#actions [data-do=activities]")
    desk.page.wait_for_selector("#editor [name=type]")
    desk.page.locator("#editor [name=type]").select_option("donation")
    desk.drag("近30万元")
    desk.page.click("#actions [data-do='link:quantities']")
    desk.said("now figure of")
    desk.page.locator("#editor fieldset.role", has_text="agent").get_by_text("Pick in the text").click()
    desk.page.locator("#marked mark.organizations", has_text="𠮷原县慈善总会").first.click()
    desk.said("is now agent of")
    desk.press("Escape")
    # deleted
    desk.row("dates", "2023-12-20").click()
    desk.page.click("#actions [data-do=delete]")
    desk.said("deleted")
    document = desk.save("mouse")
    assert document.text == TEXT
    activity = next(a for a in document.activities if document.text[slice(*a.trigger)] == "价值")
    assert (activity.type, surfaces(document, activity.agents)) == ("donation", ["𠮷原县慈善总会"])
    assert surfaces(document, activity.quantities) == ["近30万元"]
    figure = next(q for q in document.quantities if document.text[q.start : q.end] == "1500余件")
    assert (figure.fields["per"], figure.fields["item"], figure.fields["lower"]) == ("户", "棉衣", Decimal(1500))
    assert place(TEXT, "2023-12-20") not in [(d.start, d.end) for d in document.dates]
    assert set(before) <= set(surfaces(document, [(q.start, q.end) for q in document.quantities]))
    scored = CliRunner().invoke(main, ["evaluate", str(desk.directory / "mouse.yaml")])
    assert scored.exit_code == 0, scored.output
    assert "1 documents" in scored.output


def test_by_keyboard_alone(desk: Desk) -> None:
    desk.page.locator("#pasted").focus()
    desk.page.keyboard.insert_text(TEXT)
    for _ in range(6):
        if desk.page.evaluate("document.activeElement.type") == "submit":
            break
        desk.press("Tab")
    desk.press("Enter")
    desk.page.wait_for_selector("#work:not([hidden])", timeout=60_000)
    assert desk.page.evaluate("document.activeElement.id") == "marked"
    # an organization where there was none: 𠮷原县 is one code point in front, two units
    desk.caret(TEXT.index("𠮷原县"), 3)
    desk.press("1")
    desk.said("organization 𠮷原县 added")
    desk.press("F2")
    assert desk.page.evaluate("document.activeElement.name") == "type"
    # by a key at a time: letters typed into a list count as one word only while they come within a second of each other
    for _ in range(20):
        value = desk.page.evaluate("document.activeElement.value")
        if value == "other":
            break
        desk.press("ArrowDown")
        # and not before the page has taken the key before: a slow machine draws the list anew meanwhile
        desk.page.wait_for_function(
            "v => document.activeElement.name === 'type' && document.activeElement.value !== v", arg=value
        )
    desk.said(": other.")
    desk.press("Tab")
    desk.page.keyboard.type("吉原县")
    desk.press("Tab")
    desk.said("name of")
    desk.press("Escape")
    assert desk.page.evaluate("document.activeElement.id") == "marked"
    # its end, one character at a time
    desk.press("Alt+ArrowRight")
    desk.said("is now 𠮷原县送")
    desk.press("Alt+ArrowLeft", "Alt+ArrowLeft")
    desk.said("is now 𠮷原")
    desk.press("Control+z")
    desk.said("Undone")
    # an activity: open the one at the cursor, take a link away and put another in
    desk.caret(TEXT.index("发放"))
    desk.press("Enter")
    desk.said("activity 发放")
    desk.caret(TEXT.index("36户") + 1)
    here = "36户" in desk.page.locator("#editor").inner_text()
    desk.press("8")
    desk.said("no longer figure of" if here else "now figure of")
    desk.caret(TEXT.index("困难家庭"), 4)
    desk.press("7")
    desk.said("recipient of")
    # a range that is neither right nor wrong
    desk.press("Escape")
    desk.caret(TEXT.index("棉被"), 2)
    desk.press("5")
    desk.said("added")
    desk.press("Control+s")
    desk.said("Saved as")
    assert desk.problems == []
    name = desk.page.input_value("#name")
    (document,) = corpus.load(desk.directory / f"{name}.yaml")
    start, end = place(TEXT, "𠮷原县")
    added = next(m for m in document.organizations if (m.start, m.end) == (start, end))
    assert added.fields == {"type": "other", "name": "吉原县"}
    given = next(a for a in document.activities if a.trigger == place(TEXT, "发放"))
    assert (place(TEXT, "36户") in given.quantities) is not here
    assert place(TEXT, "困难家庭") in given.recipients
    assert [r for ranges in document.ignore.values() for r in ranges] == [place(TEXT, "棉被")]


def test_the_text_cannot_be_changed(desk: Desk) -> None:
    desk.paste(TEXT)
    desk.caret(3, 4)
    desk.page.keyboard.type("abc字")
    desk.page.keyboard.insert_text("输入法")
    desk.press("Control+x", "Control+v", "Backspace")
    assert desk.page.locator("#marked").evaluate("e => e.textContent") == TEXT


def test_undo_and_redo_go_all_the_way(desk: Desk) -> None:
    desk.paste(TEXT)
    start = [desk.rows(layer) for layer in ("activities", "organizations", "quantities", "dates")]
    for offset in (0, 5):
        desk.caret(offset, 2)
        desk.press("4")
        desk.said("added")
        desk.press("Delete")
        desk.said("deleted")
    end = [desk.rows(layer) for layer in ("activities", "organizations", "quantities", "dates")]
    assert end == start
    desk.press("Control+z", "Control+z", "Control+z")
    desk.page.wait_for_function(
        "n => document.querySelectorAll('[data-layer=activities] tbody tr').length > n", arg=len(start[0])
    )
    desk.press("Control+z", "Control+z")
    desk.said("Nothing to undo")
    assert desk.rows("activities") == start[0]
    desk.press("Control+y", "Control+Shift+z", "Control+y", "Control+y", "Control+y")
    desk.said("Nothing to redo")
    assert desk.rows("activities") == start[0]


def test_neither_words_nor_clicks_are_lost_while_typing(desk: Desk) -> None:
    desk.paste(TEXT)
    desk.row("quantities", "36户").click()
    desk.page.locator("#editor [name=item]").press_sequentially("甲")
    desk.row("dates", "12月18日").click()  # the field changes in the middle of this click
    desk.page.wait_for_function("document.querySelector('#editor h2').textContent.includes('12月18日')")
    assert "甲" in desk.row("quantities", "36户").inner_text()
    desk.row("quantities", "7.2万元").click()
    desk.page.locator("#editor [name=per]").press_sequentially("乙")
    desk.page.fill("#name", "typing")
    desk.page.locator("#editor [name=per]").press_sequentially("丙")
    desk.press("Control+s")  # with the cursor still in the field
    desk.said("Saved as")
    (document,) = corpus.load(desk.directory / "typing.yaml")
    figure = next(q for q in document.quantities if document.text[q.start : q.end] == "7.2万元")
    assert figure.fields["per"] in ("乙丙", "丙乙")


def test_a_span_over_another_of_its_layer_is_refused(desk: Desk) -> None:
    desk.paste("甲市民政局发放5万元、6万元。")
    desk.drag("5万元、6万元")
    desk.page.click("#actions [data-do=quantities]")
    desk.said("overlaps")
    assert desk.rows("quantities") == ["5万元", "6万元"]


def test_what_the_server_refuses_is_shown_at_its_record(desk: Desk) -> None:
    desk.paste(TEXT)
    desk.row("dates", "12月18日").click()
    desk.page.fill("#editor [name=first]", "那天")
    desk.page.locator("#editor [name=first]").blur()
    desk.page.fill("#name", "refused")
    desk.page.click("#save")
    desk.page.wait_for_selector("#failed button")
    assert "ISO 8601" in desk.page.inner_text("#failed")
    desk.press("Escape")
    desk.page.click("#failed button")
    assert "12月18日" in desk.page.inner_text("#editor h2")
    assert not (desk.directory / "refused.yaml").exists()


def test_saved_documents_are_opened_and_corrected_further(desk: Desk) -> None:
    desk.paste("甲市民政局发放5万元。")
    desk.save("again")
    desk.page.click("#new")
    desk.page.locator("#documents button", has_text="again").click()
    desk.page.wait_for_selector("#work:not([hidden])")
    desk.row("quantities", "5万元").click()
    desk.page.fill("#editor [name=item]", "慰问金")
    desk.page.locator("#editor [name=item]").blur()
    assert desk.save("again").quantities[0].fields["item"] == "慰问金"
    # another notice under the same name: asked first (the dialog is accepted)
    desk.page.click("#new")
    desk.paste("乙市民政局发放6万元。")
    assert desk.save("again").text == "乙市民政局发放6万元。"


def test_files_are_taken(desk: Desk, root: Path) -> None:
    desk.page.set_input_files("#file", next((root / "corpora" / "notices" / "office").glob("*.docx")))
    desk.page.wait_for_selector("#work:not([hidden])", timeout=60_000)
    assert desk.rows("activities")
    desk.page.click("#new")
    desk.page.set_input_files("#file", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 broken"})
    desk.page.wait_for_selector("#failed:not(:empty)")
    assert "x.pdf" in desk.page.inner_text("#failed")


def test_a_dropped_file_is_taken(desk: Desk) -> None:
    desk.page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["甲市民政局发放5万元。"], "drop.txt"));
          document.getElementById("pasted").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    desk.page.wait_for_selector("#work:not([hidden])", timeout=60_000)
    assert desk.page.input_value("#name") == "drop"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_accessible(browser: Any, server: tuple[str, Path], scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 860}, color_scheme=scheme)
    page.goto(server[0])
    page.wait_for_function("document.getElementById('directory').textContent")
    assert violations(page) == []
    page.fill("#pasted", TEXT)
    page.click("#paste button[type=submit]")
    page.wait_for_selector("#work:not([hidden])", timeout=60_000)
    for layer in ("activities", "organizations", "quantities", "dates"):
        page.locator(f"[data-layer={layer}] tbody tr button").first.click()
        assert violations(page) == [], layer
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no scrolling sideways"
    page.close()
