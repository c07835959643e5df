"""Small closed sets of words that the reading of names rests on; the open ones are tables of the lexicon."""

from __future__ import annotations

__all__ = [
    "ADDRESS_TAILS",
    "BODIES",
    "CARRIERS",
    "CLASS_LETTERS",
    "CLASS_NAMES",
    "COMMON_PLACES",
    "DIVISION_ENDS",
    "GLUED",
    "GROUP_LEADS",
    "JOINT_ACTS",
    "LINKS",
    "NAME_LETTERS",
    "NUMERAL_PLACES",
    "OPENING",
    "PLACEHOLDERS",
    "PROPER_TAGS",
    "SPACES",
    "STOP_TAGS",
    "VERB_TAGS",
    "ZONES",
    "ZONE_WORDS",
    "word_set",
]


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is set apart by spaces."""
    return frozenset(words.split())


DIVISION_ENDS = "省市县区州盟旗镇乡"
"""Characters that end a division's name."""

PLACEHOLDERS = word_set("省 市 县 区 州 盟 旗 镇 乡 自治区 自治州 自治县 新区 高新区 经开区 开发区 园区 地区")
"""Words that alone before a body stand for a division (省|民政厅)."""

CLASS_NAMES = PLACEHOLDERS | word_set("村 街道 社区 保税区 示范区 度假区 工业园区 合作区 管理区 功能区 产业园区")
"""Words that end a division's name after its proper part (大研|州)."""

ZONES = word_set("新区 开发区 高新区 经开区 保税区 示范区 度假区 园区 工业园区 产业园区 试验区 合作区 功能区 管理区")
ZONE_WORDS = word_set(
    "经济 技术 经济技术 高新 高新技术 产业 工业 综合 综合保税 保税 旅游 农业 科技 生态 临港 空港 自由贸易 国家级 国际 "
    "东部 西部 南部 北部 中部 滨江 滨海 化工 现代 循环 出口 加工"
)
"""Words between a zone's proper part and its class word (洋浦|经济|开发区)."""

CLASS_LETTERS = frozenset("省市县区州盟旗镇乡街道村社、，,/ ")
"""What a bracket holds that makes a group of a name: 县（市、区）民政局."""

COMMON_PLACES = word_set(
    "小区 地区 社区 景区 园区 校区 城区 灾区 山区 库区 片区 辖区 矿区 牧区 林区 新区 开发区 高新区 经开区 保税区 示范区 试验区 "
    "功能区 疫区 厂区 病区 服务区 主城区 中心城区 城市 都市 集市 夜市 股市 楼市 门市 超市 全市 全省 全县 全区 全州 我市 我省 我县 "
    "我区 本市 本省 本县 各市 各省 各县 各区 各州 该市 该县 该省 该区 外省 外市 邻省 邻县 乡镇 城镇 村镇 集镇 古镇 山村 农村 乡村 "
    "新村 行政村 自然村 贫困村 中心镇 示范村 省市 市县 区县 县区 县市 市区 省区 老区 特区 禁区 误区 专区 自治县 自治州 自治区 "
    "革命老区 居民区 住宅区 商业区 工业区"
)
"""Words that end as divisions do and are none."""

CARRIERS = word_set(
    "政协 团 新疆生产建设兵团 兵团 中国 国家 中央 全国 中华 中共 共青团 武警 国网 民盟 民革 民建 民进 九三学社 农工党 致公党 台盟 "
    "集团 公司 银行 总局 总公司 国营 中国共产党 中国共产主义青年团 中国人民政治协商会议"
)
"""Words after which a division's name stands inside a longer name (国网|辽宁省电力有限公司)."""

JOINT_ACTS = word_set("联合 组织 支持 指导 帮扶 资助 救助 协调 接待 宣传 服务 统筹 对接")
"""Words that stand inside names too, yet before one are a verb (联合|公安经侦支队)."""

BODIES = word_set("妇联 团委 工会 残联 文联 科协 工商联 侨联 关工委 团支部 党委 政府 人大 政协 党支部")
"""Class words that jieba knows and that stand for a body by themselves (妇联|联合|台城街道办)."""

GROUP_LEADS = word_set(
    "局属 厅属 委属 部属 司属 院属 校属 各 各级 各类 各有关 有关 相关 所属 下属 直属 下辖 其他 全体 多家 辖区 会员"
)
"""Words that make a group of what follows."""

NAME_LETTERS = frozenset("中新上下前望交原长起一二三四五六七八九十")
"""Function words of one character that proper names begin with (新|河湾社区)."""

NUMERAL_PLACES = frozenset("路里道台岭沟店桥庄湾坪河山源角塘口堡墩")
"""五里, 三道: numerals of place names."""

LINKS = frozenset("受随沿从由向对把被让给请为经到赴去按据于自在至往和与及或是将其")
"""Single function words that jieba may glue to a name or a placeholder (从|市民政局)."""

GLUED = word_set(
    "自贡 自治 自然 自强 自主 自来 自愿 自立 自助 由来 由此 由于 与会 被褥 把关 被告 经开 经发 经信 经贸 经侦 经济 经营 经管 同济 同仁 同心 同方 向阳 为民 在线 对外 和平 和谐 和顺"
)
"""Words that begin or end with such a character and are whole."""

STOP_TAGS = word_set("p c d ad r u uj ul uz uv ug ud y e o t tg vd")
VERB_TAGS = word_set("v vi vq f s")
PROPER_TAGS = word_set("ns nr nrt nrfg nz nt x j eng")
"""jieba's tags: function words, words that seldom stand in names, proper nouns and unknown words."""

OPENING = {"”": "“", "）": "（", ")": "(", "」": "「", "』": "『", "’": "‘", '"': '"'}
SPACES = frozenset(" \u3000\u00a0")

ADDRESS_TAILS = (
    "村", "路", "弄", "巷", "新村", "小区", "工地", "家属院", "家属区", "家属楼", "宿舍", "旧址", "大道", "大街", "镇", "街道"
)  # fmt: skip
"""What follows makes an address of the words before (民建|村)."""
