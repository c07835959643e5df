"""Words and tags: both engines give the same, every code point is covered, no token crosses an edge."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_ie.pipes.segment import EngineName, Segmenter, available_engine

PROSE = "临川县民政局联合县慈善会走访慰问困难群众320余户，发放慰问金16.8万元，３月底前完成“五社联动”试点。Contact: abc@example.com 2014-03-31"
han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
common = st.sampled_from(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"
)
texts = st.one_of(st.text(max_size=60), st.text(common, max_size=60), st.text(han, max_size=20))


def test_tags_are_those_of_the_dictionary() -> None:
    tags = {t.text: t.tag for t in Segmenter().tokens(PROSE)}
    assert tags["民政局"] == "nt" or tags["民政局"].startswith("n")
    assert tags["320"] == "m"
    assert tags["走访"].startswith("v")


@pytest.mark.skipif(available_engine() != "rjieba", reason="rjieba has no wheel here")
@settings(max_examples=300, deadline=None)
@given(texts)
def test_both_engines_give_the_same_tokens(text: str) -> None:
    fast, slow = ENGINES["rjieba"].tokens(text), ENGINES["jieba"].tokens(text)
    assert fast == slow


ENGINES = {"rjieba": Segmenter("rjieba"), "jieba": Segmenter("jieba")}


@settings(max_examples=200, deadline=None)
@given(texts, st.lists(st.integers(0, 60), max_size=6))
def test_tokens_cover_the_text_and_respect_edges(text: str, cuts: list[int]) -> None:
    edges = sorted({c for c in cuts if c <= len(text)})
    tokens = Segmenter().tokens(text, edges)
    assert "".join(t.text for t in tokens) == text
    position = 0
    for token in tokens:
        assert (token.start, token.end) == (position, position + len(token.text))
        assert not any(token.start < edge < token.end for edge in edges)
        position = token.end


def test_each_segmenter_has_its_own_dictionary() -> None:
    mine, other = Segmenter(words=["红杉树之家"]), Segmenter()
    assert "红杉树之家" in [t.text for t in mine.tokens("到红杉树之家慰问")]
    assert "红杉树之家" not in [t.text for t in other.tokens("到红杉树之家慰问")]


@pytest.mark.parametrize("engine", list(ENGINES))
def test_adverbs_are_cut_off_their_verbs(engine: EngineName) -> None:
    text = "社区充分发挥党员作用，依法查处案件，办理定期存款"
    cut = [t.text for t in ENGINES[engine].tokens(text)]
    assert {"充分", "发挥", "依法", "查处", "定期存款"} <= set(cut)
    assert "充分发挥" in [t.text for t in Segmenter(engine, words=["充分发挥"]).tokens(text)]


def test_a_segmenter_pickles() -> None:
    mine = Segmenter(words=["红杉树之家"])
    assert pickle.loads(pickle.dumps(mine)).tokens("到红杉树之家") == mine.tokens("到红杉树之家")
