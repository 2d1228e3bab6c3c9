"""A real browser for the journeys: pages, axe, widths, themes."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, Request

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=de-DE",
    "--font-render-hinting=none",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"desktop": 1280, "phone": 390, "narrow": 320}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int = 1280
    dark: bool = False
    forced_colours: bool = False
    scripts: bool = True
    touch: bool = False


def start(playwright: Playwright) -> Browser:
    """Start the Chromium of the machine, or the one that Playwright brought."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=system, args=ARGUMENTS, headless=True)


def open_page(browser: Browser, look: Look | None = None) -> Page:
    """Return a page in a context of its own (no cookies of another test)."""
    look = look or Look()
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme="dark" if look.dark else "light",
        forced_colors="active" if look.forced_colours else "none",
        java_script_enabled=look.scripts,
        locale="de-DE",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
        has_touch=look.touch,
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.faults = faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("requestfailed", lambda r: _note_failure(faults, r))
    return page


def _note_failure(faults: list[str], request: Request) -> None:
    # Leaving a page ends what it was asking for; a download ends the navigation.
    if request.failure != "net::ERR_ABORTED":
        faults.append(f"not loaded: {request.url}")


def assert_quiet(page: Page) -> None:
    """Nothing was refused by the Content-Security-Policy, nothing failed, nothing is missing."""
    faults = getattr(page, "faults", [])
    assert not faults, "\n".join(faults)


def axe_findings(
    page: Page, *, exclude: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Run axe in the page; the strict CSP does not stop what the debugger evaluates."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        """([tags, exclude, only]) => axe.run(
            {include: [['html']], exclude: exclude.map(s => [s])},
            {
                runOnly: only.length ? {type: 'rule', values: only} : {type: 'tag', values: tags},
                resultTypes: ['violations'],
            }
        )""",
        [TAGS, list(exclude), list(only)],
    )
    return list(result["violations"])


def assert_axe_clean(
    page: Page, *, exclude: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> None:
    """No finding of axe: WCAG 2.2 A and AA and best practice."""
    lines = [
        f"{finding['id']}: {finding['help']}\n    "
        + "\n    ".join(
            node["html"][:200] + " | " + node["failureSummary"].replace("\n", " ")[:300]
            for node in finding["nodes"][:4]
        )
        for finding in axe_findings(page, exclude=exclude, only=only)
    ]
    assert not lines, "\n".join(lines)


def assert_no_sideways_scrolling(page: Page) -> None:
    """The page fits its width; tables and tabs scroll in a box of their own."""
    wide = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            const names = [];
            if (document.documentElement.scrollWidth > room) {
                for (const e of document.body.querySelectorAll('*')) {
                    const box = e.getBoundingClientRect();
                    if (box.right > room + 1 && !e.closest('.vo-table-box, .vo-tabs, .vo-topnav, .kern-sr-only, .vo-skip'))
                        names.push(e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + Math.round(box.right));
                }
                names.push('scrollWidth ' + document.documentElement.scrollWidth);
            }
            return names.slice(0, 12);
        }"""
    )
    assert not wide, "wider than the screen: " + ", ".join(wide)


def assert_targets_big_enough(page: Page, selector: str, *, pixels: int = 24) -> None:
    """WCAG 2.2 target size: each visible target of ``selector`` is at least this high and wide."""
    small = page.evaluate(
        """([selector, least]) => [...document.querySelectorAll(selector)]
            .map(e => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect()])
            .filter(([, b]) => b.width > 0 && (b.width < least || b.height < least))
            .map(([t, b]) => `${t} ${Math.round(b.width)}×${Math.round(b.height)}`)""",
        [selector, pixels],
    )
    assert not small, ", ".join(small)


def tab_walk(page: Page, *, steps: int = 400) -> list[str]:
    """Walk through the page with the Tab key; return what had the focus, in order.

    Fails when something has the focus and no visible outline.
    """
    seen: list[str] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return null;
                const around = e.closest('.vo-search, .vo-textbox') || e;
                const shown = [e, around].some(x => {
                    const s = getComputedStyle(x);
                    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
                });
                const name = e.tagName + ' ' + (e.getAttribute('aria-label') || e.textContent.trim() || e.name || '').slice(0, 50);
                return [name, shown];
            }"""
        )
        if found is None:
            break
        name, shown = found
        assert shown, f"no visible focus on {name}"
        seen.append(name)
    return seen
