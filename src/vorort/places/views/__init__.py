"""The town's areas: seen, read from files, drawn."""
