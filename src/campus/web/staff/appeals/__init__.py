"""Appeals against results, and badges that a changed result contradicts."""
