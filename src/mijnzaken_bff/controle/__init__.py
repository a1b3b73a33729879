"""Looking at every bron before somebody depends on it: settings enter, findings with a cause and a next step leave."""
