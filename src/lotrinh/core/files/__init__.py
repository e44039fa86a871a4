"""Files by their hash, in one folder outside the web root."""
