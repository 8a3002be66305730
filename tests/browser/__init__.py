"""The built site, opened in a real browser."""
