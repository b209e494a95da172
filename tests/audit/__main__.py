"""`make audit`: says everything that is wrong, and fails where there is anything."""

import subprocess
import sys
from importlib.metadata import distributions

from tests.audit import lock, secrets


def main() -> int:
    """The number of things that are wrong."""
    if "--write-baseline" in sys.argv:
        secrets.write()
    wrong: list[str] = []
    for name in ("requirements.txt", "requirements-test.txt"):
        wrong += [f"{name}: {fault}" for fault in lock.faults((secrets.ROOT / name).read_text("utf-8"))]
    locked = lock.pinned((secrets.ROOT / "requirements-test.txt").read_text("utf-8"))
    wrong += lock.differing(locked, ((one.metadata["Name"], one.version) for one in distributions()))
    wrong += [f"licence: {one}" for one in lock.unfree()]
    looked_at = secrets.known()
    wrong += [f"{one[0]}:{line}: looks like a secret ({one[1]})" for one, line in secrets.found_in(secrets.tracked())
              if one not in looked_at]  # fmt: skip
    for line in wrong:
        print(line)
    command = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "app"]
    bandit = subprocess.run(command, cwd=secrets.ROOT, check=False)
    print(f"audit: {len(locked)} locked packages, {len(secrets.tracked())} files, {len(wrong)} findings")
    return 1 if wrong or bandit.returncode else 0


sys.exit(main())
