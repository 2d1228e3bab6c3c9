"""`make bench`: every bench script once, each prints ratios and the absolute figures beside them.

python bench/run.py            all
python bench/run.py imports    one
"""

import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def scripts(wanted: list[str]) -> list[Path]:
    found = [path for path in sorted(HERE.glob("*.py")) if path.name != "run.py"]
    return [path for path in found if not wanted or path.stem in wanted]


def machine() -> str:
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load at start {load:.1f}"


def main() -> int:
    print(f"Machine: {machine()}", flush=True)
    failed = []
    for path in scripts(sys.argv[1:]):
        print(f"\n== {path.stem}", flush=True)
        started = time.monotonic()
        if subprocess.run([sys.executable, str(path)], check=False).returncode:
            failed.append(path.stem)
        print(f"== {path.stem}: {time.monotonic() - started:.0f} s", flush=True)
    if failed:
        print(f"\nNot within its ratio or not correct: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
