"""Chinese names of the types, for pages read by people who know the subject and not the code."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CHINESE", "LAYERS", "label"]

LAYERS: Mapping[str, str] = {
    "activities": "活动",
    "organizations": "机构",
    "quantities": "数量",
    "dates": "日期",
    "documents": "文件",
    "checks": "核算",
    "remarks": "提示",
    "metadata": "元数据",
}

CHINESE: Mapping[str, str] = {
    # organizations
    "party": "党的机关", "government": "行政机关", "congress": "人大政协司法监察", "forces": "武装与消防", "institution": "事业单位",
    "social": "社会组织", "enterprise": "企业", "media": "媒体", "grassroots": "基层自治组织", "international": "国际组织", "other": "其他",
    # activities
    "donation": "捐赠", "volunteering": "志愿服务", "disinfection": "消杀", "testing": "检测", "medical": "医疗", "supply": "发放供应",
    "assistance": "救助帮扶", "rescue": "救援", "meeting": "会议", "issuance": "发布印发", "inspection": "检查", "enforcement": "执法查处",
    "training": "培训演练", "publicity": "宣传", "cooperation": "合作", "construction": "建设", "establishment": "成立",
    "investigation": "调研", "award": "表彰", "personnel": "人事", "economic": "经济成果", "event": "活动",
    # modality, resolution
    "planned": "计划", "negated": "否定", "unresolved": "未确定", "alias": "简称", "context": "据上下文", "explicit": "全称",
    # boundaries
    "since": "起", "until": "止", "before": "之前", "after": "之后",
}  # fmt: skip


def label(name: str | None) -> str:
    """The Chinese name of a type, or an empty string when there is none."""
    return CHINESE.get(name or "", "")
