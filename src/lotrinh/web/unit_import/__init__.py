"""Units from a table: the form to fill in, a look at each row, then all of them."""
