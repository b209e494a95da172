"""The `jipp` command: migrate, serve, demo, import units, make the first account."""


def main() -> None:
    """The entry point."""
    from app.commands.app import cli

    cli()
