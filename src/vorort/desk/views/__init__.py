"""Pages that look at a person's work over all apps."""
