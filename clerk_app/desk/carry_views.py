"""What a face shows of bundles: what was written, where each one stands, and what did not come."""

from __future__ import annotations

from dataclasses import dataclass

from .missing import Stretches
from .views import Sentence


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that was written, read back and renamed. `left` entries did not fit and go into the next one.

    `mail` is the message of `mail_size` bytes beside it that is ready to be sent, "" for a stick; `copy` is its second
    copy, "" where there was no room. `sentences` tell all of that, the last one whether the stick may be taken out.
    """

    path: str
    number: int
    entries: int
    files: int
    size: int
    left: int
    mail: str = ""
    mail_size: int = 0
    copy: str = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied:
    """One bundle per village that has something to hear."""

    office: str
    name: str
    exported: Exported


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleRow:
    """A line of the outbox, reckoned from what the other office has said.

    `state` is ``written``, ``handed`` (somebody said so on `handed_on`), ``receipted``, ``returned`` (something was
    refused or is held) or ``confirming`` (it was handed over, and what was not answered in it are confirmations, which
    nobody has to answer).
    `accepted`, `refused`, `held` and `awaiting` add up to `entries`. `by` is the later bundle whose contents include
    this one's, 0 for none; where this one was returned, the later one was too. `owner` has to act next, and `todo` says
    how; None where all is done.
    """

    to: str
    number: int
    made_on: str
    age: int
    entries: int
    files: int
    size: int
    carrier: str
    state: str
    handed_on: str
    accepted: int
    refused: int
    held: int
    awaiting: int
    by: int
    owner: str
    todo: Sentence | None
    detail: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where all entries for one office stand: `accepted` of `entries`, the rest by what keeps it back.

    `awaiting` lie in a bundle without an answer, `unpacked` in none (the oldest since `unpacked_on`, "" for none).
    `silent` are the days since the last answer, None before the first. `at_rest` is True where everything is confirmed
    but confirmations, which wait for the next news.
    """

    to: str
    name: str
    entries: int
    accepted: int
    refused: int
    held: int
    awaiting: int
    unpacked: int
    unpacked_on: str
    silent: int | None
    at_rest: bool
    todo: Sentence | None


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something of another office that did not come, `age` days since `since`, and whom to call about it.

    `kind` is ``entries`` (`first` to `last` of a log are missing, and later ones wait), ``bundles`` (the `numbers` of
    bundles that were lost on the way, in stretches, with nothing missing), ``silent`` or ``never``. `phone` may be "".
    """

    code: str
    name: str
    kind: str
    first: int
    last: int
    numbers: Stretches
    since: str
    age: int
    who: str
    phone: str
    sentence: Sentence
