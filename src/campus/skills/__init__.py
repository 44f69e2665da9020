"""Skills and occupations of outside frameworks: loaded, and searched in two alphabets."""
