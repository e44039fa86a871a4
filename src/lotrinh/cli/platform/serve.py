"""`lotrinh serve`: the platform, from an empty folder to pages that answer, with one command."""

from __future__ import annotations

import errno
import http.client
import ipaddress
import os
import socket
import subprocess
import sys
import webbrowser
from typing import Final

import click

from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import place
from lotrinh.cli.platform.supervisor import Child, Supervisor
from lotrinh.cli.problems import EXIT_FAILED, CommandError
from lotrinh.cli.texts import Lang, say

_READY: Final = "/he-thong/san-sang"
#: Requests that one web process has in hand; others wait in the queue of the socket.
_IN_HAND: Final = 64


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "serve",
        lang,
        callback=run,
        params=[
            click.Option(["--demo"], is_flag=True, help=say("option.demo", lang)),
            click.Option(["--host"], metavar="ADDRESS", default="127.0.0.1", help=say("option.host", lang)),
            click.Option(["--port"], type=click.IntRange(1, 65535), default=8000, help=say("option.port", lang)),
            click.Option(["--workers"], type=click.IntRange(1, 64), default=None, help=say("option.workers", lang)),
            click.Option(
                ["--job-workers"], type=click.IntRange(0, 64), default=1, help=say("option.job-workers", lang)
            ),
            click.Option(["--open", "show"], is_flag=True, help=say("option.open-page", lang)),
        ],
    )


def run(demo: bool, host: str, port: int, workers: int | None, job_workers: int, show: bool, lang: Lang) -> int:  # noqa: FBT001, PLR0913, PLR0917 - the options of the command
    """Prepare the data folder, then run web server and job workers until a signal ends them."""
    if demo:
        os.environ["LOTRINH_PROFILE"] = "demo"
    if os.environ.get("LOTRINH_PROFILE") == "demo" and not _loopback(host):
        raise CommandError("serve.demo-host", host=host)
    os.environ["LOTRINH_SUPERVISOR"] = str(os.getpid())
    os.environ["LOTRINH_LANG"] = lang
    # A data folder that was there before may be open to others on the machine; what lies in it never is.
    os.umask(0o077)
    with place.held(place.data_dir()):
        _free(host, port)
        prepared = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "lotrinh.cli.platform.prepare", *(["--demo"] if demo else [])],
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if prepared.returncode:
            return EXIT_FAILED
        children = [Child("web", _web(host, port, workers or (1 if demo else 2)))]
        children += [Child(f"worker-{number}", ("lotrinh.cli", "worker")) for number in range(1, job_workers + 1)]
        supervisor = Supervisor(children, lang)
        return supervisor.run(lambda: _announce(host, port, lang, demo=demo, show=show))


def _web(host: str, port: int, workers: int) -> tuple[str, ...]:
    return (
        "lotrinh.cli.platform.web",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        # More threads do not help: Python runs one at a time.
        f"--blocking-threads={min(8, 2 * (os.cpu_count() or 1))}",
        f"--backpressure={_IN_HAND}",
        "--respawn-failed-workers",
        "--respawn-interval=0.5",
        "--workers-kill-timeout=20",
        "--no-ws",
        "--log-level=warning",
        "lotrinh.wsgi:application",
    )


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _free(host: str, port: int) -> None:
    """Raise CommandError when the port is taken, before anything else is done."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise CommandError("serve.no-such-host", host=host) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError("serve.port-taken", port=port, other=min(port + 1, 65535)) from error
        raise CommandError("serve.cannot-listen", host=host, port=port, reason=error) from error


def _announce(host: str, port: int, lang: Lang, *, demo: bool, show: bool) -> bool:
    """Say the address once the pages answer; whether they do."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a name to look up, nothing is bound
    connection = http.client.HTTPConnection(name, port, timeout=5)
    try:
        connection.request("GET", _READY)
        if connection.getresponse().status != http.HTTPStatus.OK:
            return False
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    url = f"http://{f'[{name}]' if ':' in name else name}:{port}"
    key = "serve.answers-demo" if demo else "serve.answers"
    sys.stdout.write(say(key, lang, url=url) + "\n")
    sys.stdout.flush()
    if show and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
        webbrowser.open(url)
    return True
