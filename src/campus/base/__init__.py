"""What every other app stands on: audit, facts for the workers, refusals, search, limits."""
