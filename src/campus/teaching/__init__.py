"""Units of a cohort and the learners' way through them: materials, gates, progress, milestones."""
