"""Errors of the world are what they were when they come out of another process."""

from __future__ import annotations

import pickle

import pytest

from clerk_app.errors import ClerkError, IntegrityError, Refusal, RefusedError, SurroundingsError, UsageError


@pytest.mark.parametrize("kind", [ClerkError, IntegrityError, SurroundingsError, UsageError])
def test_an_error_comes_from_another_process_with_its_details(kind: type[ClerkError]) -> None:
    told = pickle.loads(pickle.dumps(kind("bundle-exists", name="x.cwb")))
    assert (type(told), told.code, told.details) == (kind, "bundle-exists", {"name": "x.cwb"})


def test_a_refusal_comes_with_its_conditions() -> None:
    refusals = (Refusal("quorum-not-met", {"body": 40}, "第二十二条", "vote"),)
    told = pickle.loads(pickle.dumps(RefusedError(refusals)))
    assert (type(told), told.code, told.refusals) == (RefusedError, "refused", refusals)
