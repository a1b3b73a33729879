"""A server that only talks to whom it knows: it asks for a certificate, and says in TLS why it refuses one."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import trustme

from tests.rooms.upstream.boze_bron import answer


class StrengeBron:
    """The server, and what it saw. Like nginx and Apache, and unlike asyncio, it sends the alert before it hangs up."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.tls = tls
        self.port = 0
        self.connections = 0
        self.subjects: list[str] = []
        """Who asked, one for each question: the organisation in the certificate."""
        self.handlers: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.handlers.add(task)
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except OSError:
            pass
        finally:
            self.handlers.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        connection = self.tls.wrap_bio(incoming, outgoing, server_side=True)
        asked, met = b"", False
        while data := await reader.read(65_536):
            incoming.write(data)
            try:
                if not met:
                    connection.do_handshake()
                    met = True
                asked += connection.read(65_536)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError:
                writer.write(outgoing.read())
                writer.write_eof()
                while await reader.read(65_536):  # so that our alert is not overtaken by a reset
                    pass
                return
            if b"\r\n\r\n" in asked:
                asked = b""
                certificate = connection.getpeercert() or {}
                names = dict(pair for part in certificate.get("subject", ()) for pair in part)
                self.subjects.append(names.get("organizationName", ""))
                connection.write(answer())
            writer.write(outgoing.read())
            await writer.drain()


@asynccontextmanager
async def strenge_bron(
    own: trustme.LeafCert, *, knows: trustme.CA | None = None, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> AsyncIterator[StrengeBron]:
    """A server with the certificate ``own``, that only talks to who has one of ``knows``."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.maximum_version = newest
    own.configure_cert(tls)
    if knows is not None:
        knows.configure_trust(tls)
        tls.verify_mode = ssl.CERT_REQUIRED
    bron = StrengeBron(tls)
    server = await asyncio.start_server(bron.serve, "127.0.0.1", 0)
    bron.port = server.sockets[0].getsockname()[1]
    try:
        yield bron
    finally:
        server.close()
        for task in list(bron.handlers):
            task.cancel()
        await asyncio.gather(*bron.handlers, return_exceptions=True)


class Papieren:
    """The files of TLS in a folder: who issued what, and for whom."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = trustme.CA(organization_name="Uitgever Waterdam")
        self.other_ca = trustme.CA(organization_name="Uitgever Elders")
        self.ca.cert_pem.write_to_path(folder / "ca.pem")
        self.other_ca.cert_pem.write_to_path(folder / "elders.pem")
        self.issue("mijnzaken", self.ca)

    def issue(self, name: str, ca: trustme.CA) -> None:
        """A certificate and a key for ``name``, as ``<name>.pem`` and ``<name>.key``."""
        leaf = ca.issue_cert(f"{name}@mijnzaken.example", organization_name=name)
        (self.folder / f"{name}.pem").write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        leaf.private_key_pem.write_to_path(self.folder / f"{name}.key")

    def server(self, name: str = "127.0.0.1", ca: trustme.CA | None = None) -> trustme.LeafCert:
        """A certificate for a server."""
        return (ca or self.ca).issue_cert(name)
