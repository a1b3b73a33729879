"""Events of verwerkingen enter; lines of a log leave in which the betrokkene is sealed."""
