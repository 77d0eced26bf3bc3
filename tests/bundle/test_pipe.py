"""Two threads, one stream: in order, bounded, and a failure of one side ends the other."""

from __future__ import annotations

import random
import threading

import pytest

from clerk_app.bundle.container import PIECE
from clerk_app.bundle.pipe import AHEAD, beside
from clerk_app.errors import IntegrityError


def drain(pipe, size=100_000):
    taken = bytearray()
    while data := pipe.read(size):
        taken += data
    return bytes(taken)


def fill(pipe):
    while True:
        pipe.write(bytes(PIECE))


def refuse(pipe):
    pipe.read(1)
    raise IntegrityError("container-malformed")


@pytest.mark.parametrize("portions", [[1], [PIECE], [PIECE - 1, 2, PIECE, 3 * PIECE, 5], [8192] * 300, []])
@pytest.mark.parametrize("size", [1 << 16, PIECE, 2 * PIECE])
def test_what_goes_in_comes_out(portions, size):
    chance = random.Random(1)
    given = [chance.randbytes(portion) for portion in portions]

    def work(pipe):
        assert [pipe.write(portion) for portion in given] == portions

    with beside(work) as pipe:
        assert drain(pipe, size) == b"".join(given)


def test_the_other_side_may_be_the_reader():
    taken = []
    with beside(lambda pipe: taken.append(drain(pipe))) as pipe:
        for _ in range(40):
            pipe.write(b"x" * PIECE)
        pipe.write(b"end")
    assert taken == [b"x" * 40 * PIECE + b"end"]


def test_a_writer_is_never_far_ahead():
    begun, most = threading.Event(), []

    def work(pipe):
        for _ in range(50):
            pipe.write(bytes(PIECE))
            most.append(len(pipe._waiting))
        begun.set()

    with beside(work) as pipe:
        drain(pipe)
    assert max(most) <= AHEAD


def test_a_failure_of_the_other_side_is_what_the_caller_meets():
    def work(pipe):
        pipe.write(bytes(PIECE))
        raise IntegrityError("age-damaged")

    with pytest.raises(IntegrityError, match="age-damaged"), beside(work) as pipe:
        drain(pipe)


def test_a_failure_of_the_reading_side_stops_a_writer_that_waits():
    def work(pipe):
        pipe.read(1)
        raise OSError(28, "full")

    with pytest.raises(OSError, match="full"), beside(work) as pipe:
        fill(pipe)


def test_a_failure_of_the_caller_is_its_own():
    ended = []

    def work(pipe):
        try:
            fill(pipe)
        finally:
            ended.append(True)

    with pytest.raises(IntegrityError, match="container-malformed"), beside(work) as pipe:
        refuse(pipe)
    assert ended == [True]
