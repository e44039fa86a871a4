"""The operations: each parses, calls a selector or a service, and answers."""
