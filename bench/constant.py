"""A FastAPI route that always answers the same bytes: what a ready-made answer is held against."""

import os
from pathlib import Path

from fastapi import FastAPI, Response

BODY = Path(os.environ["CONSTANT"]).read_bytes()
app = FastAPI()


@app.get("/healthz")
@app.get("/constant")
async def constant() -> Response:
    """The bytes."""
    return Response(BODY, media_type="application/json")
