"""A Step: how it is declared, found in its file, and called."""
