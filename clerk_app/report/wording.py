"""What minutes, notices and signature pages say: contents to blocks. Nothing is decided or reckoned here."""

from __future__ import annotations

from collections.abc import Iterator

from .papers import (
    Align,
    Ballot,
    Block,
    Closing,
    Column,
    Facts,
    Grid,
    Heading,
    Minutes,
    Notice,
    Paper,
    Paragraph,
    SignaturePage,
    SignLines,
    Slot,
    chinese_day,
    numbered,
    short_code,
)

_ORDINALS = "一二三四五六七八九十"

_SIGN_ROW = 38.0
"""Height of a row to sign in: room for a name written large."""


_CONFIRMED = (
    "下列人员已经看过以上内容，确认无误，本人亲笔签名，不得代签。内容有改动的，内容码随之改变，本页作废，"
    "应当重新打印签字。签好后把本页拍照或者扫描，添加到这一步。"
)


def _headed(parts: list[tuple[str, list[Block]]]) -> tuple[Block, ...]:
    """Parts that have something in them, numbered 一、 二、 三、."""
    filled = [part for part in parts if part[1]]
    return tuple(
        block
        for ordinal, (name, inside) in zip(_ORDINALS, filled, strict=False)
        for block in (Heading(f"{ordinal}、{name}"), *inside)
    )


def minutes(content: Minutes) -> Paper:
    """Minutes: who met, what was talked about, how it was voted, what was decided, who signs."""
    facts = (
        ("会议时间", chinese_day(content.on)),
        ("会议地点", content.place),
        ("主持人", content.chair),
        ("记录人", content.recorder),
        ("参加人员", content.attending),
        ("列席人员", content.observing),
    )
    parts: list[tuple[str, list[Block]]] = [
        ("议题", list(numbered(content.topics))),
        ("议事情况", [Paragraph(text) for text in content.discussion]),
        ("表决情况", [block for ballot in content.ballots for block in _ballot(ballot)]),
        ("会议决定", list(numbered(content.resolution))),
    ]
    blocks = (
        Facts(tuple((label, value) for label, value in facts if value), paired=True),
        *_headed(parts),
        Closing(content.office, content.on),
        SignLines(content.signers),
    )
    return Paper(f"{content.meeting}纪要", blocks, number=content.number, mark=content.mark, author=content.office)


def _ballot(ballot: Ballot) -> Iterator[Block]:
    """One vote: the figures as a table, and the reckoning in words."""
    columns = ("应到", "实到", "到会须达", "同意", "反对", "弃权", "同意须达", "结果")
    figures = (
        ballot.total,
        ballot.present,
        ballot.quorum,
        ballot.yes,
        ballot.no,
        ballot.abstain,
        ballot.needed,
    )
    yield Paragraph(f"表决事项：{ballot.topic}（{ballot.body}）", leads=True)
    yield Grid(
        tuple(Column(name, 5 if len(name) > 2 else 4) for name in columns),
        ((*(str(figure) for figure in figures), "通过" if ballot.passed else "未通过"),),
        whole=True,
    )
    yield Paragraph(_coming(ballot) + (_agreeing(ballot) if ballot.met else "会议无效，表决结果不作数。"))


def _coming(ballot: Ballot) -> str:
    """Whether enough came."""
    said = f"应到会{ballot.total}人，实到会{ballot.present}人，按规定须有{ballot.quorum}人以上到会，"
    if ballot.by_households:
        return (
            f"{said}到会人数未达到；按户计算，应到{ballot.households}户，有代表到会{ballot.households_present}户，"
            f"须有{ballot.households_needed}户以上，符合规定。"
        )
    return said + ("符合规定。" if ballot.met else f"还差{ballot.quorum - ballot.present}人，不符合规定。")


def _agreeing(ballot: Ballot) -> str:
    """Whether enough agreed."""
    base = f"全体{ballot.total}人" if ballot.of_all else f"到会{ballot.present}人"
    counted = ballot.yes + ballot.no + ballot.abstain
    said = (
        f"同意{ballot.yes}票，反对{ballot.no}票，弃权{ballot.abstain}票，合计{counted}票。"
        f"以{base}计算，须有{ballot.needed}票以上同意，"
    )
    if ballot.passed:
        return f"{said}同意{ballot.yes}票，表决通过。"
    return f"{said}还差{ballot.needed - ballot.yes}票，表决未通过。"


def notice(content: Notice) -> Paper:
    """A notice: what is made known, for how long it hangs, where to object."""
    blocks: list[Block] = [Paragraph(text) for text in content.paragraphs]
    if content.facts:
        blocks.append(Facts(content.facts))
    blocks.extend(content.grids)
    if content.days:
        first, last = chinese_day(content.first_day), chinese_day(content.last_day)
        blocks.append(Paragraph(f"公示期：{first}至{last}，共{content.days}天（从张贴的第二天起算）。"))
    if content.objections_to:
        when = "请在公示期内" if content.days else "请"
        blocks.append(Paragraph(f"对以上内容有异议的，{when}以书面或者口头形式向{content.objections_to}反映。"))
    blocks.append(Closing(content.issuer, content.on))
    return Paper(content.title, tuple(blocks), number=content.number, mark=content.mark, author=content.issuer)


def signature_page(content: SignaturePage) -> Paper:
    """What is confirmed, by which code it is known, and a row for each who signs."""
    step = content.step if content.visit == 1 else f"{content.step}（第{content.visit}次）"
    facts = [
        ("单位", content.office),
        ("事项编号", content.number),
        ("事项", content.matter),
        ("步骤", step),
        ("办理日期", chinese_day(content.on) if content.on else ""),
        ("内容码", short_code(content.digest, 8)),
    ]
    parts: list[tuple[str, list[Block]]] = [
        ("确认的内容", [Facts(content.contents, paired=True)] if content.contents else []),
        *_tables(content),
        ("附件", list(numbered(content.attachments))),
        ("签字", [Paragraph(_CONFIRMED, leads=True), _sign_table(content.slots)]),
    ]
    blocks = (
        Facts(tuple((label, value) for label, value in facts if value), paired=True),
        *_headed(parts),
    )
    mark = f"内容码 {short_code(content.digest)}"
    return Paper("签字页", blocks, mark=mark, author=content.office, form=True)


def _tables(content: SignaturePage) -> Iterator[tuple[str, list[Block]]]:
    """The tables of the step's form, each under its name."""
    for name, table in content.tables:
        yield name, [table]


def _sign_table(slots: tuple[Slot, ...]) -> Grid:
    """A row for each: label, printed name where known, room for hand and day."""
    columns = (
        Column("签字人", 5, Align.CENTRE),
        Column("姓名", 3, Align.CENTRE),
        Column("本人签名", 5, Align.CENTRE),
        Column("日期", 4, Align.CENTRE),
    )
    return Grid(columns, tuple((slot.label, slot.name, "", "年　月　日") for slot in slots), _SIGN_ROW, whole=True)
