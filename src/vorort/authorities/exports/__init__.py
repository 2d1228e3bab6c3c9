"""Texts and files made from what a town told about itself."""
