"""A local PostgreSQL server for `dbt build --target postgres`: Debian's, on loopback only.

The server has a data folder of its own (.postgres/ in the checkout, ignored by git) and touches no
other server of the machine. It holds nothing that a build cannot make again, so it does not wait
for the disk.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import typer

from trede.paths import project_root

#: Debian keeps the server's programs of each version here, off the PATH.
DEBIAN = Path("/usr/lib/postgresql")
HOST = "127.0.0.1"
SECONDS_TO_START = 60


class ServerError(Exception):
    """PostgreSQL could not be found, made or started; the message says the way out."""


@dataclass(frozen=True)
class Server:
    """Where one server's programs and data are, and how to reach it.

    Attributes:
        programs: folder with initdb, pg_ctl and postgres.
        data: the server's data folder.
        port: TCP port on loopback (TREDE_PG_PORT, default 54329, as in profiles.yml).
        user: role and owner of the database (TREDE_PG_USER).
        password: its password (TREDE_PG_PASSWORD).
        database: name of the database (TREDE_PG_DATABASE).
        system_user: the account that runs the server when we are root, which PostgreSQL refuses.
    """

    programs: Path
    data: Path
    port: int
    user: str
    password: str
    database: str
    system_user: str | None

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs, as its own account when we are root."""
        command = [str(self.programs / program), *arguments]
        if self.system_user:
            command = ["runuser", "-u", self.system_user, "--", *command]
        # Files rather than pipes: the server that pg_ctl leaves behind would keep a pipe open.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            process = subprocess.run(
                command,
                cwd=self.data.parent,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, process.returncode, output.read(), "")

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data / "server.log"

    def is_running(self) -> bool:
        """Tell whether the server of this data folder runs."""
        return (self.data / "postmaster.pid").exists() and (
            self.run("pg_ctl", "status", "-D", str(self.data)).returncode == 0
        )

    def running_port(self) -> int:
        """Return the port that the running server was started on."""
        return int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[3])


def find_programs() -> Path:
    """Find the newest PostgreSQL of the machine, Debian's before one on the PATH.

    Raises:
        ServerError: there is none.
    """
    found = sorted(
        DEBIAN.glob("*/bin/initdb"),
        # 9.6 is older than 15.
        key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[-3])],
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise ServerError(
        "No PostgreSQL server was found (initdb). On Debian and Ubuntu: apt-get install postgresql"
    )


