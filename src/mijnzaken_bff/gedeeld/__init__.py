"""What replicas share and belongs to nobody: small values go to a store and come back checked, and never a zaak."""
