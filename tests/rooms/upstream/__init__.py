"""One HTTP conversation with one register, heard on both sides."""
