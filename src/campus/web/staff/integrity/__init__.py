"""Cases about how work was done."""
