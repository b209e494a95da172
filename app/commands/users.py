"""`jipp create-organiser`: the first account of an installation; all others are made by an organiser."""

from typing import Annotated

import typer


def create_organiser(
    email: Annotated[str, typer.Argument(help="Surel.")],
    name: Annotated[str, typer.Argument(help="Nama.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make an account with the role of organiser."""
    from app import database
    from app.domain import users
    from app.models.user import GrantInput, Role, UserCreate
    from app.rules.permissions import SYSTEM

    body = UserCreate(email=email, name=name, password=password, roles=[GrantInput(role=Role.organiser)])
    with database.writing() as session:
        user = users.create(session, SYSTEM, body)
    typer.echo(f"Akun penyelenggara dibuat: {user.email}")
