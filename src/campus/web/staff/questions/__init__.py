"""Question banks: the list, one bank, its questions, and files of them."""
