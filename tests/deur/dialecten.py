"""The dialects of the field: what an issuer of each is configured with, and what its tokens say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Claims: TypeAlias = Mapping[str, Any]

ANNA, BILAL, DE_KRUL = "999990019", "999990020", "90004760"
SUBSTANTIEEL, LAAG = "http://eidas.europa.eu/LoA/substantial", "http://eidas.europa.eu/LoA/low"

_SUB = {"sub": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}
_EIDAS = {"minimum": "substantieel"}


@dataclass(frozen=True)
class Dialect:
    """How one family of brokers writes a token.

    ``persoon`` and ``bedrijf`` give the claims in which whatever they are handed stands where the number belongs.
    """

    id: str
    instelling: Claims
    persoon: Callable[[object], Claims]
    bedrijf: Callable[[object], Claims] | None
    twee: Claims
    """The claims of two betrokkenen in one token."""
    vast: Claims = field(default_factory=lambda: _SUB)
    """What else stands in every token of this dialect."""
    typ: str = "at+jwt"
    genoeg: str = SUBSTANTIEEL
    te_laag: str = LAAG
    acr_values: str = (
        "http://eidas.europa.eu/LoA/substantial urn:etoegang:core:assurance-class:loa3 "
        "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard "
        "http://eidas.europa.eu/LoA/high urn:etoegang:core:assurance-class:loa4 "
        "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI"
    )
    """What a caller whose login is too weak is told would do."""


def _rule(soort: str, *pad: str, **more: Any) -> dict[str, Any]:
    return {"type": soort, "pad": list(pad), **more}


KEYCLOAK: Final = Dialect(
    "keycloak",
    {
        "tokenTypen": ["JWT"],
        "payloadTyp": "Bearer",
        "betrokkene": [_rule("bsn", "bsn"), _rule("kvk", "kvk")],
        "betrouwbaarheid": {"minimum": "substantieel", "waarden": {"1": "laag", "2": "substantieel"}},
    },
    persoon=lambda value: {"bsn": value},
    bedrijf=lambda value: {"kvk": value},
    twee={"bsn": ANNA, "kvk": DE_KRUL},
    vast={**_SUB, "typ": "Bearer", "sid": "0f4c9d0e", "realm_access": {"roles": ["offline_access"]}},
    typ="JWT",
    genoeg="2",
    te_laag="1",
    acr_values="2",
)

NL_PORTAL: Final = Dialect(
    "nl-portal",
    {"betrokkene": [_rule("bsn", "aanvrager", "bsn"), _rule("kvk", "aanvrager", "kvk")], "betrouwbaarheid": _EIDAS},
    persoon=lambda value: {"aanvrager": {"bsn": value}},
    bedrijf=lambda value: {"aanvrager": {"kvk": value}},
    twee={"aanvrager": {"bsn": ANNA, "kvk": DE_KRUL}},
    typ="JWT",
)

OPENZAAK: Final = Dialect(
    "openzaak-realm",
    {"betrokkene": [_rule("bsn", "aanvrager.bsn"), _rule("kvk", "aanvrager.kvk")], "betrouwbaarheid": _EIDAS},
    persoon=lambda value: {"aanvrager.bsn": value},
    bedrijf=lambda value: {"aanvrager.kvk": value},
    twee={"aanvrager.bsn": ANNA, "aanvrager.kvk": DE_KRUL},
    typ="JWT",
)

_CORE = "urn:etoegang:core:LegalSubjectID"
_KVK_IS_MEANT = "urn:etoegang:1.9:EntityConcernedID:KvKnr"

ETOEGANG: Final = Dialect(
    "digid-eherkenning",
    {
        "betrokkene": [
            _rule("bsn", "bsn"),
            _rule("kvk", _CORE, wanneer={"pad": ["namequalifier"], "is": _KVK_IS_MEANT}),
        ],
        "betrouwbaarheid": _EIDAS,
    },
    persoon=lambda value: {"bsn": value},
    bedrijf=lambda value: {_CORE: value, "namequalifier": _KVK_IS_MEANT},
    twee={"bsn": ANNA, _CORE: DE_KRUL, "namequalifier": _KVK_IS_MEANT},
    te_laag="urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
)

_EID = "urn:nl-eid-gdi:1.0:id:"

NLGOV: Final = Dialect(
    "nlgov",
    {
        "betrokkene": [
            _rule("bsn", "sub", wanneer={"pad": ["sub_id_type"], "is": f"{_EID}BSN"}),
            _rule("kvk", "sub", wanneer={"pad": ["sub_id_type"], "is": f"{_EID}KvKnr"}),
        ],
        "betrouwbaarheid": _EIDAS,
    },
    persoon=lambda value: {"sub": value, "sub_id_type": f"{_EID}BSN"},
    bedrijf=lambda value: {"sub": value, "sub_id_type": f"{_EID}KvKnr"},
    twee={"sub": [ANNA, BILAL], "sub_id_type": f"{_EID}BSN"},
    vast={},
)

SIGNICAT: Final = Dialect(
    "signicat",
    {
        "betrokkene": [_rule("bsn", "nin", wanneer={"pad": ["nin_issuing_country"], "is": "NL"})],
        "betrouwbaarheid": _EIDAS,
    },
    persoon=lambda value: {"nin": value, "nin_issuing_country": "NL"},
    bedrijf=None,
    twee={"nin": [ANNA, BILAL], "nin_issuing_country": "NL"},
)

DIALECTEN: Final = (KEYCLOAK, NL_PORTAL, OPENZAAK, ETOEGANG, NLGOV, SIGNICAT)
