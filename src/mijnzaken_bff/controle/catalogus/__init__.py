"""A dry run over the live catalogue: the settings and a catalogue enter, what residents would see of it leaves."""
