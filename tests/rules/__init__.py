"""The pure rules, one file a module."""
