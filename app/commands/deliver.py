"""`jipp deliver`: sends mail and webhooks in a process of its own, beside servers with ``JIPP_DELIVER=false``."""

import logging
import signal
from typing import Annotated

import typer


def deliver(
    once: Annotated[bool, typer.Option("--once", help="Send what is due now, and stop.")] = False,
) -> None:
    """Send mail and webhooks until stopped (Ctrl+C, SIGTERM); what is being sent is finished first."""
    from app import database
    from app.delivery.courier import Courier

    logging.basicConfig(level=logging.INFO)
    courier = Courier()
    if once:
        courier.drain()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: courier.stop())
    courier.run()
    database.dispose_engines()
