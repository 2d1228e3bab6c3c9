"""Which areas hold which, as their keys say."""


def lies_in(inner: str, outer: str) -> bool:
    """Whether one area is a part of another: districts carry the key of their town and a dash."""
    if inner == outer:
        return False
    return inner.startswith(f"{outer}-") or ("-" not in outer and inner.startswith(outer))
