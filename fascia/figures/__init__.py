"""Author-time figure engine."""
