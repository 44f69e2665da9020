"""What joins Laurel to other systems: one folder for each, which holds all of itself, pages included."""
