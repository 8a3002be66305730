"""Static transparency site of a conférence intercommunale du logement."""
