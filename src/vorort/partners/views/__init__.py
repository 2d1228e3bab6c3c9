"""Pages of the list of partners."""
