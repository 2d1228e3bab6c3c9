"""Pages of the head of the administration and of departments."""
