"""Pages on which somebody looks at what becomes public, and makes it so."""
