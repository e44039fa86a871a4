"""Pages of adopted plans: the list, a plan with its parts, its rows, its versions; tasks over all plans; adopting."""
