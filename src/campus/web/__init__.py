"""The pages: for anybody, for learners, for staff."""
