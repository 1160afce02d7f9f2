"""What strangers' code may try against a stack, one test an attack."""
