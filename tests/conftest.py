"""What every test stands on: one manner of drawing examples, no screen needed, and nothing of this user's touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Two loaded cores are slow now and then; a rule that holds late still holds.
settings.register_profile("house", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Each worker has a screen of its own: on one screen windows take the focus from each other."""
    if "PYTEST_XDIST_WORKER" in os.environ and os.environ.get("QT_QPA_PLATFORM") == "xcb" and shutil.which("Xvfb"):
        told, tell = os.pipe()
        command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL)
        os.close(tell)
        config.add_cleanup(lambda: (server.terminate(), server.wait()))
        with open(told, encoding="ascii") as number:
            os.environ["DISPLAY"] = f":{number.readline().strip()}"
        os.environ.pop("XAUTHORITY", None)


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings and passphrases of whoever runs the tests are neither read nor written."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        for name in ("CLERK_OFFICE", "CLERK_PASSPHRASE", "CLERK_LANG"):
            patch.delenv(name, raising=False)
        yield
