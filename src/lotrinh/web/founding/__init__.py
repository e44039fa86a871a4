"""Making a province's list of units from the reference data: choose, look, confirm."""
