"""Quizzes of a cohort: setting one up, its results, and how its questions fared."""
