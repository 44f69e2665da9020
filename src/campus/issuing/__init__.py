"""From an award to a signed credential, once: batches, keys, status lists, revocation, the transparency log."""
