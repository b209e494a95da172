"""Statements composed once: for what is asked or written so often that composing costs more than running."""