def _system_user() -> str | None:
    """Return the account that runs the server, or None when it is our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ServerError(
        "PostgreSQL does not run as root, and there is no account postgres to run it as. "
        "Debian's package postgresql makes one."
    )


def _data_folder(root: Path, system_user: str | None) -> Path:
    """Return the data folder: .postgres/ in the checkout where the server's account can reach it.

    A checkout below a closed home folder (/root, say) is out of reach of another account: then it
    is a folder under the machine's temporary files, named after the checkout.
    """
    given = os.environ.get("TREDE_PG_DATA")
    if given:
        return Path(given).expanduser().resolve()
    if system_user:
        reach = subprocess.run(
            ["runuser", "-u", system_user, "--", "test", "-x", str(root)], check=False
        )
        if reach.returncode != 0:
            name = hashlib.sha256(str(root).encode()).hexdigest()[:12]
            return Path(tempfile.gettempdir()) / f"trede-postgres-{name}" / "data"
    return root / ".postgres" / "data"


def local_server() -> Server:
    """Describe the server of this checkout, whether it exists already or not."""
    system_user = _system_user()
    return Server(
        programs=find_programs(),
        data=_data_folder(project_root(), system_user),
        port=int(os.environ.get("TREDE_PG_PORT", "54329")),
        user=os.environ.get("TREDE_PG_USER", "trede"),
        password=os.environ.get("TREDE_PG_PASSWORD", "trede"),
        database=os.environ.get("TREDE_PG_DATABASE", "trede"),
        system_user=system_user,
    )


def start(server: Server) -> None:
    """Make the data folder if needed, start the server if needed, make the database if needed.

    Raises:
        ServerError: one of these failed; the message holds PostgreSQL's own.
    """
    if not (server.data / "PG_VERSION").is_file():
        _make_data_folder(server)
    if server.is_running():
        if server.running_port() != server.port:
            raise ServerError(
                f"This checkout's server runs on port {server.running_port()}, not {server.port}: "
                "set TREDE_PG_PORT, or run trede postgres stop first."
            )
    else:
        options = (
            f"-c listen_addresses={HOST} -c port={server.port} -c unix_socket_directories='' "
            # Nothing here outlives a crash: the next build makes it again.
            "-c fsync=off -c full_page_writes=off -c synchronous_commit=off "
            # The two languages of the reports both read ISO dates.
            "-c datestyle=ISO,YMD -c timezone=UTC"
        )
        process = server.run(
            *("pg_ctl", "start", "-w", "-t", str(SECONDS_TO_START)),
            *("-D", str(server.data), "-l", str(server.log), "-o", options),
        )
        if process.returncode != 0:
            log = server.log.read_text(encoding="utf-8")[-2000:] if server.log.exists() else ""
            raise ServerError(
                f"PostgreSQL did not start on port {server.port}. If another server has the port, "
                f"choose one with TREDE_PG_PORT.\n{process.stdout}\n{log}"
            )
    _make_database(server)


def _make_data_folder(server: Server) -> None:
    """Run initdb, with one role that has a password and no way in but loopback."""
    folder = server.data.parent
    folder.mkdir(parents=True, exist_ok=True)
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(server.password + "\n", encoding="utf-8")
    if server.system_user:
        owner = pwd.getpwnam(server.system_user)
        for path in (folder, password_file):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    try:
        process = server.run(
            "initdb",
            *("-D", str(server.data), "--username", server.user, "--pwfile", str(password_file)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
    finally:
        password_file.unlink()
    if process.returncode != 0:
        raise ServerError(f"initdb failed:\n{process.stdout}")


def _make_database(server: Server) -> None:
    """Create the database unless it is there."""
    import psycopg2

    try:
        connection = psycopg2.connect(
            host=HOST,
            port=server.port,
            user=server.user,
            password=server.password,
            dbname="postgres",
            connect_timeout=10,
        )
    except psycopg2.Error as error:
        raise ServerError(f"PostgreSQL runs but does not let us in: {error}") from error
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", (server.database,))
            if cursor.fetchone() is None:
                cursor.execute('create database "{}"'.format(server.database.replace('"', '""')))
    finally:
        connection.close()


def stop(server: Server) -> bool:
    """Stop the server; False when it did not run.

    Raises:
        ServerError: it did not stop.
    """
    if not server.is_running():
        return False
    process = server.run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(server.data))
    if process.returncode != 0:
        raise ServerError(f"PostgreSQL did not stop:\n{process.stdout}")
    return True


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Start, stop or look at a local PostgreSQL server (exit code 1: it failed, and why).",
)


@app.command("start")
def start_command() -> None:
    """Start the server of this checkout; safe to repeat."""
    try:
        server = local_server()
        start(server)
    except ServerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"PostgreSQL runs on {HOST}:{server.port}, database {server.database}")


@app.command("stop")
def stop_command() -> None:
    """Stop the server of this checkout; safe to repeat."""
    try:
        stopped = stop(local_server())
    except ServerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo("PostgreSQL stopped" if stopped else "PostgreSQL did not run")


@app.command("status")
def status_command() -> None:
    """Say whether the server of this checkout runs; exit code 3 when it does not."""
    try:
        server = local_server()
    except ServerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if not server.is_running():
        typer.echo("PostgreSQL does not run (trede postgres start)")
        raise typer.Exit(3)
    typer.echo(f"PostgreSQL runs on {HOST}:{server.running_port()}, data in {server.data}")
