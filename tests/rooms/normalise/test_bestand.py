"""What a file is called and what it is: nothing that a browser runs, and no name that leads elsewhere."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mijnzaken_bff.normalise.bestand import LONGEST_NAME, OCTET_STREAM, bestandsnaam_of, extensie_of, media_type_of
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject


def named(bestandsnaam: str | None = None, titel: str | None = None, formaat: str | None = None) -> str:
    return bestandsnaam_of(EnkelvoudigInformatieObject(bestandsnaam=bestandsnaam, titel=titel, formaat=formaat))


@pytest.mark.parametrize(
    ("formaat", "mediatype"),
    [
        ("application/pdf", "application/pdf"),
        ("APPLICATION/PDF ", "application/pdf"),
        ("image/png", "image/png"),
        ("image/jpeg", "image/jpeg"),
        ("image/jpg", "image/jpeg"),
        ("image/gif", "image/gif"),
        ("image/webp", "image/webp"),
        ("image/tiff", "image/tiff"),
        ("text/plain", "text/plain"),
        ("text/csv", "text/csv"),
        ("application/rtf", "application/rtf"),
        ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
        ("application/msword", "application/msword"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("application/zip", "application/zip"),
        ("message/rfc822", "message/rfc822"),
        ("video/mp4", "video/mp4"),
        ("audio/mpeg", "audio/mpeg"),
    ],
)
def test_a_kind_of_file_that_a_browser_does_not_run_is_named(formaat, mediatype):
    assert media_type_of(formaat) == mediatype


@pytest.mark.parametrize(
    "formaat",
    [
        None, "", "pdf", ".pdf", "text/html", "TEXT/HTML", "application/xhtml+xml", "image/svg+xml", "text/xml",
        "application/xml", "application/javascript", "text/javascript", "application/x-msdownload", "multipart/mixed",
        "application/pdf; charset=utf-8", "text/plain;charset=utf-7", "application/pdf\r\nX-Evil: 1",
        "application/pdf,x", "application /pdf", "application/pdf" + "x" * 4096, "*/*",
    ],
)  # fmt: skip
def test_whatever_else_a_register_writes_is_only_bytes(formaat):
    assert media_type_of(formaat) == OCTET_STREAM


@pytest.mark.parametrize(
    ("told", "name"),
    [
        pytest.param({"bestandsnaam": "besluit.pdf"}, "besluit.pdf", id="as the register has it"),
        pytest.param({"bestandsnaam": "Brief.PDF"}, "Brief.PDF", id="an extension in capitals"),
        pytest.param({"titel": "Besluit", "formaat": "application/pdf"}, "Besluit.pdf", id="made of the titel"),
        pytest.param({"titel": "Besluit.pdf", "formaat": "application/pdf"}, "Besluit.pdf", id="a titel like a name"),
        pytest.param({"titel": "Versie 1.2", "formaat": "application/pdf"}, "Versie 1.2.pdf", id="a number"),
        pytest.param({"titel": "Besluit", "formaat": "text/html"}, "Besluit", id="a kind we do not name"),
        pytest.param({"bestandsnaam": "brief", "formaat": "application/pdf"}, "brief.pdf", id="no extension"),
        pytest.param({}, "document", id="no name at all"),
        pytest.param({"formaat": "image/png"}, "document.png", id="only a kind"),
        pytest.param({"bestandsnaam": "...", "titel": "\u202e"}, "document", id="names of nothing"),
        pytest.param({"bestandsnaam": "../../etc/passwd"}, "etc-passwd", id="a path"),
        pytest.param({"bestandsnaam": "C:\\temp\\a.pdf"}, "C--temp-a.pdf", id="a path on Windows"),
        pytest.param({"bestandsnaam": "a\u2215b\uff0fc.pdf"}, "a-b-c.pdf", id="what looks like a path"),
        pytest.param({"bestandsnaam": ".htaccess"}, "htaccess", id="a hidden file"),
        pytest.param({"bestandsnaam": "brief.pdf. . "}, "brief.pdf", id="dots at the end"),
        pytest.param({"bestandsnaam": 'a"; filename="b.exe'}, "a; filename=b.exe", id="quotes"),
        pytest.param({"bestandsnaam": "foto's van café.jpg"}, "foto’s van café.jpg", id="an apostrophe"),
        pytest.param({"bestandsnaam": "cafe\u0301.pdf"}, "café.pdf", id="an accent by itself"),
        pytest.param({"bestandsnaam": "a\r\nb\tc\x00.pdf"}, "a b c.pdf", id="control characters"),
        pytest.param({"bestandsnaam": "rekening\u202efdp.exe"}, "rekeningfdp.exe", id="turned around"),
        pytest.param({"bestandsnaam": "half\ud800.pdf"}, "half.pdf", id="half of a pair"),
        pytest.param({"bestandsnaam": "€ 25 👩‍👩‍👧.pdf"}, "€ 25 👩‍👩‍👧.pdf", id="euro and emoji"),
        pytest.param({"bestandsnaam": "CON"}, "_CON", id="a device"),
        pytest.param({"bestandsnaam": "nul.txt"}, "_nul.txt", id="a device with an extension"),
        pytest.param({"bestandsnaam": "com1 .pdf"}, "_com1 .pdf", id="a device with a blank"),
        pytest.param({"bestandsnaam": "LPT³.pdf"}, "_LPT³.pdf", id="a device with a strange digit"),
        pytest.param({"bestandsnaam": "console.txt"}, "console.txt", id="no device"),
        pytest.param({"bestandsnaam": "x" * 300 + ".pdf"}, "x" * 146 + ".pdf", id="too long"),
        pytest.param({"bestandsnaam": "x" * 4096}, "x" * 150, id="much too long"),
    ],
)  # fmt: skip
def test_a_file_has_a_name_that_is_safe_everywhere(told, name):
    assert named(**told) == name


@pytest.mark.parametrize(
    ("name", "extensie"),
    [
        ("a.pdf", "pdf"),
        ("a.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("a", None),
        ("v1.2", None),
        ("a.7z", "7z"),
        ("a.é", None),
    ],
)
def test_an_extension_is_the_last_part_of_a_name(name, extensie):
    assert extensie_of(name) == extensie


ANYTHING = st.text(max_size=400) | st.text(alphabet="./\\ .\"'\u202e\ud800\x00\ncon1:", max_size=30)
FORMATS = st.sampled_from(["application/pdf", "text/html", "image/png", ""]) | st.text(max_size=20)


@given(ANYTHING | st.none(), ANYTHING | st.none(), FORMATS)
def test_no_name_whatsoever_leads_elsewhere_or_hides_something(bestandsnaam, titel, formaat):
    name = named(bestandsnaam, titel, formaat)

    assert 1 <= len(name) <= LONGEST_NAME
    assert not set(name) & set("/\\\"`':*?<>|\n\r\t")
    assert not name.startswith((".", " ", "-"))
    assert not name.endswith((".", " "))
    assert all(unicodedata.category(c)[0] != "C" or c == "\u200d" for c in name)
    assert re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)\s*(\..*)?", name, re.IGNORECASE) is None
    name.encode()


@given(ANYTHING, FORMATS)
def test_a_name_that_was_made_safe_stays_as_it_is(bestandsnaam, formaat):
    name = named(bestandsnaam, None, formaat)

    assert named(name, None, formaat) == name


@given(st.text(min_size=1, max_size=400), st.sampled_from([".pdf", ".docx", ".JPG"]))
def test_however_long_a_name_is_it_keeps_its_extension(bestandsnaam, extension):
    assert named(f"x{bestandsnaam}x{extension}").endswith(extension)


@given(st.text(max_size=60))
def test_a_media_type_is_one_of_those_we_know_and_never_one_that_a_browser_runs(formaat):
    told = media_type_of(formaat)

    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", told)
    assert not re.search("html|xml$|xml;|svg|script", told)


def test_a_name_with_more_accents_than_can_be_put_in_order_keeps_its_extension():
    marks = "\u0345" * 100_000 + "\u0301" * 100_000 + "\u0316" * 100_000

    naam = bestandsnaam_of(EnkelvoudigInformatieObject(bestandsnaam=f"brief{marks}.pdf"))

    assert naam.endswith(".pdf")
    assert len(naam) <= LONGEST_NAME
