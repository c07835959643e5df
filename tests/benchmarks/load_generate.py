"""Made-up notices for measuring: ``python tests/benchmarks/load_generate.py DIR NUMBER [--form txt|html|jsonl] [--paragraphs N]``.

Every notice is its own text (places, bodies, figures and dates are drawn from a seeded generator), about 600 characters long,
with the header and footer that real ones have. Files lie in folders of 500.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

PLACES = (
    "临川县", "青浦区", "会宁县", "襄州区", "桐乡市", "安溪县", "海州区", "什邡市", "肇源县", "盘州市", "通道县", "铜山区",
    "昌乐县", "玉环市", "武功县", "敦煌市", "天台县", "永春县", "荔浦市", "米易县",
)  # fmt: skip
BODIES = (
    "民政局",
    "卫生健康局",
    "应急管理局",
    "教育局",
    "农业农村局",
    "交通运输局",
    "住房和城乡建设局",
    "市场监督管理局",
)
PARTNERS = ("红十字会", "慈善会", "总工会", "志愿者协会", "人民医院", "融媒体中心", "供电公司", "青年商会")
SENTENCES = (
    "{d}，{p}{b}联合{p}{q}走访慰问困难群众{n}户，发放慰问金{m}万元。",
    "截至{d}，全县共检查企业{n}家次，发现隐患{k}处，已整改{k}处。",
    "{p}{q}向{p}{b}捐赠医用口罩{m}万只、消毒液{n}箱，价值约{k}万元。",
    "今年以来，{p}新建改建农村道路{m}公里，完成投资{n}万元，同比增长{r}%。",
    "{d}，{p}{b}召开工作会议，{n}余人参加，会上印发《{p}{b}年度工作方案》。",
    "{p}{b}组织开展应急演练{k}场，参训人员{n}人次，出动车辆{k}辆。",
    "为做好保障工作，{p}{q}设立服务点{k}个，累计服务{n}人次，日均{k}人次。",
    "{d}，{p}{b}对{k}家餐饮单位进行抽检，合格率达{r}%，对{k}家立案查处。",
    "全年实现销售收入{m}亿元，比上年增长{r}%，接待游客{n}万人次。",
    "{p}{b}调拨救灾帐篷{n}顶、棉被{n}床，转移安置群众{k}户{n}人。",
)
PROSE = (
    "会议指出，要坚持以人民为中心的发展思想，把群众的急难愁盼放在心上，抓在手上，落到实处。",
    "下一步，{p}{b}将继续压实责任，细化措施，加强部门协作，推动各项工作落地见效。",
    "工作人员深入村组，向群众讲解政策，听取意见和建议，并对反映的问题逐一登记。",
    "各单位高度重视，主要负责同志靠前指挥，相关部门密切配合，形成了齐抓共管的良好局面。",
    "{p}{q}表示，将一如既往支持当地发展，履行社会责任，传递温暖与关怀。",
    "现场气氛热烈，大家纷纷表示收获很大，今后将把所学运用到实际工作之中。",
)


def notice(number: int, *, paragraphs: int = 5) -> str:
    """The text of one notice."""
    random = Random(number)
    place, body = random.choice(PLACES), random.choice(BODIES)
    day = date(2019, 1, 1) + timedelta(days=random.randrange(1800))
    lines = [
        f"{place}{body}关于第{number}号工作情况的通报",
        f"发布时间：{day.isoformat()} {random.randrange(8, 18):02}:{random.randrange(60):02}　来源：{place}{body}　浏览次数：{random.randrange(9000)}",
    ]
    for _ in range(paragraphs):
        lines.append("".join(_sentence(random, place, body, day) for _ in range(3)))
    lines += [f"{place}{body}", f"{day.year}年{day.month}月{day.day}日"]
    return "\n".join(lines)


def _sentence(random: Random, place: str, body: str, day: date) -> str:
    before = day - timedelta(days=random.randrange(1, 40))
    return random.choice(random.choice((SENTENCES, PROSE))).format(
        d=f"{before.month}月{before.day}日",
        p=place,
        b=body,
        q=random.choice(PARTNERS),
        n=random.randrange(20, 3000),
        k=random.randrange(2, 60),
        m=f"{random.randrange(1, 900)}.{random.randrange(1, 9)}",
        r=f"{random.randrange(1, 99)}.{random.randrange(1, 9)}",
    )


def write(directory: Path, numbers: range, form: str, *, paragraphs: int = 5) -> None:
    """Notices with these numbers under ``directory``, one a file, or all in one dump (``jsonl``)."""
    directory.mkdir(parents=True, exist_ok=True)
    if form == "jsonl":
        with (directory / "dump.jsonl").open("w", encoding="utf-8") as stream:
            stream.writelines(
                json.dumps({"content": notice(n, paragraphs=paragraphs)}, ensure_ascii=False) + "\n" for n in numbers
            )
        return
    for path, text in _files(directory, numbers, form, paragraphs):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _files(directory: Path, numbers: range, form: str, paragraphs: int) -> Iterator[tuple[Path, str]]:
    for number in numbers:
        text = notice(number, paragraphs=paragraphs)
        if form == "html":
            title, *rest = text.split("\n")
            body = "".join(f"<p>{line}</p>\n" for line in rest)
            text = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='content'>{body}</div></body></html>"
        yield directory / f"{number // 500:05}" / f"{number:07}.{form}", text


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--form", choices=["txt", "html", "jsonl"], default="txt")
    parser.add_argument("--paragraphs", type=int, default=5)
    arguments = parser.parse_args()
    write(arguments.directory, range(arguments.number), arguments.form, paragraphs=arguments.paragraphs)
