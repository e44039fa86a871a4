"""Documents: the list, one document, bringing files in, what identifies a document, its standing and its audience."""
