"""`entraide user`: the first admin, offices, help for who lost a second factor. For who holds the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import uuid4

import orjson
import pyotp
import typer
from sqlmodel import Session, col, delete, select

from app.access.person import audit_name
from app.accounts import offices, second_factor, sessions
from app.accounts.addresses import find_by_address, normalise, seal_address, tag_of
from app.accounts.sign_up import check_new_password
from app.core import audit, clock, db, keys, passwords, preparing
from app.core.errors import Invalid, Refusal
from app.core.render import translate
from app.models.account import Account, AccountRole, AccountStatus, PlatformRole, RecoveryCode

commands = typer.Typer(help="Accounts: the first admin, offices, second factors.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Answer a machine.")]
Address = Annotated[str, typer.Argument(help="The e-mail address of the account.")]
NOBODY = "There is no such account."
BY = "command line"


@contextmanager
def _vault() -> Iterator[Session]:
    """One transaction under the vault's hat; a refusal becomes a sentence and exit code 2."""
    with preparing.database():
        try:
            with db.transaction("vault") as session:
                yield session
        except Refusal as refusal:
            sentences = list(getattr(refusal, "fields", {}).values()) or [refusal.message]
            typer.echo(" ".join(translate("en", one) for one in sentences), err=True)
            raise typer.Exit(2) from refusal


def _find(session: Session, email: str) -> Account:
    found = find_by_address(session, email)
    if found is None:
        raise Invalid(NOBODY)
    return found


@commands.command("create-admin")
def create_admin(
    email: Address,
    password: Annotated[
        str,
        typer.Option(
            prompt=True, hide_input=True, confirmation_prompt=True, envvar="ENTRAIDE_ADMIN_PASSWORD"
        ),
    ],
    locale: Annotated[str, typer.Option(help="fr or en.")] = "fr",
    as_json: AsJson = False,
) -> None:
    """Make an admin with a second factor; its secret and recovery codes are printed once."""
    with _vault() as session:
        address = normalise(email)
        check_new_password(password, address)
        if find_by_address(session, address) is not None:
            raise Invalid("There is an account with this address already. Use: entraide user grant")
        new_id = uuid4()
        made = Account(
            id=new_id,
            email_sealed=seal_address(new_id, email),
            email_tag=tag_of(address),
            birth_year_sealed=keys.seal("birth year", b"0", new_id.bytes),
            password_hash=passwords.hash_password(password),
            status=AccountStatus.ACTIVE.value,
            locale=locale if locale in ("fr", "en") else "fr",
            created_month=clock.month(),
        )
        secret = pyotp.random_base32()
        second_factor.set_secret(made, secret, confirmed=True)
        session.add(made)
        session.flush()
        session.add(AccountRole(account_id=new_id, role=PlatformRole.ADMIN.value))
        codes = second_factor.new_recovery_codes(session, made)
        _granted(session, made, PlatformRole.ADMIN)
    uri = pyotp.TOTP(secret).provisioning_uri(name=address, issuer_name="Entraide")
    if as_json:
        typer.echo(orjson.dumps({"totp_secret": secret, "totp_uri": uri, "recovery_codes": codes}).decode())
        return
    typer.echo(f"The admin can sign in.\nSecond factor: {secret}\n{uri}\nRecovery codes, each works once:")
    for code in codes:
        typer.echo(f"  {code}")


@commands.command("list")
def list_offices(as_json: AsJson = False) -> None:
    """How many accounts there are by status, and how many hold each office. No address is printed."""
    with _vault() as session:
        statuses = session.exec(select(Account.status)).all()
        held = offices.count(session)
        secured = session.exec(
            select(Account.id)
            .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
            .where(~col(Account.totp_confirmed))
            .distinct()
        ).all()
    told = {
        "accounts": {status.value: statuses.count(status.value) for status in AccountStatus},
        "offices": held,
        "offices_without_second_factor": len(secured),
    }
    if as_json:
        typer.echo(orjson.dumps(told).decode())
        return
    for name, figures in (("accounts", told["accounts"]), ("offices", told["offices"])):
        assert isinstance(figures, dict)
        typer.echo(f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))
    typer.echo(f"offices without a second factor: {len(secured)}")


@commands.command()
def grant(email: Address, office: PlatformRole) -> None:
    """Give an office to an account without pseudonyms."""
    _grant(email, office)


@commands.command("grant-researcher")
def grant_researcher(email: Address) -> None:
    """Give a research account."""
    _grant(email, PlatformRole.RESEARCHER)


def _grant(email: str, office: PlatformRole) -> None:
    with _vault() as session:
        account = _find(session, email)
        with db.wearing(session, "web"):
            offices.refuse_who_lives_somewhere(session, account.id)
        if session.get(AccountRole, (account.id, office.value)) is None:
            session.add(AccountRole(account_id=account.id, role=office.value))
        _granted(session, account, office)
    typer.echo(f"The account is a {office.value}. It counts once its second factor is on.")


@commands.command("end-office")
def end_office(email: Address, office: PlatformRole) -> None:
    """Take an office away at once."""
    with _vault() as session:
        _find(session, email)
        with db.wearing(session, "web"):
            offices.end(session, tag_of(email), office, by=BY)
    typer.echo("The office is ended; the account is signed out everywhere.")


@commands.command("reset-second-factor")
def reset_second_factor(email: Address) -> None:
    """Take the second factor away from who lost phone and codes; every device is signed out."""
    with _vault() as session:
        account = _find(session, email)
        account.totp_sealed, account.totp_confirmed, account.totp_last_step = None, False, None
        session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
        with db.wearing(session, "web"):
            sessions.close_all(session, account.id)
            audit.record(session, "account.second-factor-reset", actor=BY, subject=audit_name(account.id))
    typer.echo("The second factor is off. Offices of the account rest until it sets one up again.")


def _granted(session: Session, account: Account, office: PlatformRole) -> None:
    with db.wearing(session, "web"):
        audit.record(session, "office.granted", actor=BY, subject=audit_name(account.id), office=office.value)
