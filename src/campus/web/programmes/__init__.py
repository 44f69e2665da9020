"""What pages about programmes have in common: requirements in words, and as a picture."""
