"""Read-only figures over what happened."""
