"""Reading many files: processes that may die, a journal that survives, progress that can be seen."""
