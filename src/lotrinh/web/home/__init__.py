"""The first page: what a person has to do."""
