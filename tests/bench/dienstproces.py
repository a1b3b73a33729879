"""The service as one really runs it: ``serve`` in a process of its own, and what the system tells of that process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
import yaml

from tests.processen import free_ports

_STARTED_WITHIN: Final = 30.0
_STOPPED_WITHIN: Final = 30.0
"""In seconds; far more than either takes."""
_PLAIN: Final = ("-c", "import sys; from mijnzaken_bff.cli import main; sys.exit(main())")
_TRACED: Final = ("-m", "tests.bench.getraceerd")


@dataclass(frozen=True, slots=True)
class Process:
    """A running process. Linux tells most of this, elsewhere it is 0."""

    pid: int
    talk: subprocess.Popen[bytes] | None = None
    """Itself, when it keeps count of its memory."""

    @property
    def memory(self) -> int:
        """The bytes that it has in memory now (RSS)."""
        return self._status("VmRSS:")

    @property
    def peak(self) -> int:
        """The most that it ever had."""
        return self._status("VmHWM:")

    @property
    def cpu(self) -> float:
        """The seconds of CPU that it took, of user and system."""
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def files(self) -> tuple[int, int]:
        """How many file descriptors are open, and how many of them are sockets."""
        kinds = []
        with contextlib.suppress(OSError):
            for link in Path(f"/proc/{self.pid}/fd").iterdir():
                with contextlib.suppress(OSError):  # it was closed meanwhile
                    kinds.append(str(link.readlink()))
        return len(kinds), sum(kind.startswith("socket:") for kind in kinds)

    def traced(self) -> int:
        """The bytes that Python holds, as ``tracemalloc`` counts them."""
        if self.talk is None or self.talk.stdin is None or self.talk.stdout is None:
            raise RuntimeError("this process keeps no count")
        self.talk.stdin.write(b"\n")
        self.talk.stdin.flush()
        return int(self.talk.stdout.readline())

    def _status(self, name: str) -> int:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
            return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)
        return 0


@dataclass(frozen=True, slots=True)
class Dienst:
    """The running service: where it is asked, where it is looked after, and its process."""

    adres: str
    beheer: str
    process: Process


@asynccontextmanager
async def serving(tree: Mapping[str, Any], *, traced: bool = False, **dienst: Any) -> AsyncIterator[Dienst]:
    """``serve`` on this configuration, ready to be asked. ``dienst`` is what stands there beside the ports.

    ``traced`` lets it keep count of its memory, which takes time and memory of its own.
    """
    port, beheer = free_ports(2)
    whole = {**tree, "dienst": {"poort": port, "beheer": {"poort": beheer}, "stoppen": {"uitloop": "0s"}, **dienst}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dienst.yaml"
        path.write_text(yaml.safe_dump(whole), encoding="utf-8")
        command = [sys.executable, *(_TRACED if traced else _PLAIN), "serve", "--config", str(path)]
        async with started(command, f"http://127.0.0.1:{beheer}/readyz", talks=traced) as process:
            yield Dienst(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{beheer}", process)


@asynccontextmanager
async def started(command: Sequence[str], ready: str, *, talks: bool = False) -> AsyncIterator[Process]:
    """A command that runs as long as the block does, from when ``ready`` answers that it is."""
    way = subprocess.PIPE if talks else subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603, ASYNC220 - it starts before anything is measured
        command, stdin=way, stdout=way, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": ""}
    )
    try:
        await _answers(process, ready)
        yield Process(process.pid, process if talks else None)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, _STOPPED_WITHIN)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


async def _answers(process: subprocess.Popen[bytes], ready: str) -> None:
    until = time.monotonic() + _STARTED_WITHIN
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                async with session.get(ready) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)
    raise RuntimeError("the service does not answer")
