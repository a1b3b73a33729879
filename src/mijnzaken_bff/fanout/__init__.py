"""One question to every bron, within a deadline. A betrokkene enters; the overzicht leaves, also when bronnen fail."""
