"""Who reads what, and who is really best: pure functions on arrays, no database (docs/judging.md)."""
