"""Words about enrolling that learners and staff both read."""
