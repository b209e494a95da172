"""Deeds of judging, one file a deed."""
