"""``python -m app.commands`` is the `jipp` command."""

from app.commands import main

main()
