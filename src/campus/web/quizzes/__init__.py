"""What author and learner see alike: a question with its controls, what was sent, what is told afterwards."""
