"""What the ZGW standard says: paths, filters and field names. A question enters; models of the standard leave."""
