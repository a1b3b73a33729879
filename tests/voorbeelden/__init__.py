"""The fixtures for front-end teams: what the service answers, made by its own code from invented registers."""
