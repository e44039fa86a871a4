"""The national list of places: to look up, to load, to correct."""
