"""The foot of a notice, read from its last line upwards: editors, bylines, sign-off, 附件, 抄送, page furniture."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import islice, pairwise

import regex

from . import bylines, times, titles, values
from .found import Header
from .furniture import HOSTS, heads_list, is_disclaimer, is_furniture
from .labels import CARD, Hit, is_field, labels_of, scan
from .lines import Line, compact, is_prose, is_sentence
from .residue import is_page_mark
from .signoff import ORGANIZATION

__all__ = ["read"]

_OPENING = "【[(（)）|｜ \t\u3000\u00a0·•"
MAX_FOOT = 40
PAST = 6
"""Short lines of any kind below the last sentence that are looked past for the byline at its end."""
_KEPT = frozenset((
    "published_at", "source", "publisher", "author", "editor", "document_number", "index_number", "views", "copied_to",
    "url",
))  # fmt: skip

MAX_CARD = 24
"""Lines at the end among which a catalogue block is looked for."""


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    return {
        "organization": regex.compile(ORGANIZATION),
        "half": regex.compile(r"\p{Han}{1,8}[省市县区旗州盟镇乡]\p{Han}{2,14}"),
        "head": regex.compile(r"(?:总?指挥部|领导小组|委员会|办公室|联席会议|工作组|管理局|服务中心|工作队)"),
        "attachment": regex.compile(r"^(?:附\s*件|附\s*表|附\s*[:：]|相关附件)"),
        "printed": regex.compile(
            r"^(?P<office>.{2,40}?)(?:整理|编印|编制|印制|供稿)?[\s\u3000]{1,20}+(?P<date>.{6,20}?)(?:印发|印|编|$)"
        ),
        "printed_in": regex.compile(
            r"《\s?(?P<name>[\p{Han} ]{2,16})\s?》\s?[（(]\s?(?P<date>\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)[\s，,]{0,3}(?:第\s?)?[A-Z]?\d{1,3}\s?版\s?[)）]"
        ),
        "supplied": regex.compile(r"[（(]?(?P<office>\p{Han}{4,30}?)\s{0,2}+(?:供稿|报送|供图)[）)]?"),
        "form": regex.compile(r"(?:\p{Han}{2,8}[:：][\s_＿]{0,40}+){1,5}"),
        "brackets": regex.compile(r"[（(【\[](?P<inner>[^（()）【】\[\]]{2,60})[）)】\]]\s*[|｜]?$"),
        "counter": regex.compile(r"[（(+]?\d{1,6}%?[）)]?|\d{8,16}"),
        "paper": regex.compile(
            r".{4,120}?[ \u3000](?P<date>\d{4}-\d\d-\d\d)[ \u3000]\d{3,12}[ \u3000][\d/]{1,12}[ \u3000]\d{4}年\d{1,2}月\d{1,2}日[ \u3000]星期\p{Han}"
        ),
        "end": regex.compile(
            r"^[（(【\[]?\s?(?:完|全文完|印\s?章|公\s?章|盖\s?章|签\s?章|章|此件(?:公开|主动公开|依申请公开|删减后公开|不予公开|予以公开).{0,8}|本件公开|转自.{2,20}|来源\s?.{2,20}|共印\s?[\d一二三四五六七八九十百]{1,6}\s?份|印数\s?[：:]?\s?\d{1,5}\s?份?)\s?[）)】\]]?$"
            r"|^(?:报|送|发|报送|呈报|呈送|主报|主送|抄报|分送|加发|发至)\s?[:：]"
        ),
    }


def read(text: str, lines: Iterable[Line], header: Header) -> None:
    """Fill ``header`` from the lines below the prose, given from the last one up."""
    signed: list[Line] = []
    foot = list(islice(lines, MAX_FOOT))
    below = _other_pages(foot)
    header.zones += [(line.start, line.end, "furniture") for line in foot[:below]]
    foot = foot[below:]
    _card(text, foot[:MAX_CARD], header)
    for index, line in enumerate(foot):
        if header.zones and header.zones[-1][2] == "furniture" and _patterns()["counter"].fullmatch(line.text):
            header.zones.append((line.start, line.end, "furniture"))
            continue
        if _value_below(text, foot, index, header) or _foot(text, line, signed, header):
            continue
        if not signed and "signed_at" not in header.values and _below_credits(text, foot, index):
            header.zones.append((line.start, line.end, "furniture"))
            continue
        last = next((x for x in foot[index : index + PAST] if len(x.text) > 40 or "。" in x.text), line)
        _tail(text, last, header)
        break
    if signed:
        _sign(signed, header)


@cache
def _card_letters() -> frozenset[str]:
    return frozenset(label[0] for label in labels_of(CARD)) | frozenset(_OPENING)


def _card(text: str, foot: list[Line], header: Header) -> None:
    """A catalogue block below the text instead of above it, from three lines on."""
    likely = [i for i, line in enumerate(foot) if len(line.text) <= 80 and line.text[0] in _card_letters()]
    if len(likely) < 3:
        return
    rows = [hits for hits in (_row(text, foot, index) for index in likely) if hits and hits[0].field in CARD]
    for hit in (hit for hits in rows for hit in hits if hit.field in CARD) if len(rows) >= 3 else ():
        value = values.read(text, hit)
        if value is not None:
            header.put(hit.field, value.text, value.start, value.end, "footer")


def _row(text: str, foot: list[Line], index: int) -> list[Hit]:
    """The labels of a row; the value of one that stands alone is the line below."""
    line, below = foot[index], foot[index - 1] if index else None
    hits = scan(text, line.start, line.end)
    if below is not None and len(hits) == 1 and is_field(compact(line.text)) and len(below.text) <= 60:
        return [hits[0]._replace(value=below.start, end=below.end)]
    return hits


def _other_pages(foot: list[Line]) -> int:
    """How many lines at the end are the titles of other pages below 相关新闻."""
    for index, line in enumerate(foot):
        if heads_list(line.text):
            return index + 1
        if not line.whole or len(line.text) > 80 or "。" in line.text:
            return 0
    return 0


def _foot(text: str, line: Line, signed: list[Line], header: Header) -> bool:
    """Take one line as part of the foot; False when it is prose."""
    furniture = line.whole and is_furniture(line.text)
    if not line.whole or (not furniture and (is_prose(line.text) or is_sentence(line.text))):
        return False
    title = compact(header.values.get("title", ""))
    if len(title) >= 8 and compact(line.text).startswith(title) and line.start > header.spans["title"][1]:
        header.zones.append((line.start, line.end, "furniture"))  # the page's title once more, with the site's name
        return True
    below_is_page = bool(header.zones) and header.zones[-1][2] == "furniture"
    hosts = line.text.startswith(HOSTS) and len(line.text) <= 60
    if (hosts and below_is_page) or is_page_mark(line.text) or titles.is_rule(line.text):
        header.zones.append((line.start, line.end, "furniture"))
        return True
    hits = scan(text, line.start, line.end)
    if furniture and (is_disclaimer(line.text) or all(hit.field in ("furniture", "contact") for hit in hits)):
        header.zones.append((line.start, line.end, "furniture"))
        return True
    if hits and _is_label_line(line, hits):
        _labels(text, line, hits, header)
        return True
    if _date_line(text, line, header) or _byline(text, line, header) or _attachment(line):
        header.zones.append((line.start, line.end, "footer"))
        return True
    if len(signed) < 12 and _is_signature(line, header, signed):
        signed.append(line)
        header.zones.append((line.start, line.end, "footer"))
        return True
    return False


def _value_below(text: str, foot: list[Line], index: int, header: Header) -> bool:
    """A line that is the value of the label alone above it (责任编辑： / 沈一舟)."""
    line, above = foot[index], foot[index + 1] if index + 1 < len(foot) else None
    if above is None or len(line.text) > 40 or not (above.text[-1] in "：:" or is_field(compact(above.text))):
        return False
    hits = scan(text, above.start, above.end)
    if len(hits) != 1 or hits[0].value != above.end:
        return False
    value = values.read(text, hits[0]._replace(value=line.start, end=line.end))
    known = header.values.get(hits[0].field) if value is not None else None
    if value is None or value.end < line.end - 2 or (hits[0].field not in _KEPT and known != value.text):
        return False
    header.put(hits[0].field, value.text, value.start, value.end, "footer")
    header.zones.append((line.start, line.end, "footer"))
    return True


def _below_credits(text: str, foot: list[Line], index: int) -> bool:
    """Does a short line stand below the editors' line or a button? Then it is the page's, whatever it says."""
    for away, line in enumerate(foot[index : index + 6]):
        if 0 < away < 4 and is_furniture(line.text):
            return True
        if not line.whole or len(line.text) > 40 or any(c in line.text for c in "。；"):
            return False
        hits = scan(text, line.start, line.end)
        if (
            hits
            and hits[0].start - line.start <= 1
            and any(h.field in ("editor", "reviewer") and h.colon for h in hits)
        ):
            return line is not foot[index]
    return False


def _labels(text: str, line: Line, hits: list[Hit], header: Header) -> None:
    dated = False
    lead = line.text[: hits[0].start - line.start].strip(_OPENING)
    if lead:
        at = text.index(lead, line.start)
        bylines.closing(text, at, at + len(lead), header)
    for hit in hits:
        value = values.read(text, hit)
        person = hit.field in ("source", "publisher") and value is not None and values.are_persons(value.text)
        if value is not None and hit.field == "source":
            value = _office_of(value, header)
        if value is not None and (person or hit.field in _KEPT):
            dated = dated or hit.field == "published_at"
            name = "author" if person else hit.field
            whole = value.text.rstrip("。") if name == "copied_to" else value.text
            header.put(name, whole, value.start, value.end - len(value.text) + len(whole), "footer")
            if name == "copied_to":
                _printed_below(header, value.start)
    moment = None if dated else times.match(text, line.start, line.end, search=True)
    if moment is not None and moment.end >= line.end - 4 and hits[0].field != "contact":
        header.put("printed_at", moment.iso, moment.start, moment.end, "footer")
    only_page = all(hit.field == "furniture" for hit in hits)
    header.zones.append((line.start, line.end, "furniture" if only_page else "footer"))


def _office_of(value: values.Value, header: Header) -> values.Value:
    """来源：青禾镇党政办：沈一舟 names the office and who wrote it."""
    office, mark, name = value.text.replace(":", "：").rpartition("：")
    if not mark or not values.is_person(name):
        return value
    header.put("author", name, value.end - len(name), value.end, "footer")
    return value._replace(text=office, end=value.start + len(office))


def _printed_below(header: Header, at: int) -> None:
    """What stands below 抄送 is the printing office and its date, not the sign-off."""
    if header.spans.get("signed_at", (0, 0))[0] > at:
        moment, span = header.values.pop("signed_at"), header.spans.pop("signed_at")
        header.sources.pop("signed_at")
        header.put("printed_at", moment, *span, "footer")
        for kept in (header.values, header.spans, header.sources):
            kept.pop("signed_by", None)


def _is_label_line(line: Line, hits: list[Hit]) -> bool:
    lead = line.text[: hits[0].start - line.start].strip(_OPENING)
    if lead and (len(lead) > 24 or any(c in "。，,；" for c in lead)):
        return False
    if line.text.endswith("。") and hits[0].field == "source" and "，" in line.text:
        return False  # 资料来源：户籍数据来自县公安局，其他数据来自县统计局。
    if line.text.endswith("。") and hits[0].field == "contact":
        return False  # a sentence or the end of one: 联系电话：….  报县校车办（联系人：…）。
    return not line.text.endswith("。") or len(line.text) <= 60


def _date_line(text: str, line: Line, header: Header) -> bool:
    """A bare date, 省水利厅 2023年5月6日, XX办公室 2023年5月6日印发, or what a newspaper's system prints below a text."""
    paper = _patterns()["paper"].fullmatch(line.text)
    if paper is not None:
        start, end = (line.start + at for at in paper.span("date"))
        moment = times.match(text, start, end)
        if moment is not None:
            header.hint("published_at", moment.iso, start, end)
            return True
    if len(line.text) > 80:
        return False
    printed_in = _patterns()["printed_in"].fullmatch(line.text)
    if printed_in is not None:  # 《青禾日报》（2023年06月07日 02版）
        moment = times.match(text, line.start + printed_in.start("date"), line.end)
        if moment is not None:
            header.hint("published_at", moment.iso, moment.start, moment.end)
        name = printed_in["name"].strip()
        at = text.index(name, line.start)
        header.hint("source", name, at, at + len(name))
        return True
    printed = _patterns()["printed"].match(line.text)
    if printed is not None:
        moment = times.match(text, line.start + printed.start("date"), line.end)
        if moment is not None and line.text[-1] in "印发编":
            header.put("printed_at", moment.iso, moment.start, moment.end, "footer")
            return True
    at = line.start + (line.text[0] in "（([【")
    moment = times.match(text, at, line.end, search=True)
    tail = text[moment.end : line.end].strip("）)】]。 \u3000") if moment is not None else ""
    if moment is None or tail not in ("", "印发", "发", "讯", "发布"):
        return False
    office = text[at : moment.start].strip()
    if not office and tail == "发布":
        header.hint("published_at", moment.iso, moment.start, moment.end)
        return True
    if not office:
        header.put("signed_at", moment.iso, moment.start, moment.end, "footer")
        return True
    if _patterns()["organization"].fullmatch(office):
        header.put("signed_at", moment.iso, moment.start, moment.end, "footer")
        header.put("signed_by", office, text.index(office, at), text.index(office, at) + len(office), "footer")
        return True
    return False


