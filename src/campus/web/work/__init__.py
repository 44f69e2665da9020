"""What learner and assessor see alike of an assignment: its rubric, its files, its dates."""
