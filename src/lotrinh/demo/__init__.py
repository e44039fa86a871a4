"""The demo: an invented province with people, one plan in force and one document waiting."""
