"""Writing the course of a cohort, and how its learners come along."""
