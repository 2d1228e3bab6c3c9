"""Public pages: no sign-in, no session, no cookie."""
