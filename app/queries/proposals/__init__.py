"""Reads of proposals: who sees which, lists, one with its history, readiness, earlier versions."""
