"""The line icons of the interface, drawn for this project on a 24 × 24 grid."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

LINE = {
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "warning": '<path d="M12 4 2.5 20h19Z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.8v.1"/>',
    "page": '<path d="M5 5h14v14H5Z"/><path d="M8 9h8M8 12h8M8 15h4"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>',
    "upload": '<path d="M12 16V5M7 9.5l5-5 5 5M5 20h14"/>',
    "lock": '<path d="M6 11h12v9H6Z"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "up": '<path d="M12 19V6M6.5 11 12 5.5 17.5 11"/>',
    "down": '<path d="M12 5v13M6.5 13l5.5 5.5 5.5-5.5"/>',
    "chance": '<path d="M3 9c3-3 6-3 9 0s6 3 9 0M3 16c3-3 6-3 9 0s6 3 9 0"/>',
    "ring": '<circle cx="12" cy="12" r="6"/>',
    "none": '<path d="M5 19 19 5"/><circle cx="12" cy="12" r="9"/>',
}
FILLED = {
    "sure": '<path d="M12 3 21 12 12 21 3 12Z"/>',
    "few": '<circle cx="6" cy="12" r="2"/><circle cx="14" cy="12" r="2"/>',
    "dot": '<circle cx="12" cy="12" r="7"/>',
}


def svg(name: str) -> SafeString:
    """Return the icon ``name``, hidden from screen readers; an unknown name raises ``KeyError``."""
    filled = name in FILLED
    drawing = FILLED[name] if filled else LINE[name]
    return format_html(
        '<svg class="vo-ico{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        " vo-ico--fill" if filled else "",
        mark_safe(drawing),
    )


def names() -> tuple[str, ...]:
    """Return all icon names."""
    return (*LINE, *FILLED)
