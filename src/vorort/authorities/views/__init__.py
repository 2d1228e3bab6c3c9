"""The town's own pages: start, members, lists, leaving, log."""
