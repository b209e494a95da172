"""Pure rules of the competition: no database, no framework."""
