"""Words and lines that belong to the page and not to the notice: 打印本页, 上一篇, 当前位置, ICP备 …."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from .. import lexicon
from .lines import SPACES
from .residue import is_residue, text_of_links

__all__ = [
    "HOSTS",
    "TO_SIMPLE",
    "FurnitureRow",
    "both_scripts",
    "heads_list",
    "is_breadcrumb",
    "is_disclaimer",
    "is_furniture",
    "is_furniture_word",
    "speaks_of_site",
]

_SIMPLE = (
    "发来责编辑时间数浏览页关闭网标识单办录题阅读点击门户质级别类为无签术务号构机键词书处开电话邮联系记闻资体载转图审传总访问围观终领归属态范实废语员讯摄对监导评论显护视链热荐扫"
    "码备权设专业丛东严个临举乌乐乔习乡们众会储兰内册写农冯决况刘则创动劳区医华协卢卫厅厉县参双叶吕启吴团园国场声头娄孙学宫宾将尧巩帅师广库应庞弃张强当战执抢报拟挥旧晋暂条杨栏栾"
    "档检楼欢欧毕汤没济温滚满状独现盖盘碍称税窦简纠红约纪纳线练组细织经结络绝统继续维缉缪罗聂脑芦苏荆荣获蒋蓝蔺见规觉计议许证诉询该请诸诺谈谌谢谭贴费贺贾赞赵车轩轻辅辈输辕边过运"
    "还进连迟邓邝邬邹郑钟钱银锋错镇长闫闵阎阙阚队阳阴陆陈隐韦韩顶项顾颁预频颜风饶馆马骆验鲁鲍鲜麦黄齐龙龚"
)
_TRADITIONAL = (
    "發來責編輯時間數瀏覽頁關閉網標識單辦錄題閱讀點擊門戶質級別類為無簽術務號構機鍵詞書處開電話郵聯繫記聞資體載轉圖審傳總訪問圍觀終領歸屬態範實廢語員訊攝對監導評論顯護視鏈熱薦掃"
    "碼備權設專業叢東嚴個臨舉烏樂喬習鄉們眾會儲蘭內冊寫農馮決況劉則創動勞區醫華協盧衛廳厲縣參雙葉呂啟吳團園國場聲頭婁孫學宮賓將堯鞏帥師廣庫應龐棄張強當戰執搶報擬揮舊晉暫條楊欄欒"
    "檔檢樓歡歐畢湯沒濟溫滾滿狀獨現蓋盤礙稱稅竇簡糾紅約紀納線練組細織經結絡絕統繼續維緝繆羅聶腦蘆蘇荊榮獲蔣藍藺見規覺計議許證訴詢該請諸諾談諶謝譚貼費賀賈贊趙車軒輕輔輩輸轅邊過運"
    "還進連遲鄧鄺鄔鄒鄭鐘錢銀鋒錯鎮長閆閔閻闕闞隊陽陰陸陳隱韋韓頂項顧頒預頻顏風饒館馬駱驗魯鮑鮮麥黃齊龍龔"
)
"""The tables' own characters, so that pages in traditional characters are read by the same tables."""
_TO_TRADITIONAL = str.maketrans(_SIMPLE, _TRADITIONAL)
TO_SIMPLE = str.maketrans(_TRADITIONAL + "〖〗", _SIMPLE + "【】")
"""Traditional forms of the tables' characters, and a rare pair of brackets, as the tables have them."""
_MARKS = str.maketrans("", "", SPACES + "\r\n\x0b\x0c［］【】[]()（）|｜·•◎▲△▼>《》<!！:：↓↑→←*#/、.…+-—")
_GAPS = str.maketrans("|｜·", "   ")
_OPENING = SPACES + "［【[(（|｜·•◎>《<*#/—-"
HOSTS = ("主办：", "主办:", "主管：", "主管:", "承办：", "承办:")
"""How a line begins that names who keeps the site."""
LONG = 40
"""Characters above which only a line's start, and words anywhere in it, tell furniture."""


@dataclass(frozen=True, slots=True)
class FurnitureRow:
    """A row of ``furniture.tsv``."""

    kind: str
    text: str
    example: str


def both_scripts(text: str) -> tuple[str, ...]:
    """The text, and its traditional form when that differs."""
    return tuple(dict.fromkeys((text, text.translate(_TO_TRADITIONAL))))


@cache
def _table(kind: str) -> tuple[str, ...]:
    rows = lexicon.load("furniture", FurnitureRow)
    return tuple(text for row in rows if row.kind == kind for text in both_scripts(row.text))


@cache
def _lines() -> frozenset[str]:
    return frozenset(_table("line") + _table("list"))


