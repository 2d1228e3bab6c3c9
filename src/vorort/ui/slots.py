"""Places on a page of a lower app where an upper app adds a button or a panel.

An upper app registers a template (or a callable that returns safe HTML) in ``AppConfig.ready``;
the lower page says ``{% slot "deliveries.new" %}`` and knows nobody.
"""

from collections.abc import Callable
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

Part = str | Callable[[dict[str, Any]], SafeString | str]

_parts: dict[str, list[tuple[int, Part]]] = {}


def register(name: str, part: Part, *, order: int = 100) -> None:
    """Add a part to the slot ``name``; the same part twice counts once; smaller order first."""
    parts = _parts.setdefault(name, [])
    if all(known != part for _, known in parts):
        parts.append((order, part))
        parts.sort(key=lambda entry: entry[0])


def parts(name: str) -> tuple[Part, ...]:
    """Return the parts of a slot in their order."""
    return tuple(part for _, part in _parts.get(name, ()))


def names() -> tuple[str, ...]:
    """Return the names of all slots that somebody fills."""
    return tuple(sorted(_parts))


def render(name: str, context: Context) -> SafeString:
    """Return the HTML of all parts of a slot, each with the context of the page."""
    flat: dict[str, Any] = {}
    for layer in context:
        flat.update(layer)
    request = flat.get("request")
    done: list[str] = []
    for part in parts(name):
        if isinstance(part, str):
            done.append(get_template(part).render(flat, request))
        else:
            done.append(str(part(flat)))
    # Templates escape by themselves; a callable promises safe HTML.
    return mark_safe("".join(done))
