"""Deeds that write: load, permit, check, change, record. No HTTP here."""
