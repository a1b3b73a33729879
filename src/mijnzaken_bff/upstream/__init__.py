"""One HTTP conversation with one register. A question of ours enters; JSON or a ``SourceError`` leaves."""
