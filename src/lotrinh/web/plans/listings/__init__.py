"""The lists of plans, of tasks over all plans, and of the rows of one plan."""
