"""Pages on which staff write programmes and decide on applications for their award."""
