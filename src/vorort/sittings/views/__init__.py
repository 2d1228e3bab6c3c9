"""The page that stays open during a meeting, and what it sends."""
