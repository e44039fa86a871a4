"""Units: list, tree, each unit with its names, people and steps of approval; changes by the operator."""
