"""Reading documents and what the engine read in them; what a person may not see is not there."""
