"""What we promise the portal: the models of every answer. They enter from ``normalise`` and leave as JSON."""
