"""Deeds on proposals, one file a deed."""
