"""Recognition of prior learning: a portfolio of evidence, judged against the outcomes of a design."""
