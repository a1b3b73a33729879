"""The dialects of the field: what an issuer of each is configured with, and what its tokens say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tests.uitgevers import (
    CORE,
    GDI,
    GEMACHTIGDE,
    KVK,
    KVKNR,
    SIGNICAT_NIN,
    TUSSENPERSOON,
    VERTEGENWOORDIGDE,
    link,
    uitgever,
)

Claims: TypeAlias = Mapping[str, Any]

ANNA, BILAL, DE_KRUL, DE_KADE = GEMACHTIGDE, VERTEGENWOORDIGDE, KVK, TUSSENPERSOON
"""Two persons and two companies, all invented."""

_SUB = {"sub": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}
_BEARER = {**_SUB, "typ": "Bearer"}
_SMARTCARD = "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard"


@dataclass(frozen=True)
class Dialect:
    """How one family of brokers writes a token.

    ``persoon`` and ``bedrijf`` give the claims in which whatever they are handed stands where the number belongs; None
    for who does not log in here.
    """

    id: str
    """That of the issuer in ``docs/uitgevers``."""
    sample: str | None
    """The file in which it is configured; None for one that is configured by ``eigen`` alone."""
    persoon: Callable[[object], Claims] | None
    bedrijf: Callable[[object], Claims] | None
    twee: Claims
    """The claims of two betrokkenen in one token: by two rules wherever two of its rules can apply together."""
    dubbel: Claims | None = None
    """The claims by which two rules name the same betrokkene; None where no two can."""
    vast: Claims = field(default_factory=lambda: _SUB)
    """What else stands in every token of this dialect."""
    typ: str = "JWT"
    genoeg: str = "http://eidas.europa.eu/LoA/substantial"
    te_laag: str = "http://eidas.europa.eu/LoA/low"
    acr_values: str = (
        f"http://eidas.europa.eu/LoA/substantial urn:etoegang:core:assurance-class:loa3 {_SMARTCARD} "
        f"http://eidas.europa.eu/LoA/high urn:etoegang:core:assurance-class:loa4 {_SMARTCARD}PKI"
    )
    """What a caller whose login is too weak is told would do."""
    eigen: Mapping[str, Any] = field(default_factory=dict)
    """What is configured otherwise than in the sample."""

    @property
    def instelling(self) -> dict[str, Any]:
        """What is configured of its issuer."""
        return {**(uitgever(self.sample, self.id) if self.sample else {}), **self.eigen}

    def wie(self, ander: bool = False) -> Claims:
        """The claims of somebody who logs in here: Anna or De Krul, or another one."""
        if self.persoon is not None:
            return self.persoon(BILAL if ander else ANNA)
        assert self.bedrijf is not None
        return self.bedrijf(DE_KADE if ander else DE_KRUL)


KEYCLOAK: Final = Dialect(
    "keycloak",
    "keycloak",
    persoon=lambda value: {"bsn": value},
    bedrijf=None,
    twee={"bsn": [ANNA, BILAL]},
    vast={**_BEARER, "sid": "0f4c9d0e", "realm_access": {"roles": ["offline_access"]}},
    genoeg="2",
    te_laag="1",
    acr_values="2 3",
)

NL_PORTAL: Final = Dialect(
    "nl-portal",
    "nl-portal",
    persoon=lambda value: {"aanvrager": {"bsn": value}},
    bedrijf=lambda value: {"aanvrager": {"kvk": value}},
    twee={"aanvrager": {"bsn": ANNA, "kvk": DE_KRUL}},
    vast=_BEARER,
)

OPENZAAK: Final = Dialect(
    "openzaak-realm",
    "openzaak-realm",
    persoon=lambda value: {"aanvrager.bsn": value},
    bedrijf=lambda value: {"aanvrager.kvk": value},
    twee={"bsn": ANNA, "aanvrager.bsn": BILAL},
    dubbel={"bsn": ANNA, "aanvrager.bsn": ANNA},
    vast=_BEARER,
    genoeg="Substantieel",
    te_laag="Midden",
    acr_values=f"Substantieel {_SMARTCARD} Hoog {_SMARTCARD}PKI",
)

DIGID: Final = Dialect(
    "digid",
    "digid-eherkenning",
    persoon=lambda value: {"bsn": value},
    bedrijf=None,
    twee={"bsn": ANNA, f"{GDI}:LegalSubjectID": BILAL},
    dubbel={"bsn": ANNA, f"{GDI}:LegalSubjectID": ANNA},
    te_laag="urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
)

EHERKENNING: Final = Dialect(
    "eherkenning",
    "digid-eherkenning",
    persoon=None,
    bedrijf=lambda value: {f"{CORE}:LegalSubjectID": value, "namequalifier": KVKNR},
    twee={f"{CORE}:LegalSubjectID": [DE_KRUL, DE_KADE], "namequalifier": KVKNR},
    vast={**_SUB, f"{CORE}:ActingSubjectID": "medewerker-7"},
    genoeg="urn:etoegang:core:assurance-class:loa3",
    te_laag="urn:etoegang:core:assurance-class:loa2plus",
)

NLGOV: Final = Dialect(
    "nlgov",
    "nlgov",
    persoon=lambda value: {**link("BSN", ""), "sub": value},
    bedrijf=lambda value: {**link("KvKnr", ""), "sub": value},
    twee={**link("BSN", ""), "sub": [ANNA, BILAL]},
    vast={},
    typ="at+jwt",
)

SIGNICAT: Final = Dialect(
    "signicat",
    "signicat",
    persoon=lambda value: {**SIGNICAT_NIN, "nin": value},
    bedrijf=None,
    twee={**SIGNICAT_NIN, "nin": [ANNA, BILAL]},
    typ="at+jwt",
)

PORTAAL: Final = Dialect(
    "portaal",
    None,
    persoon=lambda value: {"bsn": value},
    bedrijf=lambda value: {"kvk": value},
    twee={"bsn": ANNA, "kvk": DE_KRUL},
    eigen={
        "kanaal": "burger",
        "doelgroepen": ["mijnzaken-bff"],
        "tokenTypen": ["JWT"],
        "betrokkene": [{"type": "bsn", "pad": ["bsn"]}, {"type": "kvk", "pad": ["kvk"]}],
        "betrouwbaarheid": {"minimum": "substantieel"},
    },
)
"""A portal that signs its own tokens: its keys are in a file."""

DIALECTEN: Final = (KEYCLOAK, NL_PORTAL, OPENZAAK, DIGID, EHERKENNING, NLGOV, SIGNICAT, PORTAAL)
