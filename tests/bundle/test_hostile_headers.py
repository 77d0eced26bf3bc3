"""What a stranger's age header may cost: measured in a process of its own, each under 50 ms and 50 MB.

A library that honours a passphrase stanza's work factor spent 41 s and 8.2 GB on a few hundred bytes.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from clerk_app.crypto import SealingKey

MOST_SECONDS, MOST_BYTES = 0.050, 50 << 20
VERSION = b"age-encryption.org/v1\n"
END = b"--- " + base64.b64encode(bytes(32)).rstrip(b"=") + b"\n"
BODY = base64.b64encode(bytes(range(32))).rstrip(b"=") + b"\n"
X25519 = b"-> X25519 " + BODY + BODY
LOW_ORDER = b"-> X25519 " + base64.b64encode(bytes(32)).rstrip(b"=") + b"\n" + BODY
SALT = base64.b64encode(bytes(16)).rstrip(b"=")

HEADERS = {
    "a passphrase with a work factor of 2^30": VERSION + b"-> scrypt " + SALT + b" 30\n" + BODY + END,
    "a passphrase with a work factor of 2^63": VERSION + b"-> scrypt " + SALT + b" 63\n" + BODY + END,
    "a passphrase beside a recipient": VERSION + X25519 + b"-> scrypt " + SALT + b" 30\n" + BODY + END,
    "a plug-in": VERSION + b"-> ../../../bin/sh x\n" + BODY + END,
    "an SSH recipient": VERSION + b"-> ssh-ed25519 abcd " + BODY + BODY + END,
    "a hundred thousand recipients": VERSION + X25519 * 100_000 + END,
    "seventeen recipients": VERSION + X25519 * 17 + END,
    "sixteen recipients": VERSION + X25519 * 16 + END + bytes(100_000),
    "sixteen shares of low order": VERSION + LOW_ORDER * 16 + END + bytes(100_000),
    "a header without end": VERSION + b"-> X25519 " + b"A" * 100_000_000,
    "a stanza without end": VERSION + X25519 + b"A" * 64 + (b"\n" + b"A" * 64) * 500_000,
    "ten million empty lines": VERSION + b"\n" * 10_000_000,
    "a version without end": b"age-encryption.org/v1" + b"1" * 50_000_000,
    "arrows": VERSION + b"-> " * 5_000_000,
    "no recipients": VERSION + END,
    "an end alone": VERSION + b"---",
}

LOOK = """
import json, resource, sys, time
from pathlib import Path
from clerk_app import bundle
from clerk_app.crypto import SealingKey
from clerk_app.errors import ClerkError

folder, key = Path(sys.argv[1]), SealingKey.parse(sys.argv[2])

def look(path):
    try:
        with bundle.open_sealed(path, key, folder):
            return "opened"
    except ClerkError as error:
        return error.code

look(folder / "warm")
told = {}
for path in sorted(folder.glob("*.cwb")):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    code = look(path)
    took = time.process_time() - began
    told[path.stem] = [code, took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024]
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measured by resource usage")
def test_no_header_costs_more_than_fifty_milliseconds_and_fifty_megabytes(tmp_path: Path) -> None:
    (tmp_path / "warm").write_bytes(VERSION + X25519 + END + bytes(1000))
    for number, header in enumerate(HEADERS.values()):
        (tmp_path / f"{number:02d}.cwb").write_bytes(header)
    key = SealingKey.generate().secret
    command = [sys.executable, "-c", LOOK, str(tmp_path), key]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    named = dict(zip(HEADERS, (told[name] for name in sorted(told)), strict=True))
    assert all(code.startswith("age-") for code, _seconds, _bytes in named.values()), named
    dear = {name: cost for name, cost in named.items() if cost[1] >= MOST_SECONDS or cost[2] >= MOST_BYTES}
    assert dear == {}
