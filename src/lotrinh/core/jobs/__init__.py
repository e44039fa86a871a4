"""Work in the background that survives the death of its worker."""
