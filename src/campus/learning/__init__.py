"""Cohorts and their learners: gradebooks, quizzes, results, awards, holds and corrections."""
