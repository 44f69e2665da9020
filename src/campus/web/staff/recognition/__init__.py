"""The desk's own pages: the queue, a case beside its target, and the decision."""
