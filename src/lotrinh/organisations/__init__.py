"""Units of the province and the posts that people hold in them."""
