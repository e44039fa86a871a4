"""Adopted plans: versions with their targets, tasks, duties and money."""
