"""Views of plans: each parses, calls a selector or service, answers."""
