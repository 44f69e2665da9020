"""What the pages of the desk and those of applicants have in common."""
