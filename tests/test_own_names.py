"""A user's own names: arguments, the TOML file, worker processes, and the errors of bad files."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bulletin_ie
from bulletin_ie import own_names
from bulletin_ie.batch import load_archive
from bulletin_ie.cli import main
from bulletin_ie.errors import ArgumentError, LexiconError
from bulletin_ie.tasks import model_version

NOTICE = "红杉树之家联合临川县民政局走访慰问。红杉家发放慰问金16.8万元，红杉家科技有限公司捐款2万元。"
FILE = """
veto = ["临川县民政局"]
words = ["走访慰问"]

[organizations]
"红杉树之家" = { type = "social", aliases = ["红杉家"] }
"云谷之窗" = "media"
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(*arguments: str | Path, stdin: bytes = NOTICE.encode()) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


def names(bulletin: dict[str, object]) -> dict[str, list[str]]:
    return {o["name"]: [m["text"] for m in o["mentions"]] for o in bulletin["organizations"]}  # type: ignore[attr-defined]


def test_names_aliases_and_vetoes(lexicon: Path) -> None:
    nlp = bulletin_ie.load(lexicon=lexicon)
    found = bulletin_ie.parse(NOTICE, nlp=nlp).organizations
    assert [(o.name, o.type, o.resolution, [m.text for m in o.mentions]) for o in found] == [
        ("红杉树之家", "social", "explicit", ["红杉树之家", "红杉家"]),
        ("红杉家科技有限公司", "enterprise", "explicit", ["红杉家科技有限公司"]),
    ]
    assert {m.method for m in found[0].mentions} == {"gazetteer"}


def test_an_alias_alone_resolves() -> None:
    nlp = bulletin_ie.load(gazetteer={"红杉树之家": "social"}, aliases={"红杉家": "红杉树之家"})
    (found,) = bulletin_ie.parse("红杉家发放慰问金16.8万元。", nlp=nlp).organizations
    assert (found.name, found.resolution) == ("红杉树之家", "alias")


def test_arguments_come_on_top_of_the_file(lexicon: Path) -> None:
    nlp = bulletin_ie.load(lexicon=lexicon, gazetteer={"红杉树之家": "institution"}, veto=["红杉家科技有限公司"])
    (found,) = bulletin_ie.parse(NOTICE, nlp=nlp).organizations
    assert (found.name, found.type) == ("红杉树之家", "institution")


def test_the_commands_take_the_file(lexicon: Path, tmp_path: Path) -> None:
    parsed = json.loads(run("parse", "-", "--json", "--lexicon", lexicon).stdout)
    assert names(parsed) == {"红杉树之家": ["红杉树之家", "红杉家"], "红杉家科技有限公司": ["红杉家科技有限公司"]}
    page = tmp_path / "page.html"
    assert run("view", "-", "-o", page, "--lexicon", lexicon).exit_code == 0
    assert "红杉树之家" in page.read_text(encoding="utf-8")
    explained = json.loads(run("explain", "-", "--json", "--lexicon", lexicon).stdout)
    assert any(f["text"] == "红杉树之家" and f["outcome"] == "record" for f in explained["findings"])


@pytest.mark.parametrize("processes", [1, 2])
def test_load_gives_it_to_its_workers(lexicon: Path, tmp_path: Path, processes: int) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_text("".join(json.dumps({"id": i, "content": NOTICE + str(i)}) + "\n" for i in range(3)), "utf-8")
    load_archive([dump], to=f"jsonl:{tmp_path}/out", processes=processes, lexicon=lexicon)
    stored = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "out").rglob("organizations*"))
    assert stored.count("红杉树之家") >= 3
    assert "临川县民政局" not in stored


def test_a_changed_file_extracts_again(lexicon: Path, tmp_path: Path) -> None:
    notice = tmp_path / "a.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    url = f"sqlite:///{tmp_path}/out.db"
    assert load_archive([notice], to=url).written == 1
    assert load_archive([notice], to=url, lexicon=lexicon).written == 1
    assert load_archive([notice], to=url, lexicon=lexicon).unchanged == 1
    lexicon.write_text(FILE.replace("临川县民政局", "云谷"), encoding="utf-8")
    assert load_archive([notice], to=url, lexicon=lexicon).written == 1


def test_they_travel_and_tell_versions_apart(lexicon: Path) -> None:
    mine = own_names.read(lexicon)
    assert pickle.loads(pickle.dumps(mine)) == mine
    assert len({mine: 1, own_names.OwnNames(): 2}) == 2
    assert model_version(mine) != model_version()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[organizations]\n"甲协会" = "club"\n', "unknown type 'club'"),
        ('[organizations]\n"甲协会" = 3\n', "must be a type"),
        ('[organizations]\n"甲协会" = { type = "social", alias = ["甲"] }\n', "must be a type"),
        ('[organizations]\n"甲协会" = { aliases = ["甲"] }\n', "must be a type"),
        ('[organizations]\n"甲协会" = { type = "social", aliases = "甲协" }\n', "must be a list of strings"),
        ('[organizations]\n"甲协会" = { type = "social", aliases = [""] }\n', "is no name"),
        (
            '[organizations]\n"甲协会" = { type = "social", aliases = ["甲"] }\n"乙协会" = { type = "social", aliases = ["甲"] }\n',
            "alias of both",
        ),
        ('organizations = ["甲协会"]\n', "must be a table"),
        ('veto = "甲协会"\n', "must be a list of strings"),
        ("words = [3]\n", "must be a list of strings"),
        ('[names]\n"甲协会" = "social"\n', "unknown names"),
        ("veto = [\n", "no TOML"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        own_names.read(path)
    assert str(path) in str(caught.value)
    done = run("parse", "-", "--lexicon", path)
    assert done.exit_code == 2
    assert message in done.stderr


def test_no_file_and_no_utf8(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="No such file"):
        own_names.read(tmp_path / "nowhere.toml")
    (tmp_path / "gbk.toml").write_bytes('veto = ["甲协会"]'.encode("gb18030"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        own_names.read(tmp_path / "gbk.toml")


@pytest.mark.parametrize(
    "arguments",
    [
        {"aliases": {"甲": "甲协会"}},
        {"gazetteer": {"甲协会": "social"}, "aliases": {"甲协会": "甲协会"}},
        {"veto": "甲协会"},
        {"words": [" "]},
    ],
)
def test_bad_arguments(arguments: dict[str, object]) -> None:
    with pytest.raises(ArgumentError):
        bulletin_ie.load(**arguments)  # type: ignore[arg-type]


def test_own_words_stand_anywhere_in_names() -> None:
    nlp = bulletin_ie.load(words=["青教局", "云谷和", "红杉"])
    assert bulletin_ie.parse("临川县青教局、市云谷和科技局与红杉局联合通报。", nlp=nlp).text
