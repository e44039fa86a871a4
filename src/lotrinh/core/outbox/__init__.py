"""Effects outside the database, each entered with the change that causes it and sent at most once."""
