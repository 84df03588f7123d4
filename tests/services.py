"""Real servers for tests: a throwaway PostgreSQL and Redis where their programs are installed.

Addresses given in TEST_DATABASE_URL and TEST_REDIS_URL are used instead. Nothing outlives the test run.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from glob import glob
from pathlib import Path

Stop = Callable[[], None]


def free_port() -> int:
    """A TCP port nobody listens on at the moment."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def start_postgresql() -> tuple[str, Stop] | None:
    """Start PostgreSQL on a free port with a data directory of its own; None where it is not installed."""
    found = sorted(glob("/usr/lib/postgresql/*/bin")) + ([str(Path(p).parent)] if (p := shutil.which("initdb")) else [])
    if not found:
        return None
    programs = Path(found[-1])
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    run_as: dict[str, object] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root; Debian's package made this account.
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        run_as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data, port = folder / "data", free_port()

    def call(*command: object) -> None:
        subprocess.run(
            [str(c) for c in command],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            **run_as,  # type: ignore[call-overload]
        )

    call(programs / "initdb", "-D", data, "-U", "portal", "--auth=trust", "--encoding=UTF8", "--no-sync")
    fast = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
    options = f"-p {port} -k {folder} -h 127.0.0.1 {fast}"
    call(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")

    def stop() -> None:
        call(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    return f"postgresql://portal@127.0.0.1:{port}/postgres", stop


def start_redis() -> tuple[str, Stop] | None:
    """Start Redis on a free port, in memory only; None where it is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        return None
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    for _ in range(100):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)

    def stop() -> None:
        server.terminate()
        server.wait(10)

    return f"redis://127.0.0.1:{port}/0", stop
