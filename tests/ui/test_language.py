"""The window's translations are read as gettext means them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from babel.messages import Catalog, pofile

from clerk_app import desk
from ui import language


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    language.choose("zh")


def test_the_file_is_read_as_babel_reads_it() -> None:
    path = desk.resources() / "translations" / "en.po"
    with path.open("rb") as file:
        theirs = {str(message.id): str(message.string) for message in pofile.read_po(file) if message.id}
    ours = language.read(path.read_text(encoding="utf-8"))
    ours.pop("", None)
    assert len(ours) > 200
    assert ours == theirs


def test_a_header_long_lines_and_escapes_are_read() -> None:
    written = Catalog(locale="en")
    texts = {"甲“乙”": 'A "quoted" \\ text', "一行\n又一行": "One line\nand another", "长" * 90: "long words " * 20}
    for text, said in texts.items():
        written.add(text, said, auto_comments=["for translators"], locations=[("ui/a.py", 3)])
    file = io.BytesIO()
    pofile.write_po(file, written)
    read = language.read(file.getvalue().decode("utf-8"))
    assert "charset" in read.pop("")
    assert read == texts


def test_a_text_is_said_in_the_chosen_language() -> None:
    assert language._("今日待办") == "今日待办"
    language.choose("en")
    assert (language._("今日待办"), language.chosen(), desk.label("usb")) == ("Today", "en", "USB stick")
    assert language._("没有这一句") == "没有这一句"
    language.choose("zh")
    assert (language._("今日待办"), language.chosen(), desk.label("usb")) == ("今日待办", "zh", "U 盘")
