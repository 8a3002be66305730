"""Publish the data and texts of a conférence intercommunale du logement as a static site."""
