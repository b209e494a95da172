"""Reads, and the only place that filters by permission."""
