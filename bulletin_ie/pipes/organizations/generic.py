"""Name or generic: what makes a group, or nobody in particular, of the words before a cue."""

from __future__ import annotations

from functools import cache

import regex

from . import divisions
from .boundaries import Reading, is_proper
from .cues import Cue
from .walk import Run
from .words import CLASS_LETTERS, GROUP_LEADS, word_set

__all__ = ["is_group", "is_particular", "says_enough"]

UNNAMED = word_set(
    "公司 集团 中心 分局 支队 大队 总队 中队 工作组 办公室 委员会 专班 企业 学校 大学 学院 银行 中学 小学 幼儿园 协会 厂"
)
"""Class words that with a placeholder alone (市|公司) name nobody in particular."""

TASKLESS = word_set("办公室 委员会 专班 工作专班 工作组 支队 大队 中队 总队")
"""Class words that a proper word alone does not make a name of."""


TASK_WORDS = 3
"""With so many words after a proper one it is a name (怀北|科学城|科技|奖励|办公室)."""


@cache
def _counted() -> regex.Pattern[str]:
    """A count after the class word makes a group of it (养殖场2座)."""
    return regex.compile(r"[”」]?\s?[0-9０-９一二三四五六七八九十百千万数几两]{1,6}+[余多]?(?<!一)[个支家座所处辆户]")


def is_group(text: str, reading: Reading, run: Run, cue: Cue) -> bool:
    """市、县民政局, 县(区)民政局, 市县法院, 各市民政局, 养殖场2座: no single body."""
    if run.stop == "generic" and not run.segments:
        return True
    anchored = reading.chain_end > reading.start
    if (reading.placeholder or not anchored) and _counted().match(text, cue.end):
        return True
    if any(s.text in GROUP_LEADS or s.text == "某" for s in reading.content):
        return True
    if reading.determined and not divisions.codes_of(text[reading.start : reading.chain_end]):
        return True
    if not reading.placeholder:
        return False
    if reading.generic:
        return True
    before = text[max(0, reading.start - 2) : reading.start]
    if len(before) == 2 and before[1] in "、)）和及" and before[0] in "省市县区州盟旗乡镇道":
        return True
    chain = text[reading.start : reading.chain_end]
    return len(chain) > 1 and all(c in CLASS_LETTERS for c in chain)


def says_enough(text: str, reading: Reading, cue: Cue) -> bool:
    """Whether a name with a division says enough (省|局 and 市|公司 do not)."""
    pattern = cue.pattern
    content = reading.content
    if reading.placeholder and text.startswith("系统", cue.end):
        return False
    if pattern.level == "single":
        if pattern.text == "队":
            return any(s.role == "inner" for s in content)
        return any(len(s.text) > 1 for s in content)
    if not content and pattern.text == "中心":
        return False  # 许昌市|中心: downtown
    if content:
        return not (reading.placeholder and pattern.level == "named" and all(s.role == "generic" for s in content))
    if len(pattern.text) == 1:
        return not reading.placeholder and pattern.text in ("厅", "局")
    return not (reading.placeholder and pattern.text in UNNAMED)


def is_particular(reading: Reading, cue: Cue) -> bool:
    """Whether a name without a division that has a proper word is one."""
    pattern = cue.pattern
    if pattern.level == "head":
        return pattern.text.endswith(("所", "站"))
    if pattern.level not in ("strong", "named", "topic") or reading.counted:
        return False
    if reading.content[0].text.endswith(("性", "型")) or (len(reading.content) > 1 and reading.content[1].text == "型"):
        return False  # 区域性|集散中心, 紧密|型|医共体
    if pattern.text in TASKLESS and not (len(reading.content) >= TASK_WORDS and is_proper(reading.content[0])):
        return False
    if reading.generic and len(reading.content) < 2:
        return pattern.text == "海关" and reading.content[0].tag == "ns"  # 所属|北港海关
    if len(pattern.text) == 1 and pattern.level == "topic":
        return False
    return not (pattern.text.endswith("中心") and all(s.tag == "m" for s in reading.content))
