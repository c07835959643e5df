"""Training: bit for bit the same, weights of one's own, and the command's errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bulletin_ie import corpus, teaching, train
from bulletin_ie.cli import main
from bulletin_ie.errors import ArgumentError, BulletinError, LexiconError
from bulletin_ie.pipes import counted, models
from bulletin_ie.pipes.activities import weights as activity_weights
from bulletin_ie.pipes.organizations import learn, weights
from bulletin_ie.pipes.organizations.variants import Bulletin, names_by_class
from bulletin_ie.tasks import model_version

CORPUS = Path(__file__).parents[1] / "corpora" / "annotated"


@pytest.fixture(scope="module")
def few() -> list[corpus.GoldDocument]:
    return [d for p in sorted(CORPUS.glob("00[1-6]-*.yaml")) for d in corpus.load(p)]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus of one's own."""
    place = tmp_path_factory.mktemp("corpus")
    for path in CORPUS.glob("00[1-3]-*"):
        (place / f"mine-{path.name}").write_bytes(path.read_bytes())
    return place


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["train", *map(str, arguments)])


@pytest.mark.parametrize("model", sorted(train.MODELS))
def test_twice_the_same(few: list[corpus.GoldDocument], model: str) -> None:
    assert len(few) == 6
    once = train.train(model, few)
    assert once == train.train(model, few)
    assert once.count("\n") > 100


