"""Documents: files, what was read in them, and what people decided about it."""
