"""Show what proofs print although they pass: the figures are what somebody runs them for.

Loaded by ``make prove``; also from several processes.
"""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.getreports("passed"):
        if report.when == "call" and report.capstdout.strip():
            terminalreporter.write_sep("-", report.nodeid)
            terminalreporter.write_line(report.capstdout.strip("\n"))
