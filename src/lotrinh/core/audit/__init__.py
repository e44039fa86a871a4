"""Who changed what: append-only rows, chained by hash."""
