"""The commands that run the platform: one module for each. Only they load Django, and only when they are called."""
