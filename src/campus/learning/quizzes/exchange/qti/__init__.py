"""QTI 3.0 of 1EdTech: assessment items, alone or in a content package."""
