"""The pages of the staff: a folder for each area, templates and style beside them."""
