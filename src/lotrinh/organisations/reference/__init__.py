"""What the State has decided for the whole country, as dated files with their sources, read into frozen values."""
