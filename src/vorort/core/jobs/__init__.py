"""Background jobs: enqueue by dotted name, after the commit."""
