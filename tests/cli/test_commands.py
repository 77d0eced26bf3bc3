"""Every command: what it does, what it prints, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from clerk_app import photos, report
from clerk_app.cli import clerk, main

VOTE = "vote_representatives"


def vote_fields(folder: Path, present: int, yes: int | None = None) -> str:
    """A file with the form of the vote."""
    path = folder / f"vote-{present}.json"
    agreed = present if yes is None else yes
    counts = {"body_present": present, "votes_yes": agreed, "votes_no": present - agreed, "votes_abstain": 0}
    numbers = {"body_total": 40, "reps_total": 34, "women_reps": 13, "population": 480, "delegated": True, **counts}
    texts = {"resolution_no": "7 号", "meeting_on": "2026-11-20", "resolution_text": "同意"}
    path.write_text(json.dumps({**numbers, **texts, "delegated": True}), encoding="utf-8")
    return str(path)


def files(folder: Path) -> tuple[str, str]:
    """A paper and a photo."""
    paper, photo = folder / "paper.pdf", folder / "photo.jpg"
    paper.write_bytes(report.paper(report.Paper("签到表", (report.Paragraph("示范"),))))
    photo.write_bytes(photos.draw_sample(["会场"], 3, width=300))
    return str(paper), str(photo)


def draft(terminal: Any, present: int, yes: int | None = None) -> tuple[int, Any]:
    """Keep the content of the vote."""
    paper, photo = files(terminal.folder)
    attached = ("--file", f"sign_in={paper}", "--file", f"vote_record={paper}", "--file", f"meeting_photo={photo}")
    words = ("matter", "draft", terminal.matter, VOTE, "--fields", vote_fields(terminal.folder, present, yes))
    result: tuple[int, Any] = terminal.run(*words, *attached, "--on", "2026-11-20")
    return result


def sign_on_pages(terminal: Any) -> None:
    """Head and supervisor sign by hand."""
    _, photo = files(terminal.folder)
    for slot, person in (("head", "p003"), ("supervisor", "p006")):
        code, told = terminal.run(
            "matter", "sign", terminal.matter, VOTE, slot, person, "--page", photo, "--on", "2026-11-20"
        )
        assert code == 0, told


def test_a_vote_is_drafted_signed_refused_cured_and_done(terminal: Any) -> None:
    code, view = draft(terminal, 25)
    assert code == 0
    assert "quorum-not-met" in [check["sentence"]["code"] for check in view["checks"] if not check["met"]]
    code, told = terminal.run("matter", "do", terminal.matter, VOTE, "--on", "2026-11-20")
    assert code == 1
    rows = {row["code"]: row for row in told["refusals"]}
    assert rows["quorum-not-met"]["message"] == "到会人数不够，会议无效（还差 2 人：应到 40，实到 25，需 27）"
    assert "组织法" in rows["quorum-not-met"]["basis"]
    assert rows["quorum-not-met"]["fix"]
    draft(terminal, 33)
    sign_on_pages(terminal)
    code, done = terminal.run("matter", "do", terminal.matter, VOTE, "--on", "2026-11-20")
    assert (code, done) == (0, {"done": VOTE, "failed": False})
    code, text = terminal.plain("matter", "show", terminal.matter)
    assert "✓ vote_representatives" in text


def test_a_lost_vote_is_put_on_record_and_leads_back(terminal: Any) -> None:
    draft(terminal, 33, yes=10)
    sign_on_pages(terminal)
    do = ("matter", "do", terminal.matter, VOTE, "--on", "2026-11-20")
    code, told = terminal.run(*do)
    assert (code, [row["code"] for row in told["refusals"]]) == (1, ["majority-not-met"])
    assert "如实记录" in told["refusals"][0]["fix"]
    assert terminal.run(*do, "--failed") == (0, {"done": VOTE, "failed": True})
    assert "✗ vote_representatives" in terminal.plain("matter", "show", terminal.matter)[1]
    assert terminal.run("matter", "return", terminal.matter, VOTE, "--reason", "方案改了", "--on", "2026-11-21")[0] == 0
    assert "● vote_representatives" in terminal.plain("matter", "show", terminal.matter)[1]


def test_a_person_signs_with_the_own_password(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(terminal, 33)
    monkeypatch.setattr(click, "prompt", lambda *_a, **_k: "pass phrase")
    words = ("matter", "sign", terminal.matter, VOTE, "head", "p003", "--on", "2026-11-20")
    assert terminal.run(*words)[0] == 0
    monkeypatch.setattr(click, "prompt", lambda *_a, **_k: "wrong")
    code, told = terminal.run("matter", "sign", terminal.matter, VOTE, "supervisor", "p006", "--on", "2026-11-20")
    assert (code, told["error"]) == (3, "wrong-signing-password")


def test_a_done_step_is_corrected_with_its_reason(terminal: Any) -> None:
    draft(terminal, 33)
    sign_on_pages(terminal)
    terminal.run("matter", "do", terminal.matter, VOTE, "--on", "2026-11-20")
    draft(terminal, 34)
    words = ("matter", "correct", terminal.matter, VOTE, "--fields", vote_fields(terminal.folder, 34))
    code, told = terminal.run(*words, "--reason", "点错一人", "--on", "2026-11-20")
    assert code == 1
    assert {row["code"] for row in told["refusals"]} == {"signature-stale"}
    sign_on_pages(terminal)
    code, told = terminal.run(*words, "--reason", "点错一人", "--on", "2026-11-20")
    assert (code, told) == (0, {"corrected": VOTE})


def test_a_notice_is_posted_objected_to_and_answered(terminal: Any) -> None:
    draft(terminal, 33)
    sign_on_pages(terminal)
    terminal.run("matter", "do", terminal.matter, VOTE, "--on", "2026-11-20")
    _, photo = files(terminal.folder)
    on = ("--on", "2026-11-20")
    assert terminal.run("matter", "post", terminal.matter, "resolution", "--photo", photo, *on)[0] == 0
    assert terminal.run("matter", "object", terminal.matter, "resolution", "--text", "有异议", *on)[0] == 0
    _, view = terminal.run("matter", "show", terminal.matter)
    objection = next(row["hash"] for row in view["history"] if row["kind"] == "object")
    answer = ("matter", "answer", terminal.matter, "resolution", objection, "--text", "已核实", *on)
    assert terminal.run(*answer)[0] == 0
    assert terminal.run(*answer)[1]["refusals"][0]["code"] == "objection-unknown"


def test_from_export_to_receipt(terminal: Any) -> None:
    stick = terminal.path("stick")
    code, done = terminal.run("export", terminal.path("village"), "--to", stick)
    assert (code, done["number"]) == (0, 1)
    code, verdict = terminal.run("verify", done["path"], office="township")
    assert (code, verdict["word"]) == (0, "verdict.valid")
    code, verdicts = terminal.run("receive", terminal.path("township"), stick)
    assert (code, verdicts[0]["state"], verdicts[0]["refused"]) == (0, "filed", [])
    code, replies = terminal.run("reply", terminal.path("township"), "--to", stick)
    assert code == 0
    code, text = terminal.plain("receive", terminal.path("village"), replies[0]["exported"]["path"])
    assert (code, "有效" in text) == (0, True)
    code, view = terminal.run("today", terminal.path("village"))
    assert view["unreported"]["entries"] == 0


def test_a_damaged_bundle_ends_with_three(terminal: Any) -> None:
    _, done = terminal.run("export", terminal.path("village"), "--to", terminal.path("stick"))
    raw = bytearray(Path(done["path"]).read_bytes())
    raw[-9] ^= 1
    Path(done["path"]).write_bytes(raw)
    code, verdicts = terminal.run("receive", terminal.path("township"), done["path"])
    assert (code, verdicts[0]["word"]) == (3, "verdict.invalid")


def test_founding_and_enrolling(terminal: Any, tmp_path: Path) -> None:
    new = str(tmp_path / "new")
    code, told = terminal.run("init", new, "--kind", "village", "--code", "330502999202", "--name", "乙村")
    assert (code, len(told["recovery"].replace("-", ""))) == (0, 28)
    card = str(tmp_path / "card.json")
    _, written = terminal.run("card", new, "--out", card)
    wrong = ("enrol", terminal.path("township"), card, "--fingerprint", "1 2 3")
    assert terminal.run(*wrong)[1]["error"] == "fingerprint-differs"
    right = ("enrol", terminal.path("township"), card, "--fingerprint", written["fingerprint"])
    assert terminal.run(*right)[1]["name"] == "乙村"
    assert terminal.run("init", new, "--kind", "village", "--code", "330502999202", "--name", "乙村")[0] == 2


def test_an_office_is_founded_once_its_recovery_code_was_typed_back(
    terminal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    words = ("init", str(new), "--kind", "village", "--code", "330502999202", "--name", "乙村")
    monkeypatch.setattr("click.prompt", lambda *_, **__: "ABCD")
    assert (terminal.plain(*words)[0], new.exists()) == (3, False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: terminal.captured.readouterr().err.splitlines()[-1])
    assert (terminal.plain(*words)[0], new.exists()) == (0, True)


def test_keeping_an_office(terminal: Any, tmp_path: Path) -> None:
    village = terminal.path("village")
    code, findings = terminal.run("check", village)
    assert (code, all(finding["sound"] for finding in findings)) == (0, True)
    assert terminal.run("rebuild", village) == (0, {"rebuilt": True})
    _, made = terminal.run("backup", village, "--to", str(tmp_path / "copies"))
    code, _ = terminal.run("restore", made["backup"], str(tmp_path / "restored"))
    assert code == 0
    code, text = terminal.plain("check", str(tmp_path / "restored"))
    assert (code, text.count("✓")) == (0, 5)


def test_a_check_that_finds_something_ends_with_three(terminal: Any) -> None:
    blob = next(path for path in (terminal.folder / "village" / "blobs").glob("*/*"))
    blob.write_bytes(blob.read_bytes()[:-1])
    code, text = terminal.plain("check", terminal.path("village"))
    assert code == 3
    assert "✗ 附件" in text


def test_a_deputy_has_a_password_of_their_own(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_a, **_k: "deputy words")
    assert terminal.run("password", terminal.path("village"), "--deputy") == (0, {"changed": True})
    assert terminal.run("today", terminal.path("village"))[0] == 0
    monkeypatch.setenv("CLERK_PASSPHRASE", "deputy words")
    assert terminal.run("today", terminal.path("village"))[0] == 0
    assert terminal.run("password", terminal.path("village"), "--remove-deputy") == (0, {"removed": True})
    assert terminal.run("today", terminal.path("village"))[1]["error"] == "wrong-passphrase"


def test_a_password_is_changed(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_a, **_k: "new words")
    assert terminal.run("password", terminal.path("village")) == (0, {"changed": True})
    assert terminal.run("today", terminal.path("village"))[1]["error"] == "wrong-passphrase"
    monkeypatch.delenv("CLERK_PASSPHRASE")
    assert terminal.run("today", terminal.path("village"))[0] == 0
    secret = terminal.folder / "secret.txt"
    secret.write_text("new words\n", encoding="utf-8")
    assert main(["today", terminal.path("village"), f"--passphrase-file={secret}"]) == 0


def test_people_rolls_and_parameters(terminal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_a, **_k: "own words")
    _, added = terminal.run("person", "add", "何某", "--role", "villager", "--key")
    assert added["key"]
    code, told = terminal.run("person", "add", "何某", "--role", "head", "--role", "supervisor_head")
    assert (code, told["refusals"][0]["code"]) == (1, "roles-exclude-each-other")
    assert "何某" in terminal.plain("person", "list")[1]
    assert terminal.run("roll", "set", "group", "25") == (0, {"group": 25})
    assert "村民小组会议：25 人" in terminal.plain("roll", "list")[1]
    assert terminal.run("parameter", "set", "quotes.min", "5", office="township") == (0, {"quotes.min": 5})
    assert terminal.run("parameter", "set", "quotes.min", "5")[0] == 1
    assert terminal.run("parameter", "set", "quotes.min", office="township")[1]["error"] == (
        "parameter-value-or-record-only"
    )
    record_only = ("parameter", "set", "meal.per_head", "--record-only", "--basis", "示政发〔2026〕3号")
    assert terminal.run(*record_only, office="township") == (0, {"meal.per_head": None})
    assert "（只作记录）" in terminal.plain("parameter", "list", office="township")[1]
    history = terminal.plain("parameter", "history", "meal.per_head", office="township")[1]
    assert history.split()[1:] == ["只作记录", "示范镇", "示政发〔2026〕3号"]
    assert "（未定）" in terminal.plain("parameter", "list")[1]


def test_matters_are_begun_listed_and_continued(terminal: Any) -> None:
    _, told = terminal.run("matter", "new", "V33", "--title", "某户低保申请")
    assert told["matter"].startswith("V33-")
    assert "某户低保申请" in terminal.plain("matter", "list", "--text", "低保")[1]
    assert terminal.run("matter", "list", "--state", "closed") == (0, [])
    code, text = terminal.plain("matter", "next", told["matter"])
    assert (code, "✗" in text) == (0, True)
    code, told = terminal.run("matter", "do", told["matter"], "discovery", "--field", "a=1", "--field", "b=x y")
    assert code in (1, 2)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("matter", "show", "V10-x"), "matter-not-found"),
        (("matter", "do", "V10-x", "proposal"), "matter-not-found"),
        (("matter", "new", "V99", "--title", "x"), "type-unknown"),
        (("catalogue", "show", "V99"), "type-not-found"),
    ],
)
def test_what_does_not_exist_is_said(terminal: Any, words: tuple[str, ...], code: str) -> None:
    exit_code, told = terminal.run(*words)
    assert exit_code in (1, 2)
    assert code in (told["error"], *[row["code"] for row in told["refusals"]])


def test_bad_content_is_said(terminal: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    do = ("matter", "do", terminal.matter, VOTE)
    assert terminal.run(*do, "--field", "novalue")[1]["error"] == "field-not-a-pair"
    assert terminal.run(*do, "--file", "sign_in=nowhere.pdf")[1]["error"] == "file-not-found"
    for text in ("{", "[]"):
        bad.write_text(text, encoding="utf-8")
        assert terminal.run(*do, "--fields", str(bad))[1]["error"] == "fields-file-malformed"
    assert terminal.run(*do, "--field", "body_total=1.5")[0] == 1


def test_the_catalogue_is_listed_shown_and_checked(terminal: Any) -> None:
    _, rows = terminal.run("catalogue", "list")
    assert {"V10", "V22", "V33"} <= {row["id"] for row in rows}
    assert "立项申请" in terminal.plain("catalogue", "show", "V10")[1]
    code, told = terminal.run("catalogue", "check", str(Path(__file__).parents[2] / "resources" / "catalogue"))
    assert (code, {"V10", "V22", "V33"} <= set(told["types"])) == (0, True)


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLERK_OFFICE", raising=False)
    assert main(["no-such-command"]) == 2
    assert main(["matter", "list"]) == 2
    assert main(["--office"]) == 2
    capsys.readouterr()

    def interrupt(*_a: object, **_k: object) -> None:
        raise click.exceptions.Abort

    monkeypatch.setattr(clerk, "main", interrupt)
    assert main(["today"]) == 2


def test_reasons_are_given_in_the_chosen_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLERK_OFFICE", raising=False)
    assert main(["matter", "list", "--lang", "en"]) == 2
    assert "What to do: Add --office FOLDER." in capsys.readouterr().err
    monkeypatch.setenv("CLERK_LANG", "en")
    assert main(["matter", "list"]) == 2
    assert "It was not said which office is meant." in capsys.readouterr().err
    assert main(["--lang=zh", "matter", "list"]) == 2
    assert "没有说明是哪个单位" in capsys.readouterr().err
    assert main(["--lang", "fr", "matter", "list"]) == 2


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        found = []
        for name, command in group.commands.items():
            found.append((*path, name))
            if isinstance(command, click.Group):
                found += commands(command, (*path, name))
        return found

    for words in commands(clerk):
        assert main([*words, "--help"]) == 0
        assert "Usage" in capsys.readouterr().out


def test_the_demonstration_prints_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", str(tmp_path / "demo"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"village", "township", "bundle", "receipt", "entries", "refusals", "matter"}
    assert told["refusals"] == [
        "publicity-too-short",
        "quorum-not-met",
        "quotes-too-few",
        "same-person-twice",
        "cash-not-allowed",
    ]
    assert Path(told["bundle"]).exists()
    assert Path(told["receipt"]).exists()
    assert main(["demo", str(tmp_path / "demo")]) == 2


def test_a_matter_rests_goes_on_goes_back_and_is_given_up(terminal: Any) -> None:
    reason = ("--reason", "等资金")
    assert terminal.run("matter", "suspend", terminal.matter, *reason) == (0, {"suspended": terminal.matter})
    assert terminal.run("matter", "suspend", terminal.matter, *reason)[1]["refusals"][0]["code"] == "matter-rests"
    assert terminal.run("matter", "resume", terminal.matter, *reason)[0] == 0
    code, told = terminal.run("matter", "return", terminal.matter, "joint_meeting", *reason)
    assert (code, told["returned"], len(told["undone"]) > 1) == (0, "joint_meeting", True)
    paper, photo = files(terminal.folder)
    for page in (paper, photo):
        code, told = terminal.run("matter", "migrate", terminal.matter, "--page", page, *reason)
        assert (code, told["refusals"][0]["code"]) == (1, "matter-is-current")
    assert terminal.run("matter", "withdraw", terminal.matter, *reason)[0] == 0
    assert terminal.run("matter", "list", "--state", "withdrawn")[1][0]["id"] == terminal.matter


def test_registers_of_names(terminal: Any) -> None:
    assert terminal.run("register", "add", "vendors", "某公司", "--until", "2027-12-31")[0] == 0
    code, told = terminal.plain("register", "add", "vendors", "乙公司", "--strike")
    assert (code, "供应商名录：乙公司" in told) == (0, True)
    code, rows = terminal.run("register", "list", "vendors")
    assert [(row["name"], row["active"]) for row in rows] == [("乙公司", False), ("某公司", True)]


def test_erasing_by_law(terminal: Any) -> None:
    basis = ("--basis", "《个人信息保护法》第四十七条")
    assert terminal.run("erase", *basis)[0] == 2
    assert terminal.run("erase", "--matter", terminal.matter, "--person", "p001", *basis)[0] == 2
    code, told = terminal.run("erase", "--matter", terminal.matter, *basis)
    assert (code, told["refusals"][0]["code"]) == (1, "erasure-of-running-matter")
    assert terminal.run("matter", "withdraw", terminal.matter, "--reason", "不办了")[0] == 0
    stick = terminal.path("stick")
    _, done = terminal.run("export", terminal.path("village"), "--to", stick)
    terminal.run("receive", terminal.path("township"), done["path"])
    _, replies = terminal.run("reply", terminal.path("township"), "--to", stick)
    terminal.run("receive", terminal.path("village"), replies[0]["exported"]["path"])
    code, told = terminal.run("erase", "--matter", terminal.matter, *basis)
    assert (code, told["erased"] > 5) == (0, True)


def test_a_person_leaves_and_gets_other_posts(terminal: Any) -> None:
    code, person = terminal.run("person", "change", "p006", "--role", "party_member")
    assert (code, person["roles"], person["active"]) == (0, ["party_member"], True)
    assert terminal.run("person", "change", "p006", "--left")[1]["active"] is False
    assert terminal.run("person", "change", "p006", "--back")[1]["active"] is True


def test_warnings_are_listed_and_answered_by_their_key(terminal: Any) -> None:
    assert terminal.run("warning", "list") == (0, [])
    code, told = terminal.run("warning", "answer", "0" * 12, "--text", "看过了")
    assert (code, told["refusals"][0]["code"]) == (1, "warning-unknown")


def test_a_release_is_signed_trusted_previewed_and_refused_while_it_is_not_newer(
    terminal: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from clerk_app import catalogue
    from clerk_app.crypto import Cost
    from clerk_app.desk import releasing

    monkeypatch.setattr(releasing.Cost, "default", lambda: Cost(19 * 1024, 2, 1))
    monkeypatch.setattr(click, "prompt", lambda *_given, **_options: "密钥的密码")
    monkeypatch.setattr(releasing, "_unsigned", lambda folder: (catalogue.load(folder), ()))
    keys = [str(tmp_path / name) for name in ("a", "b", "c")]
    for key in keys:
        assert len(terminal.run("release", "key", key)[1]["fingerprint"]) > 10
    shipped = str(Path(__file__).parents[2] / "resources" / "catalogue")
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    assert terminal.run("release", "sign", shipped, "--key", keys[0], "--out", one)[1]["signatures"] == 1
    assert terminal.run("release", "sign", one, "--key", keys[1], "--out", two)[1]["signatures"] == 2
    assert len(terminal.run("release", "verify", two)[1]["signers"]) == 2
    assert terminal.run("release", "trust", *keys, office="township")[1]["needed"] == 2
    code, seen = terminal.run("release", "preview", two, office="township")
    assert (code, seen["changes"]["changed"]) == (0, [])
    code, told = terminal.run("release", "adopt", two, office="township")
    assert [refusal["code"] for refusal in told["refusals"]] == ["release-not-newer"]
    paper, photo = files(terminal.folder)
    for page in (paper, photo):
        code, told = terminal.run("release", "adopt", two, "--page", page, "--resolution", "9 号")
        assert [refusal["code"] for refusal in told["refusals"]] == ["signers-not-set", "release-not-newer"]
    assert terminal.run("release", "offered", "--out", str(tmp_path / "none"))[0] == 2


def test_settings_the_second_place_and_the_drill(
    terminal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, rows = terminal.run("setting", "list")
    assert (code, {row["key"]: row["value"] for row in rows}["lock.minutes"]) == (0, 15)
    assert terminal.run("setting", "set", "lock.minutes", "5") == (0, {"lock.minutes": 5})
    assert terminal.run("setting", "set", "lock.minutes", "500")[0] == 2
    assert terminal.run("setting", "reset", "lock.minutes") == (0, {"lock.minutes": 15})
    assert "没有设" in terminal.plain("backup-place")[1]
    code, state = terminal.run("backup-place", "--set", str(tmp_path))
    assert (code, state["there"]) == (0, True)
    assert "没有设" in terminal.plain("backup-place", "--none")[1]
    code, done = terminal.run("drill")
    assert (code, done["result"]["name"], [f["sound"] for f in done["result"]["findings"]]) == (0, "甲村", [True] * 5)
    assert "✓ 附件" in terminal.plain("drill")[1]
    monkeypatch.setattr(click, "prompt", lambda *_given, **_more: "0000")
    assert terminal.run("drill", "--code")[0] == 3


def test_a_backup_comes_back_with_the_recovery_code(
    terminal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, made = terminal.run(
        "init", str(tmp_path / "new"), "--kind", "village", "--code", "330502999202", "--name", "乙村"
    )
    assert code == 0
    code, told = terminal.run("backup", str(tmp_path / "new"), "--to", str(tmp_path / "copies"))
    assert code == 0
    monkeypatch.setattr(click, "prompt", lambda *_given, **_more: made["recovery"])
    code, back = terminal.run("restore", told["backup"], str(tmp_path / "again"), "--code")
    assert (code, back["name"], back["epoch"]) == (0, "乙村", 2)
    assert "1 人" in terminal.plain("restore", told["backup"], str(tmp_path / "third"))[1]
