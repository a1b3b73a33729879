"""A loket in a process of its own, before a register elsewhere, so that its memory can be measured."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mijnzaken_bff.api.instelling import Grenzen
from mijnzaken_bff.domain.meting import NoMeter
from mijnzaken_bff.upstream.bulkhead import Bulkhead
from mijnzaken_bff.upstream.pool import Grens, Pool, real_transport
from mijnzaken_bff.upstream.register import Limits
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen, Service
from mijnzaken_bff.upstream.tls import trust
from mijnzaken_bff.upstream.toegang import GeenToegang
from tests.rooms.api.loket import RUIM, Loket, UitRegister
from tests.rooms.upstream.doorlaten import still
from tests.rooms.upstream.klok import Background, FakeClock


@dataclass(frozen=True)
class Dienst:
    """The process, and where it listens."""

    pid: int
    port: int

    def most_memory(self) -> int:
        """The most bytes that it ever held."""
        told = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(told.partition("VmHWM:")[2].split()[0]) * 1024


@contextmanager
def dienst_voor(bron_port: int) -> Iterator[Dienst]:
    """A process that passes on what the register on ``bron_port`` streams."""
    command = [sys.executable, "-m", __name__, str(bron_port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE)  # noqa: S603 - our own program
    assert process.stdout is not None
    try:
        yield Dienst(process.pid, int(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


async def main(bron_port: int) -> None:
    """Listen, and print where."""
    pool = Pool(
        real_transport(trust()),
        bron="waterdam",
        grens=Grens(4),
        limits=Limits(),
        ceiling=Bulkhead(100),
        clock=FakeClock(),
        ticks=still,
        spawn=Background().spawn,
        meter=NoMeter(),
    )
    service = Service(url=f"http://127.0.0.1:{bron_port}/documenten/api/v1/")
    register = pool.register(service, GeenToegang(soort="geen"), api="documenten", inhoud=True)
    grenzen = Grenzen(per_betrokkene=RUIM, downloads_per_betrokkene=50)
    front = Loket(UitRegister(register, Inhoudsgrenzen()), grenzen).front()
    serves = asyncio.create_task(front.serve())
    while not front.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.01)
    print(front.servers[0].sockets[0].getsockname()[1], flush=True)  # noqa: T201 - to who started it
    await serves


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
