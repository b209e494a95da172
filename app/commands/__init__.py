"""The `jipp` command: migrate, serve, demo, import units, make the first account."""

import os


def main() -> None:
    """The entry point; what it makes is not for other users of the machine to read."""
    os.umask(os.umask(0o077) | 0o007)
    from app.commands.app import cli

    cli()
