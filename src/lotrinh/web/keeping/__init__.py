"""What agencies that ended keep and receive still: who keeps it from now on, who receives in their place."""
