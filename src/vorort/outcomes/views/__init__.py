"""Pages on which somebody looks at what becomes public of a measure, and makes it so."""