def _byline(text: str, line: Line, header: Header) -> bool:
    if len(line.text) > 80 or "。" in line.text:
        return False
    if _patterns()["end"].match(line.text) or _patterns()["form"].fullmatch(line.text):
        return True
    found = _patterns()["brackets"].fullmatch(line.text)
    if found is not None:
        inner = found["inner"]
        hits = scan(text, line.start + 1, line.end - 1)
        if any(hit.field != "author" for hit in hits):
            return True
        if bylines.closing(text, line.start + 1, line.start + 1 + len(inner), header) or hits:
            return True
    supplied = _patterns()["supplied"].fullmatch(line.text)
    if supplied is not None and _patterns()["organization"].fullmatch(supplied["office"]):
        start, end = (line.start + at for at in supplied.span("office"))
        header.hint("source", supplied["office"], start, end)
        return True
    return bylines.signature(text, line.start, line.end, header)


def _attachment(line: Line) -> bool:
    if _patterns()["attachment"].match(line.text):
        return len(line.text) <= 120 and "。" not in line.text
    return False


def _is_signature(line: Line, header: Header, signed: list[Line]) -> bool:
    """An organization alone on its line, above a sign-off date."""
    if "signed_at" not in header.values and not signed:
        return False
    if header.spans.get("signed_at", (line.end, 0))[0] < line.end:
        return False
    if _patterns()["organization"].fullmatch(line.text) is not None:
        return True
    return bool(signed) and _goes_on(line.text, signed[-1].text)


