"""Submissions and their marks: rubrics, second and third markers, the board that confirms; holds and appeals."""
