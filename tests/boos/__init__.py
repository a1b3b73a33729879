"""The boze bron: a register over raw sockets and TLS that does whatever can go wrong, between two healthy gemeenten."""
