"""What goes in and out, with the words that the schema says of it."""
