"""Papers about keys: what a clerk does after a theft, and the list of open matters that a successor takes over."""

from __future__ import annotations

from clerk_app import report

from .trust_views import OpenMatter

STOLEN_LETTER = (
    "贵村电脑被盗，原设备和电脑上的签字密码均已停用。请按停用通知单的步骤换机恢复，再到乡镇当面核对新名片的指纹。"
)
"""The township's letter to a village whose PC was stolen."""

STOLEN_REASON = "电脑被盗，换到新电脑"
"""Why keys are renewed on the new PC."""

_STOLEN_STEPS = (
    "一、在新电脑上装好本程序，插入最近的备份。没有备份的，先告诉乡镇，由乡镇退还已收下的记录。",
    "二、用“换机恢复”打开备份（clerk-app recover），输入原来的密码或恢复码，再设一个新密码。",
    "三、旧密码、副手密码和旧恢复码随即失效。把新的恢复码抄在纸上锁好，旧的那张当场销毁。",
    "四、写出新名片，带到乡镇，双方当面核对指纹，由乡镇登记。",
    "五、请名单上的每一个人在新电脑上重新设置本人的签字密码（clerk-app key renew），并由乡镇当面核对。",
    "六、上报一次并收回执。乡镇会把备份以后收下的记录退还；丢失的只有没有上报过的记录，请对照纸质材料补办。",
)


def stolen_sheet(name: str, until: int, people: list[str]) -> bytes:
    """What the clerk of a village does after its PC was stolen; `people` must set new signing passwords. PDF."""
    intro = f"{name}的电脑被盗。原设备签发的上报包只认到第 {until} 号，以后的一律不收。请按下面的步骤恢复办公："
    blocks: list[report.Block] = [report.Paragraph(line) for line in (intro, *_STOLEN_STEPS)]
    if people:
        blocks += [report.Heading("要重新设置签字密码的人"), report.Paragraph("、".join(people))]
    return report.paper(report.Paper("电脑被盗停用通知单", tuple(blocks)))


def handover_sheet(office: str, giver: str, successor: str, on: str, matters: list[OpenMatter]) -> bytes:
    """The open matters of an office on the day of a hand-over, with lines to sign on. PDF."""
    columns = tuple(
        report.Column(name, share) for name, share in (("编号", 3), ("事项", 5), ("办到哪一步", 4), ("期限", 3))
    )
    rows = tuple((row.number, row.title, row.step, row.due) for row in matters)
    listed: tuple[report.Block, ...] = (report.Grid(columns, rows),) if rows else ()
    told = f"截至 {on}，{office}有未办结事项 {len(matters)} 件，由{giver}移交给{successor}。"
    duty = "签字后，接任人对所列事项负责。"
    blocks = (
        report.Paragraph(told + duty, leads=bool(rows)),
        *listed,
        report.SignLines(("移交人", "接任人", "监交人")),
    )
    return report.paper(report.Paper("村级事务移交清单", blocks))
