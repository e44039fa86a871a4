"""A record in the forms that people and other programs use: pure functions, a PlanRecord in, text or bytes out."""
