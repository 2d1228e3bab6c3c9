"""What the rights of people and towns give out: packages and records."""
