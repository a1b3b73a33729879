"""The configuration: one YAML file enters; one frozen ``Settings`` leaves, or every problem with its place."""
