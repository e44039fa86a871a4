"""Makes the rows that tests need, with sensible values where a test does not care."""
