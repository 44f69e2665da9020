"""Quality as a process: reviews, stages, conditions, complaints, and who may decide."""
