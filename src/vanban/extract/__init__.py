"""What a document says, one module or package for each part of the record."""
