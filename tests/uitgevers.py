"""The issuers of ``docs/uitgevers``, and what their tokens say of people. All numbers are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

SAMPLES: Final = Path(__file__).parents[1] / "docs" / "uitgevers"

GDI = "urn:nl-eid-gdi:1.0"
CORE = "urn:etoegang:core"
ETOEGANG = "urn:etoegang:1.9"
DIENST, EHERKENNING_DIENST = "5628edbd-0000-0000-0000-000000000000", "7c9e6679-0000-0000-0000-000000000000"

VERTEGENWOORDIGDE, GEMACHTIGDE = "999990020", "999990019"
"""Whose zaken it is about, and who logged in."""
KVK, TUSSENPERSOON = "90004760", "90107877"

KVKNR, RSINNR = f"{ETOEGANG}:EntityConcernedID:KvKnr", f"{ETOEGANG}:EntityConcernedID:RSIN"
INTERMEDIATE = f"{ETOEGANG}:IntermediateEntityID:KvKnr"
RESTRICTION = f"{ETOEGANG}:ServiceRestriction:Vestigingsnr"

SIGNICAT_NIN: Final[Mapping[str, Any]] = {"nin_issuing_country": "NL", "idp_id": f"S00000000:{GEMACHTIGDE}"}
"""What Signicat says of a number beside it: which country gave it, and that it is a BSN."""


def uitgever(sample: str, naam: str | None = None) -> dict[str, Any]:
    """The settings of one issuer in a sample: the one of this name, or the only one."""
    found = yaml.safe_load((SAMPLES / f"{sample}.yaml").read_text(encoding="utf-8"))["uitgevers"]
    (one,) = [issuer for issuer in found if naam in (None, issuer["id"])]
    return dict(one)


def link(soort: str, sub: str, **more: Any) -> dict[str, Any]:
    """What OIDC-NLGOV says of one person or company."""
    return {"sub": sub, "sub_id_type": f"{GDI}:id:{soort}", **more}


@dataclass(frozen=True)
class Namens:
    """A token of somebody who acts for somebody else, in one dialect."""

    sample: str
    claims: Mapping[str, Any]
    vertegenwoordiging: str
    naam: str | None = None
    dienst: str | None = None
    """The claim that names the service of the mandate; None where the issuer checks it."""
    zaken_van: Mapping[str, str] = field(default_factory=lambda: {"bsn": VERTEGENWOORDIGDE})
    zonder: Mapping[str, Any] = field(default_factory=dict)
    """What leaves out who acts, in a token that then cannot be what it was."""

    @property
    def uitgever(self) -> dict[str, Any]:
        """The settings of the issuer."""
        return uitgever(self.sample, self.naam)


NAMENS: Final[Mapping[str, Namens]] = {
    "digid machtigen": Namens(
        "digid-eherkenning",
        {
            f"{GDI}:LegalSubjectID": VERTEGENWOORDIGDE,
            f"{GDI}:ActingSubjectID": GEMACHTIGDE,
            f"{GDI}:ServiceUUID": DIENST,
        },
        "machtiging",
        naam="digid",
        dienst=f"{GDI}:ServiceUUID",
        zonder={f"{GDI}:ActingSubjectID": None},
    ),
    "eherkenning ketenmachtiging": Namens(
        "digid-eherkenning",
        {
            f"{CORE}:LegalSubjectID": KVK,
            "namequalifier": KVKNR,
            INTERMEDIATE: TUSSENPERSOON,
            f"{CORE}:ActingSubjectID": "medewerker-7",
            f"{CORE}:ServiceUUID": EHERKENNING_DIENST,
        },
        "ketenmachtiging",
        naam="eherkenning",
        dienst=f"{CORE}:ServiceUUID",
        zaken_van={"kvk": KVK},
    ),
    "eherkenning bewindvoering": Namens(
        "digid-eherkenning",
        {
            "sel_uid": VERTEGENWOORDIGDE,
            f"{CORE}:LegalSubjectID": TUSSENPERSOON,
            "namequalifier": KVKNR,
            f"{CORE}:ActingSubjectID": "medewerker-7",
            f"{CORE}:ServiceUUID": EHERKENNING_DIENST,
        },
        "bewindvoering",
        naam="eherkenning",
        dienst=f"{CORE}:ServiceUUID",
        zonder={f"{CORE}:LegalSubjectID": None},
    ),
    "signicat combiconnect": Namens(
        "signicat",
        {**SIGNICAT_NIN, "nin": VERTEGENWOORDIGDE, "acting_nin": GEMACHTIGDE},
        "machtiging",
    ),
    "nl portal": Namens(
        "nl-portal", {"aanvrager": {"bsn": VERTEGENWOORDIGDE}, "gemachtigde": {"bsn": GEMACHTIGDE}}, "machtiging"
    ),
    "nl portal bewindvoering": Namens(
        "nl-portal", {"aanvrager": {"bsn": VERTEGENWOORDIGDE}, "gemachtigde": {"kvk": TUSSENPERSOON}}, "bewindvoering"
    ),
    "nl portal ketenmachtiging": Namens(
        "nl-portal",
        {"aanvrager": {"kvk": KVK}, "gemachtigde": {"kvk": TUSSENPERSOON}},
        "ketenmachtiging",
        zaken_van={"kvk": KVK},
    ),
    "open zaak realm": Namens(
        "openzaak-realm",
        {"aanvrager.bsn": VERTEGENWOORDIGDE, "gemachtigde.bsn": GEMACHTIGDE, "service_uuid": DIENST},
        "machtiging",
        dienst="service_uuid",
    ),
    "nlgov": Namens(
        "nlgov",
        {**link("BSN", GEMACHTIGDE, represents=link("BSN", VERTEGENWOORDIGDE)), f"{GDI}:ServiceUUID": DIENST},
        "machtiging",
        dienst=f"{GDI}:ServiceUUID",
    ),
    "nlgov bewindvoering": Namens(
        "nlgov",
        {**link("KvKnr", TUSSENPERSOON, represents=link("BSN", VERTEGENWOORDIGDE)), f"{GDI}:ServiceUUID": DIENST},
        "bewindvoering",
        dienst=f"{GDI}:ServiceUUID",
    ),
    "nlgov keten": Namens(
        "nlgov",
        {
            **link("Pseudonym", "x-1", represents=link("KvKnr", TUSSENPERSOON, represents=link("KvKnr", KVK))),
            f"{GDI}:ServiceUUID": DIENST,
        },
        "ketenmachtiging",
        dienst=f"{GDI}:ServiceUUID",
        zaken_van={"kvk": KVK},
    ),
}
"""Every dialect in which one acts for another."""


@dataclass(frozen=True)
class Zelf:
    """A token of somebody who asks for himself, in one dialect."""

    sample: str
    claims: Mapping[str, Any]
    nummer: tuple[str, ...]
    """The path of the number by which they are known."""
    naam: str | None = None
    zaken_van: Mapping[str, str] = field(default_factory=lambda: {"bsn": GEMACHTIGDE})

    @property
    def uitgever(self) -> dict[str, Any]:
        """The settings of the issuer."""
        return uitgever(self.sample, self.naam)


ZELF: Final[Mapping[str, Zelf]] = {
    "keycloak": Zelf(
        "keycloak",
        {"bsn": GEMACHTIGDE, "typ": "Bearer", "acr": "2", "azp": "mijn-waterdam", "scope": "openid zaken.lezen"},
        ("bsn",),
    ),
    "digid": Zelf("digid-eherkenning", {"bsn": GEMACHTIGDE}, ("bsn",), "digid"),
    "eherkenning": Zelf(
        "digid-eherkenning",
        {f"{CORE}:LegalSubjectID": KVK, "namequalifier": KVKNR, f"{CORE}:ActingSubjectID": "medewerker-7"},
        (f"{CORE}:LegalSubjectID",),
        "eherkenning",
        {"kvk": KVK},
    ),
    "signicat": Zelf("signicat", {**SIGNICAT_NIN, "nin": GEMACHTIGDE}, ("nin",)),
    "nl portal": Zelf("nl-portal", {"aanvrager": {"bsn": GEMACHTIGDE}}, ("aanvrager", "bsn")),
    "nl portal bedrijf": Zelf(
        "nl-portal",
        {"aanvrager": {"kvk": KVK}, "gemachtigde": {"sub": "medewerker-7"}},
        ("aanvrager", "kvk"),
        None,
        {"kvk": KVK},
    ),
    "open zaak realm": Zelf("openzaak-realm", {"bsn": GEMACHTIGDE}, ("bsn",)),
    "open zaak realm, aanvrager": Zelf("openzaak-realm", {"aanvrager.bsn": GEMACHTIGDE}, ("aanvrager.bsn",)),
    "nlgov": Zelf("nlgov", link("BSN", GEMACHTIGDE), ("sub",)),
}
"""Every dialect in which one asks for oneself, or an employee for the company."""

GEWOON: Final[Mapping[str, Mapping[str, Any]]] = {
    "keycloak": {"acr": "2"},
    "openzaak-realm": {"acr": "Substantieel", "typ": "Bearer"},
    "nl-portal": {"typ": "Bearer"},
}
"""What a good token of a sample says besides."""


def claims_of(who: Namens | Zelf, **changes: Any) -> dict[str, Any]:
    """What a whole token of this dialect says, but for ``changes``."""
    return {**GEWOON.get(who.sample, {}), **who.claims, **changes}
