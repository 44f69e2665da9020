"""Cohorts: learners, gradebooks on their way in, and awards."""
