"""The annotation server: who may ask it, what it saves, and that nothing is saved that does not fit its text."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bulletin_ie import corpus, evaluate
from bulletin_ie.cli import main
from bulletin_ie.corpus_writing import in_order

httpx = pytest.importorskip("httpx")
pytest.importorskip("starlette")

from bulletin_ie.serve.annotation import Annotation, of_gold, to_gold  # noqa: E402
from bulletin_ie.serve.app import application  # noqa: E402

TOKEN = "secret-of-this-test"
HOST = "127.0.0.1:8000"
TEXT = """关于𠮷原县送温暖的通报😀
发布时间：2023-12-20 来源：云溪市民政局
12月18日，云溪市民政局向36户困难家庭发放慰问金7.2万元。市慈善总会捐赠棉衣1500余件，价值近30万元。
"""
Ask = Callable[..., Any]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "mine"


@pytest.fixture
def ask(directory: Path) -> Ask:
    app = application(directory, token=TOKEN, hosts=[HOST], limit=200_000)

    def request(method: str, path: str, **options: Any) -> Any:
        async def asked() -> Any:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, **options)

        return asyncio.run(asked())

    return request


@pytest.fixture
def api(ask: Ask) -> Ask:
    return lambda method, path, **options: ask(method, f"/{TOKEN}/api/{path}", **options)


def parsed(api: Ask, text: str = TEXT) -> dict[str, Any]:
    answer = api("POST", "parse", json={"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def save(api: Ask, name: str, annotation: dict[str, Any], version: str | None = None) -> Any:
    return api("PUT", "document", params={"name": name}, json={"version": version, "annotation": annotation})


def test_the_page_needs_no_network_and_no_frame(ask: Ask) -> None:
    answer = ask("GET", f"/{TOKEN}/")
    assert answer.status_code == 200
    assert "default-src &#39;none&#39;" in answer.text
    assert "connect-src &#39;self&#39;" in answer.text
    assert "unsafe" not in answer.text.split("</head>")[0]
    for word in ("src=", "@import", "url(", "//cdn", "innerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in answer.text.replace("aria-describedby", ""), word
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"/{TOKEN}/", {"Host": "evil.example:8000"}, 421),
        (f"/{TOKEN}/", {"Host": "127.0.0.1"}, 421),
        (f"/{TOKEN}/", {"Host": "127.0.0.1:9000"}, 421),
        ("/", {}, 404),
        (f"/{TOKEN}", {}, 404),
        (f"/{TOKEN}x/", {}, 404),
        (f"/x/{TOKEN}/", {}, 404),
        ("/%F0%9F%98%80/", {}, 404),
        (f"/{TOKEN}/api/documents", {"Origin": "http://evil.example"}, 403),
        (f"/{TOKEN}/api/documents", {"Origin": "null"}, 403),
        (f"/{TOKEN}/api/documents", {"Sec-Fetch-Site": "cross-site"}, 403),
        (f"/{TOKEN}/api/documents", {"Sec-Fetch-Site": "none"}, 403),
        (f"/{TOKEN}/api/documents", {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}, 200),
        (f"/{TOKEN}/api/nothing", {}, 404),
        (f"/{TOKEN}/api/parse", {}, 405),
    ],
)
def test_who_may_ask(ask: Ask, path: str, headers: dict[str, str], status: int) -> None:
    answer = ask("GET", path, headers=headers)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_other_sites_may_not_save(ask: Ask, directory: Path) -> None:
    body = {"version": None, "annotation": {"text": "文。"}}
    path = f"/{TOKEN}/api/document?name=x"
    assert ask("PUT", path, json=body, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not directory.exists()
    assert ask("PUT", path, json=body, headers={"Origin": f"http://{HOST}"}).status_code == 200


def test_long_requests_are_refused(api: Ask) -> None:
    assert api("POST", "parse", json={"text": "长" * 100_000}).status_code == 413

    async def chunks() -> Any:
        for _ in range(30):
            yield b"x" * 10_000

    assert api("POST", "read", params={"name": "x.txt"}, content=chunks()).status_code == 413


def test_what_was_parsed_is_saved_and_loaded_and_scores_full(api: Ask, directory: Path) -> None:
    made = parsed(api)
    assert made["name"] == "关于-原县送温暖的通报" or made["name"].startswith("关于")
    assert made["version"] is None
    done = save(api, made["name"], made["annotation"])
    assert done.status_code == 200, done.text
    (document,) = corpus.load(directory)
    assert document.text == TEXT
    assert in_order(document) == in_order(to_gold(Annotation.model_validate(made["annotation"]), made["name"]))
    assert document.published == "2023-12-20"
    scores = evaluate.evaluate([document])["all"]
    assert all(tally.fp == tally.fn == 0 for tally in scores.layers.values())
    assert scores.right == scores.matched
    assert {"organizations", "quantities", "dates"} <= {n for n, t in scores.layers.items() if t.tp}
    listed = api("GET", "documents").json()
    assert listed["documents"] == [made["name"]]
    opened = api("GET", "document", params={"name": made["name"]}).json()
    assert opened["annotation"] == made["annotation"]
    assert opened["version"] == done.json()["version"]


def test_any_corpus_document_survives_the_wire(root: Path) -> None:
    for document in corpus.load(root / "corpora" / "annotated", split="train")[::20]:
        wire = Annotation.model_validate_json(of_gold(document).model_dump_json())
        assert in_order(to_gold(wire, document.id)) == in_order(document)


def broken(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def changed(annotation: dict[str, Any]) -> dict[str, Any]:
        copy = json.loads(json.dumps(annotation))
        change(copy)
        return copy  # type: ignore[no-any-return]

    return changed


SPAN = {"start": 0, "end": 2, "text": "关于"}


@pytest.mark.parametrize(
    ("change", "layer", "said"),
    [
        (lambda a: a["quantities"][0].update(start=a["quantities"][0]["start"] + 1), "quantities", "not"),
        (lambda a: a["quantities"][0].update(text="37户"), "quantities", "37户"),
        (lambda a: a["dates"][0].update(end=99_999), "dates", "no range"),
        (lambda a: a["dates"][0].update(start=-3), "dates", "no range"),
        (lambda a: a["dates"][0].update(first="明天"), "dates", "ISO 8601"),
        (lambda a: a["dates"][0].update(first="2024-01-01", last="2023-01-01"), "dates", "after"),
        (lambda a: a["quantities"][0].update(lower="5", upper="4"), "quantities", "more than"),
        (lambda a: a["quantities"][0].update(value="许多"), "quantities", "decimal"),
        (lambda a: a["quantities"][0].update(value="NaN"), "quantities", "finite"),
        (lambda a: a["quantities"][0].update(value="1E+999"), "quantities", ""),
        (lambda a: a["organizations"].append(a["organizations"][0]), "organizations", "overlaps"),
        (lambda a: a["organizations"][0].update(type="club"), "organizations", ""),
        (lambda a: a["activities"][0].update(type="club"), "activities", ""),
        (lambda a: a["activities"][0].update(quantities=[SPAN]), "activities", "none of the quantities"),
        (lambda a: a["activities"][0].update(agents=[{**SPAN, "text": "别的"}]), "activities", "别的"),
        (lambda a: a["ignore"].append({"start": 15, "end": 16, "text": "\n", "layer": "dates"}), "ignore", ""),
        (lambda a: a.update(published="昨天"), "", "ISO 8601"),
        (lambda a: a["metadata"].update(colour="red"), "", "colour"),
        (lambda a: a.update(text=a["text"][1:]), "organizations", ""),
        (lambda a: a.update(extra=1), "", "extra"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_saved(
    api: Ask, directory: Path, change: Callable[[dict[str, Any]], Any], layer: str, said: str
) -> None:
    annotation = broken(change)(parsed(api)["annotation"])
    answer = save(api, "x", annotation)
    assert answer.status_code == 422, answer.text
    problems = answer.json()["problems"]
    assert layer in {p["layer"] for p in problems}
    assert said in json.dumps(problems, ensure_ascii=False)
    assert not directory.exists()


def test_another_document_is_not_written_over_silently(api: Ask, directory: Path) -> None:
    first = save(api, "通报", {"text": "甲。"})
    assert first.status_code == 200
    other = save(api, "通报", {"text": "乙。"})
    assert other.status_code == 409
    assert (directory / "通报.txt").read_text(encoding="utf-8") == "甲。"
    stale = save(api, "通报", {"text": "乙。"}, version="0" * 32)
    assert stale.status_code == 409
    again = save(api, "通报", {"text": "甲。", "kind": "通报"}, version=first.json()["version"])
    assert again.status_code == 200, "the document that one opened may be saved again"
    assert again.json()["version"] != first.json()["version"]
    replaced = save(api, "通报", {"text": "乙。"}, version=again.json()["version"])
    assert replaced.status_code == 200, "and another one over it when the version to replace is named"
    assert (directory / "通报.txt").read_text(encoding="utf-8") == "乙。"
    (directory / "半.txt").write_text("只有正文", encoding="utf-8")
    assert save(api, "半", {"text": "丙。"}).status_code == 409


@pytest.mark.parametrize("name", ["../../up", "/etc/x", "a/b", "C:\\x", "..", "x\x00y", "通报 之一.txt"])
def test_names_stay_in_the_directory(api: Ask, directory: Path, name: str) -> None:
    answer = save(api, name, {"text": "文。"})
    if answer.status_code == 200:
        written = Path(answer.json()["path"])
        assert written.parent.resolve() == directory.resolve()
        assert answer.json()["name"] == written.stem
    else:
        assert answer.status_code == 400
    assert not (directory.parent / "up.yaml").exists()


@pytest.mark.parametrize("name", ["../secret", "secret", "", "/etc/passwd", "."])
def test_only_saved_documents_are_opened(api: Ask, directory: Path, name: str) -> None:
    directory.mkdir()
    (directory.parent / "secret.yaml").write_text("quantities: []", encoding="utf-8")
    (directory.parent / "secret.txt").write_text("x", encoding="utf-8")
    assert api("GET", "document", params={"name": name}).status_code == 400


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通报.txt", TEXT.encode()),
        ("old.txt", "发布时间：2023-12-20\n3月1日，捐款5万元。".encode("gb18030")),
        ("page.html", "<html><body><p>3月1日，云溪市民政局发放慰问金5万元。</p></body></html>".encode()),
        ("../x/page.html", "<html><body><p>3月1日，云溪市民政局发放慰问金5万元。</p></body></html>".encode()),
    ],
)
def test_files_of_any_format_are_read(api: Ask, name: str, data: bytes) -> None:
    answer = api("POST", "read", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    assert answer.json()["annotation"]["quantities"]
    assert answer.json()["name"] == Path(name).stem


def test_a_file_of_the_archive(api: Ask, root: Path) -> None:
    file = next((root / "corpora" / "notices" / "office").glob("*.docx"))
    answer = api("POST", "read", params={"name": file.name}, content=file.read_bytes())
    assert answer.status_code == 200, answer.text
    assert answer.json()["annotation"]["activities"]


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("read", {"params": {"name": "x.pdf"}, "content": b"%PDF-1.4 broken"}, "x.pdf"),
        ("read", {"params": {"name": "x.txt"}, "content": b""}, "empty"),
        ("parse", {"json": {"text": TEXT, "published": "soon"}}, "ISO 8601"),
        ("parse", {"content": b"\xff{"}, ""),
        ("parse", {"content": rb'{"text": "a\ud800b"}'}, ""),
        ("parse", {"json": {"text": 5}}, "text"),
        ("suggest", {"json": {"layer": "moods", "text": "x"}}, "layer"),
    ],
)
def test_errors_say_what_is_wrong(api: Ask, path: str, options: dict[str, Any], said: str) -> None:
    answer = api("POST", path, **options)
    assert answer.status_code in (400, 422)
    assert said in json.dumps(answer.json(), ensure_ascii=False)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("layer", "surface", "fields"),
    [
        (
            "quantities",
            "近千万元",
            {"value": "10000000", "unit": "元", "lower": None, "upper": "10000000", "per": None},
        ),
        ("dates", "12月18日", {"first": "2023-12-18", "last": "2023-12-18", "boundary": None, "granularity": "day"}),
        ("organizations", "市慈善总会", {"type": "social", "name": None}),
        ("activities", "发放", {"type": "supply"}),
        ("activities", "无此词", {"type": "event"}),
        ("quantities", "无此词", {}),
        ("organizations", "无此词", {"type": "government"}),
    ],
)
def test_fields_are_suggested(api: Ask, layer: str, surface: str, fields: dict[str, Any]) -> None:
    answer = api("POST", "suggest", json={"layer": layer, "text": surface, "published": "2023-12-20"})
    assert answer.json() == fields


def test_cells_are_tidied() -> None:
    quantity = {"start": 0, "end": 2, "text": "5件", "value": " 1,500 ", "unit": " 件 ", "per": "", "lower": ""}
    (kept,) = Annotation(text="5件", quantities=[quantity]).quantities  # type: ignore[list-item]
    assert (kept.value, kept.unit, kept.per, kept.lower) == (Decimal(1500), "件", None, None)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(main, ["serve", "--to", str(tmp_path), "--no-browser"])
    assert done.exit_code == 2
    assert "bulletin-ie[serve]" in done.output


def test_wrong_use(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["serve"]).exit_code == 2
    file = tmp_path / "file"
    file.write_text("x")
    assert CliRunner().invoke(main, ["serve", "--to", str(file)]).exit_code == 2