@cache
def _parts() -> regex.Pattern[str]:
    words = _table("contain")
    first = "".join(sorted({regex.escape(word[0]) for word in words}))
    return regex.compile(f"(?=[{first}])(?:{'|'.join(map(regex.escape, words))})")


@cache
def _run() -> regex.Pattern[str]:
    """Buttons that stand side by side: 点赞收藏分享."""
    words = sorted((w for w in _lines() if len(w) > 1), key=len, reverse=True)
    return regex.compile(f"(?:{'|'.join(map(regex.escape, words))}){{2,8}}+")


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(rf"[^{SPACES}\s|｜【】\[\]:：/>·•]++")


@cache
def _crumb() -> regex.Pattern[str]:
    mark = r"(?:>|»|›|＞|→|/|－|-|::|—|\\|__)"
    return regex.compile(
        rf"首\s?[页頁](?:\s?[|｜>]|$)|(?:首\s?[页頁]|网站首页|主页|[^。，]{{0,12}}位置\s?[:：]).{{0,40}}?{mark}"
        r"|(?:网站)?首\s?[页頁](?:[\s|｜·/]{1,4}+[\p{Han}A-Za-z]{2,8}){2,15}+$"
        r"|[\p{Han}A-Za-z]{2,20}\s{0,2}+[>＞»]{1,2}\s{0,2}+[\p{Han}A-Za-z]{2,12}$"
        r"|[^。，>]{1,20}(?:\s?(?:>|»|＞|→){1,2}\s?[^。，>]{1,30}){2,8}+$"
    )


@lru_cache(maxsize=1024)
def is_furniture(line: str) -> bool:
    """Is this line part of the page, not of the notice: 打印本页, 上一篇：…, 主办单位：… ICP备 …?"""
    if is_residue(line):
        return True
    shown = text_of_links(line)
    if shown != line:
        return not shown or is_furniture(shown)
    if is_disclaimer(line):
        return True
    if len(line) > 160:
        return len(line) <= 300 and "ICP备" in line
    if len(line) > LONG:
        if "。" in line:
            return False
        return line.lstrip(_OPENING).startswith(_table("start")) or _parts().search(line) is not None
    bare = line.translate(_MARKS)
    if not bare:
        return False
    if bare in _lines() or bare.startswith(_table("start")):
        return True
    if "。" in line or "，" in line:
        return False
    return _parts().search(line) is not None or _only_furniture_words(line, bare) or _is_menu(line)


def is_disclaimer(line: str) -> bool:
    """版权声明：…, or one of its points: ①凡本网注明…，未经本网授权不得转载….

    A site speaks of itself there (本网, 本站) and of what it has from others.
    """
    if len(line) > LONGEST_DISCLAIMER:
        return False
    rights = sum(word in line for word in _table("rights"))
    if rights and line.lstrip(_OPENING).startswith(_table("disclaimer")):
        return True
    return rights > 1 and any(word in line for word in _SITE_ITSELF)


LONGEST_DISCLAIMER = 400
_SITE_ITSELF = ("本网", "本站", "本公众号", "本平台")


def _is_menu(line: str) -> bool:
    """Short words side by side, some of which only a page's menu has: 无障碍阅读 | 适老化 | 登录."""
    pieces = line.translate(_GAPS).split()
    if not 3 <= len(pieces) <= 16 or max(map(len, pieces)) > 6:
        return False
    return any(piece in _lines() or piece in ("首页", "网站首页") for piece in pieces) and not any(
        c.isdigit() for c in line
    )


def _only_furniture_words(line: str, bare: str) -> bool:
    if len(bare) <= 24 and _run().fullmatch(bare):
        return True
    words = _words().findall(line)
    return 0 < len(words) <= 12 and all(is_furniture_word(word) for word in words)


def is_furniture_word(word: str) -> bool:
    """Is this word a button or the like (打印, 字体, 大)?"""
    return word in _lines() or word.rstrip("+-") in _lines() or word in "大中小字体分享到字号A+A-" or word == "T"


def is_breadcrumb(line: str) -> bool:
    """当前位置：首页 > 工作动态 > 正文."""
    line = line.strip("*_")
    trail = any(mark in line for mark in (">", "＞", "»", "→", "位置")) or line[:1] == "首"
    return trail and len(line) < 160 and _crumb().match(line) is not None


def heads_list(line: str) -> bool:
    """Does a list of other pages stand below this line (相关新闻)?"""
    return line.translate(_MARKS) in _table("list")


def speaks_of_site(line: str) -> bool:
    """Does the line speak of the web site that it stands on (声明, 备案, 浏览器)?"""
    return any(word in line for word in _table("site"))
