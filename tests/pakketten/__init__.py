"""What we use of others: which versions, from where, under which licence."""
