"""What runs without anybody waiting for it: reactions to facts, sweeps, mails, and the management commands."""