def test_another_process_learns_the_same(directory: Path, tmp_path: Path) -> None:
    code = "import sys; from bulletin_ie.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "train", "organizations", "--corpus", str(directory), "--out"]
    for seed, place in (("1", "a"), ("2", "b")):
        done = subprocess.run(
            [*command, str(tmp_path / place)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a/organizations.tsv").read_bytes() == (tmp_path / "b/organizations.tsv").read_bytes()


def test_teaching_bulletins_are_learnt_from(few: list[corpus.GoldDocument]) -> None:
    lines = teaching.lines(CORPUS.parent / "activity_lines.txt")
    assert len(lines) > 100
    assert train.train("activities", few, lines=lines) != train.train("activities", few)
    row = teaching.marked("⟦临川县民政局⟧{sup:发放}棉被130套，{?:开展}活动。")
    assert row["text"] == "临川县民政局发放棉被130套，开展活动。"
    assert [(a["type"], row["text"][slice(*a["trigger"])]) for a in row["activities"]] == [("sup", "发放")]


def test_teaching_bulletins_mark_figures_of_their_acts() -> None:
    row = teaching.marked("%今年{enf:查获}酒驾<63起>，无证驾驶<9起>，涉及6个镇，<→12人>被{enf:拘留}。")
    text = row["text"]
    assert text == "今年查获酒驾63起，无证驾驶9起，涉及6个镇，12人被拘留。"
    assert [[text[a:b] for a, b in act["quantities"]] for act in row["activities"]] == [["63起", "9起"], ["12人"]]
    assert row["roles"] == ["quantities"]


def test_marked_figures_are_figures() -> None:
    for line in teaching.lines(CORPUS.parent / "activity_lines.txt"):
        row = teaching.marked(line)
        figures = {(q["start"], q["end"]) for q in row["quantities"]}
        assert {tuple(span) for act in row["activities"] for span in act["quantities"]} <= figures, line


def test_names_of_teaching_bulletins_are_learnt_from(few: list[corpus.GoldDocument]) -> None:
    path = CORPUS.parent / "organization_lines.txt"
    lines = teaching.lines_for("organizations", [path, CORPUS.parent / "activity_lines.txt"])
    assert lines == teaching.lines(path)
    assert teaching.lines_for("activities", [path]) == []
    assert train.train("organizations", few, lines=lines[:20]) != train.train("organizations", few)
    text, names, left_open = teaching.named("⟦g:临川县民政局⟧、{?:市局}⏎⟦王氏诊所⟧")
    assert text == "临川县民政局、市局\n王氏诊所"
    assert [text[a:b] for a, b in names] == ["临川县民政局", "王氏诊所"]
    assert [text[a:b] for a, b in left_open] == ["市局"]


def test_no_name_stands_in_two_teaching_bulletins() -> None:
    seen: set[str] = set()
    for line in teaching.lines(CORPUS.parent / "organization_lines.txt"):
        text, names, _left_open = teaching.named(line)
        assert not set("⟦⟧{}") & set(text), line
        own = {text[a:b] for a, b in names if b - a > 6}
        assert not own & seen, own & seen
        seen |= own


def test_shipped_weights_read_and_write_alike() -> None:
    shipped = train.in_use("organizations")
    assert weights.dump(weights.parse(shipped)) == shipped
    assert len(shipped.encode()) < 2_000_000


def test_only_the_train_split_of_our_corpus_teaches() -> None:
    found = train.documents([CORPUS])
    assert {corpus.split_of(d.id) for d in found} == {"train"}
    assert len(found) == 160


def test_variants_keep_their_annotation(few: list[corpus.GoldDocument]) -> None:
    from random import Random

    from bulletin_ie.pipes.organizations.variants import variant
    from bulletin_ie.pipes.segment import Segmenter

    given = [
        Bulletin(d.text, tuple((m.start, m.end) for m in d.organizations), d.ignore.get("organizations", ()))
        for d in few
    ]
    pool = names_by_class(given)
    random, segmenter = Random(3), Segmenter()
    for bulletin in given:
        made = variant(bulletin, pool, random=random, segmenter=segmenter)

        def rest(b: Bulletin) -> str:
            parts, position = [], 0
            for start, end in b.names:
                parts.append(b.text[position:start])
                position = end
            return "|".join([*parts, b.text[position:]])

        assert rest(made) == rest(bulletin)
        assert [made.text[a:b] for a, b in made.ignored] == [bulletin.text[a:b] for a, b in bulletin.ignored]
        for (a, b), (c, d) in zip(made.names, bulletin.names, strict=True):
            assert made.text[b - 1] == bulletin.text[d - 1], (made.text[a:b], bulletin.text[c:d])


def test_nothing_to_learn() -> None:
    assert learn.train([]) == {}
    assert learn.train([Bulletin("", ())]) == {}


def test_own_weights_are_used(directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("organizations", "--corpus", directory, "--out", tmp_path / "mine")
    assert done.exit_code == 0, done.output
    assert "organizations: 3 documents" in done.stdout
    shipped, before = train.in_use("organizations"), model_version.__wrapped__()
    monkeypatch.setenv(models.VARIABLE, str(tmp_path / "mine"))
    assert train.in_use("organizations") == (tmp_path / "mine/organizations.tsv").read_text(encoding="utf-8") != shipped
    assert train.in_use("activities").startswith("#")  # a model that the directory lacks is the package's
    assert model_version.__wrapped__() != before
    (tmp_path / "mine" / "activities.tsv").write_text("trigger\tword\t捐赠\t1.5\n", encoding="utf-8")
    assert activity_weights.load.__wrapped__()["trigger"] == {("word", "捐赠"): 1.5}
    (tmp_path / "mine" / "items.tsv").write_text("figure\tunit=床\t9\n", encoding="utf-8")
    assert counted.scorer.__wrapped__().weights["figure"] == {"unit=床": (9.0,)}
    (tmp_path / "mine" / "items.tsv").write_text("figure\tunit=床\tmuch\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="items"):
        counted.scorer.__wrapped__()
    (tmp_path / "mine" / "items.tsv").unlink()
    assert run("organizations", "--corpus", directory, "--check").exit_code == 0
    monkeypatch.delenv(models.VARIABLE)
    assert run("organizations", "--corpus", directory, "--check").exit_code == 1


def test_broken_weights_say_so() -> None:
    with pytest.raises(LexiconError, match="line 2"):
        weights.parse("# head\nfirst\t民政局\n")
    for line in ("trigger\tword\t捐赠", "verb\tword\t捐赠\t1.5", "trigger\tword\t捐赠\tmuch"):
        with pytest.raises(LexiconError, match="line 2"):
            activity_weights.parse(f"# head\n{line}\n")


def test_the_command_says_what_is_wrong(directory: Path, tmp_path: Path) -> None:
    for arguments in (
        ["fly", "--corpus", directory, "--out", tmp_path],
        ["organizations", "--corpus", tmp_path / "nowhere", "--out", tmp_path],
        ["organizations", "--corpus", tmp_path, "--out", tmp_path],
        ["organizations", "--corpus", directory],
        ["organizations", "--corpus", directory, "--out", tmp_path, "--check"],
        ["organizations", "--corpus", directory, "--out", "/dev/null/x"],
        ["organizations", "--out", tmp_path],
    ):
        done = run(*arguments)
        assert done.exit_code == 2, arguments
        assert done.stderr
        assert "Traceback" not in done.output
    with pytest.raises(ArgumentError):
        train.train("fly", [])
    with pytest.raises(BulletinError):
        train.write("/dev/null/x", "organizations", "")
