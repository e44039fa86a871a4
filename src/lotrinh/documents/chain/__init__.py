"""The chain of directives: which documents are one, at which level they stand, how they hang together. No database."""
