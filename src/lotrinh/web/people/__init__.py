"""People: the operator's list of accounts and roles, many at once from a table, and everybody's own sessions."""
