"""Who asks. The values of the Authorization header enter; a Caller leaves, or one of four refusals, and no claim."""
