"""Reads of the rights of people."""
