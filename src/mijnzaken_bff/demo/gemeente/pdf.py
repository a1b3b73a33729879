"""A small real PDF: one page, a few lines of text in Helvetica."""

_KOP = b"%PDF-1.4\n"
_LETTERS = b"<< /Font << /F1 5 0 R >> >>"


def pdf(*regels: str) -> bytes:
    """One A4 page with these lines on it; what is not in Latin-1 becomes a question mark."""
    tekst = b" T* ".join(b"(" + _ontsnapt(regel) + b") Tj" for regel in regels)
    stroom = b"BT /F1 14 Tf 56 780 Td 20 TL " + tekst + b" ET"
    objecten = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources " + _LETTERS + b" >>",
        b"<< /Length " + str(len(stroom)).encode() + b" >>\nstream\n" + stroom + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    uit, plaatsen = _KOP, list[int]()
    for nummer, inhoud in enumerate(objecten, start=1):
        plaatsen.append(len(uit))
        uit += f"{nummer} 0 obj\n".encode() + inhoud + b"\nendobj\n"
    tabel = b"".join(f"{plaats:010d} 00000 n \n".encode() for plaats in plaatsen)
    aantal = str(len(objecten) + 1).encode()
    staart = b"trailer\n<< /Size " + aantal + b" /Root 1 0 R >>\nstartxref\n" + str(len(uit)).encode() + b"\n%%EOF\n"
    return uit + b"xref\n0 " + aantal + b"\n0000000000 65535 f \n" + tabel + staart


def _ontsnapt(regel: str) -> bytes:
    for teken in "\\()":
        regel = regel.replace(teken, f"\\{teken}")
    return regel.encode("latin-1", "replace")
