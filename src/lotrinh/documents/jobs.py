"""The background jobs of documents."""
