"""Assessment instruments as data."""
