"""The headers of an attachment, whatever a document is called and whatever it says to be."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.api.bijlage import attachment_headers, disposition, media_type
from mijnzaken_bff.normalise.bestand import OCTET_STREAM

HOSTILE = [
    "a\r\nSet-Cookie: x=1.pdf", 'a"; filename="b.html', "../../x", "..\\..\\x.pdf", "€ 100.pdf", "😀👨‍👩‍👧.pdf",
    "lang" * 2560 + ".pdf", "", ".", "..", "/", "CON", "con.txt", "LPT1.pdf", "factuur\u202egnp.exe", "\ud800.pdf",
    "\0",
    "naam\u2028nog.pdf", "a;b=c.pdf", "%0d%0aX: y", "'; DROP.pdf", ".htaccess", "x" * 300 + "." + "y" * 300,
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "plain", "full"),
    [
        ("besluit.pdf", "besluit.pdf", "besluit.pdf"),
        ("Beslissing op uw aanvraag (2).pdf", "Beslissing op uw aanvraag (2).pdf", "Beslissing op uw aanvraag (2).pdf"),
        ("geïnd bedrag.pdf", "geind bedrag.pdf", "geïnd bedrag.pdf"),
        ("€ 100.pdf", "_ 100.pdf", "€ 100.pdf"),
        ("😀.pdf", "_.pdf", "😀.pdf"),
        ("../../x", "x", "x"),
        ("CON.txt", "_CON.txt", "_CON.txt"),
        ("", "document", "document"),
        ("factuur\u202egnp.exe", "factuurgnp.exe", "factuurgnp.exe"),
        ('a"b.pdf', "a_b.pdf", "a_b.pdf"),
    ],
)
def test_a_name_is_told_to_old_browsers_and_in_full(told: str, plain: str, full: str) -> None:
    assert _read(disposition(told)) == (plain, full)


@given(st.one_of(st.sampled_from(HOSTILE), st.text(), st.text(alphabet='./\\"\r\n\u202e€😀:'), st.text(min_size=300)))
def test_any_name_gives_one_safe_header_of_a_kilobyte_at_most(told: str) -> None:
    value = disposition(told)

    assert len(value) <= 1000
    assert value.isascii()
    assert value.isprintable()
    plain, full = _read(value)
    for name in (plain, full):
        assert name
        assert not set(name) & set('/\\"\r\n\0:*?<>|')
        assert name == name.strip(". ")
        assert name.partition(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert "\u202e" not in full


@pytest.mark.parametrize("told", ["x" * 400 + ".pdf", "é" * 400 + ".pdf", "😀" * 400 + ".pdf"])
def test_a_long_name_keeps_its_extension(told: str) -> None:
    assert all(name.endswith(".pdf") for name in _read(disposition(told)))


@pytest.mark.parametrize("told", ["application/pdf", "image/png", "text/csv", "application/vnd.ms-excel"])
def test_what_no_browser_runs_keeps_its_media_type(told: str) -> None:
    assert media_type(told) == told


@pytest.mark.parametrize(
    "told",
    [
        "text/html", "text/html; charset=x", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript",
        "application/ecmascript; x", "multipart/x-mixed-replace", "a/b\r\nX: y", "geen", "", "/", "TEXT/HTML",
        "x/" + "y" * 4096, "a/€",
    ],
)  # fmt: skip
def test_what_a_browser_might_run_and_what_is_no_media_type_is_just_bytes(told: str) -> None:
    assert media_type(told) == OCTET_STREAM


def test_every_attachment_is_kept_apart_from_the_page_that_asks_it() -> None:
    assert attachment_headers("besluit.pdf", "application/pdf", 12) == {
        "Accept-Ranges": "none",
        "Cache-Control": "no-store",
        "Content-Disposition": "attachment; filename=\"besluit.pdf\"; filename*=UTF-8''besluit.pdf",
        "Content-Length": "12",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "application/pdf",
        "Cross-Origin-Resource-Policy": "same-site",
        "X-Content-Type-Options": "nosniff",
    }


def test_a_length_that_nobody_is_sure_of_is_not_told() -> None:
    assert "Content-Length" not in attachment_headers("besluit.pdf", "application/pdf", None)


def _read(value: str) -> tuple[str, str]:
    """The two names in a header, read as RFC 6266 and RFC 8187 say."""
    kind, plain, encoded = value.split("; ")
    assert kind == "attachment"
    assert plain.startswith('filename="')
    assert plain.endswith('"')
    assert encoded.startswith("filename*=UTF-8''")
    return plain[10:-1], unquote(encoded.removeprefix("filename*=UTF-8''"), errors="strict")
