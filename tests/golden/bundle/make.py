"""Makes the bundle of this format under `tests/golden/bundle/`, which every later build must open.

    python tests/golden/bundle/make.py

Run once for each version of the format, never to replace the bundle of a version that was released. `container.zip` is
what lies inside `bundle.cwb`; with `key.txt` and `allowed_signers` the stock programs can check it too.
"""

from __future__ import annotations

import runpy
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from clerk_app.bundle.manifest import VERSION  # noqa: E402
from clerk_app.crypto import allowed_signers  # noqa: E402

TESTS = runpy.run_path(str(HERE.parents[1] / "bundle" / "conftest.py"))
"""The offices and the example of the tests of bundles."""


def main() -> None:
    """Write the bundle, and what is needed to check it."""
    folder = HERE / f"{VERSION:04d}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with tempfile.TemporaryDirectory() as place:
        shop = TESTS["Workshop"](Path(place))
        shop.write(*shop.example(), name="bundle.cwb")
        shutil.copyfile(shop.stick / "bundle.cwb", folder / "bundle.cwb")
        (folder / "container.zip").write_bytes(shop.inside("bundle.cwb"))
    village, township = TESTS["VILLAGE"], TESTS["TOWNSHIP"]
    (folder / "key.txt").write_text(township.sealing.secret + "\n", encoding="ascii")
    (folder / "allowed_signers").write_text(allowed_signers([(village.code, village.signing.public)]), encoding="ascii")


if __name__ == "__main__":
    main()
