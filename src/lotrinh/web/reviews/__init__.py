"""The review of a reading: source beside what was read, decisions, the chain of approval."""
