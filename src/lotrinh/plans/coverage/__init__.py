"""What a plan takes up of a higher document: pure values and rules, without a database."""