def _goes_on(above: str, below: str) -> bool:
    """Is a body's name broken over two lines (青禾县防汛抗旱, 指挥部办公室)?"""
    if len(above) > 24 or not _patterns()["half"].fullmatch(above) or not _patterns()["head"].match(below):
        return False
    return _patterns()["organization"].fullmatch(above + below) is not None


def _sign(signed: list[Line], header: Header) -> None:
    signed = signed[::-1]
    names = signed[0].text
    for above, below in pairwise(signed):
        names += below.text if _goes_on(above.text, below.text) else f"、{below.text}"
    header.put("signed_by", names, signed[0].start, signed[-1].end, "footer")


def _tail(text: str, line: Line, header: Header) -> None:
    """The last line of the prose may carry a byline or the editor in its last brackets."""
    found = _patterns()["brackets"].search(line.text[-80:])
    if found is None:
        rest = line.text.rpartition("。")[2].strip()  # …需求。 本报记者 沈一舟 摄影报道
        if (
            4 <= len(rest) <= 40
            and len(rest) < len(line.text)
            and bylines.closing(text, line.end - len(rest), line.end, header)
        ):
            header.zones.append((line.end - len(rest), line.end, "footer"))
        return
    offset = line.end - len(line.text[-80:])
    start, end = offset + found.start("inner"), offset + found.end("inner")
    hits = scan(text, start, end)
    if hits and hits[0].start - start <= 1:
        for hit in hits:
            value = values.read(text, hit)
            if value is not None and hit.field in _KEPT:
                header.put(hit.field, value.text, value.start, value.end, "footer")
        header.zones.append((start - 1, end + 1, "footer"))
    elif bylines.closing(text, start, end, header):
        header.zones.append((start - 1, end + 1, "footer"))
