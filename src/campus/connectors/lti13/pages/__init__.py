"""Pages of the connector: for platforms and their people, and for staff."""
