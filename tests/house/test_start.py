"""What every command pays for: starting loads nothing that only some of them need."""

import subprocess
import sys

# Each takes seconds or a hundred megabytes; whoever computes or draws loads it then.
DEAR = ("scipy.stats", "scipy.optimize", "numba", "polars", "altair", "vl_convert", "pymupdf")
LOADED = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "vorort.config.settings"
import django
django.setup()
print([name for name in {DEAR!r} if name in sys.modules])
"""


def test_starting_loads_no_engine() -> None:
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
