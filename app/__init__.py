"""JIPP: runs a province's public-service innovation competition and network."""

__version__ = "0.1.0"
