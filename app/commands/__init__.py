"""The `jipp` command: migrate, serve, demo, import units, make the first account."""

from app.commands.app import cli


def main() -> None:
    """The entry point."""
    cli()
