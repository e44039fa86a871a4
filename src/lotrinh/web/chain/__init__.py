"""The chain of directives around a document, and the documents that are still missing."""
