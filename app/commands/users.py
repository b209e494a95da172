"""`jipp create-organiser`: the first account of an installation; all others are made by an organiser."""

from typing import Annotated

import typer
from pydantic import ValidationError

from app.commands.words import lines_of


def create_organiser(
    email: Annotated[str, typer.Argument(help="Surel.")],
    name: Annotated[str, typer.Argument(help="Nama.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make an account with the role of organiser."""
    from app import database
    from app.domain import passwords, users
    from app.errors import DomainError
    from app.models.password import OwnPassword
    from app.models.user import GrantInput, Role, UserCreate
    from app.rules.permissions import SYSTEM

    try:
        body = UserCreate(email=email, name=name, roles=[GrantInput(role=Role.organiser)])
        chosen = passwords.checked_hash(OwnPassword(password=password).password, name, email)
        with database.writing() as session:
            user = users.create(session, SYSTEM, body, chosen)
    except (ValidationError, DomainError) as error:
        for line in lines_of(error):
            typer.echo(line, err=True)
        raise typer.Exit(1) from None  # not the error itself: it quotes the password
    typer.echo(f"Akun penyelenggara dibuat: {user.email}")
