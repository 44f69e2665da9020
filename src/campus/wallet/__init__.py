"""What a learner holds: claims, sharing, exports, and badges from elsewhere."""
