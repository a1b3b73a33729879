"""How a rol is found: by whom it concerns and in what capacity.

The same filters serve ``/rollen`` and, with ``rol__`` before them, ``/zaken``. There, in Open Zaak, all of them must
hold for one and the same rol: a BSN beside ``omschrijvingGeneriek=behandelaar`` finds the zaken that this person
handles. Elsewhere each may hold for another (``Dialect.rolfilters_samen``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mijnzaken_bff.demo.gemeente.filters import Filter, Test, keuze, link, tekst
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.probleem import Ongeldig, ongeldige_keuze

BETROKKENE_TYPEN = (
    "medewerker",
    "natuurlijk_persoon",
    "niet_natuurlijk_persoon",
    "organisatorische_eenheid",
    "vestiging",
)
OMSCHRIJVINGEN_GENERIEK = (
    "adviseur",
    "behandelaar",
    "belanghebbende",
    "beslisser",
    "initiator",
    "klantcontacter",
    "mede_initiator",
    "zaakcoordinator",
)

_SAML = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
_ETOEGANG = "urn:etoegang:core:assurance-class:"
_BETROUWBAARHEID = (
    tuple(
        f"{_SAML}{niveau}"
        for niveau in ("PasswordProtectedTransport", "MobileTwoFactorContract", "Smartcard", "SmartcardPKI")
    ),
    tuple(f"{_ETOEGANG}{niveau}" for niveau in ("loa1", "loa2", "loa2plus", "loa3", "loa4")),
)
_MACHTIGINGEN = {"eigen": "", "gemachtigde": "gemachtigde", "machtiginggever": "machtiginggever"}


@dataclass(frozen=True, slots=True)
class Sleutel:
    """One way to identify a betrokkene: the field, and the only betrokkeneType in which it is looked for."""

    betrokkene_type: str
    veld: str
    max_length: int

    def controleer(self, naam: str, waarde: str) -> None:
        """Length is all that is looked at. There is no elfproef: a wrong BSN finds nothing."""
        if len(waarde) > self.max_length:
            raise Ongeldig(naam, "max_length", "De waarde is te lang.")

    def hoort_bij(self, rol: Resource, waarde: str) -> bool:
        identificatie = rol["betrokkeneIdentificatie"] or {}
        return bool(rol["betrokkeneType"] == self.betrokkene_type and identificatie.get(self.veld) == waarde)

    def als_filter(self) -> Filter:
        def lees(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
            self.controleer(naam, waarde)
            return (lambda rol: self.hoort_bij(rol, waarde)) if waarde else None

        return lees


SLEUTELS: Mapping[str, Sleutel] = {
    f"betrokkeneIdentificatie__{naam}": Sleutel(*sleutel)
    for naam, sleutel in {
        "natuurlijkPersoon__inpBsn": ("natuurlijk_persoon", "inpBsn", 9),
        "natuurlijkPersoon__anpIdentificatie": ("natuurlijk_persoon", "anpIdentificatie", 17),
        "natuurlijkPersoon__inpA_nummer": ("natuurlijk_persoon", "inpA_nummer", 10),
        "nietNatuurlijkPersoon__innNnpId": ("niet_natuurlijk_persoon", "innNnpId", 9),
        "nietNatuurlijkPersoon__annIdentificatie": ("niet_natuurlijk_persoon", "annIdentificatie", 17),
        "nietNatuurlijkPersoon__kvkNummer": ("niet_natuurlijk_persoon", "kvkNummer", 8),
        "nietNatuurlijkPersoon__vestigingsNummer": ("niet_natuurlijk_persoon", "vestigingsNummer", 24),
        "vestiging__vestigingsNummer": ("vestiging", "vestigingsNummer", 24),
        "vestiging__kvkNummer": ("vestiging", "kvkNummer", 8),
        "medewerker__identificatie": ("medewerker", "identificatie", 128),
        "organisatorischeEenheid__identificatie": ("organisatorische_eenheid", "identificatie", 255),
    }.items()
}


def _machtiging(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
    if not waarde:
        return None
    if waarde not in _MACHTIGINGEN:
        raise ongeldige_keuze(naam, waarde)
    return lambda rol: bool(rol.get("indicatieMachtiging") == _MACHTIGINGEN[waarde])


def _machtiging_loa(_opslag: Opslag, naam: str, waarde: str) -> Test | None:
    if not waarde:
        return None
    for niveaus in _BETROUWBAARHEID:
        if waarde in niveaus:
            toegestaan = niveaus[: niveaus.index(waarde) + 1]
            return lambda rol: (rol.get("authenticatieContext") or {}).get("levelOfAssurance") in toegestaan
    raise ongeldige_keuze(naam, waarde)


ROLFILTERS: Mapping[str, Filter] = {
    "betrokkene": tekst("betrokkene"),
    "betrokkeneType": keuze("betrokkeneType", BETROKKENE_TYPEN),
    "omschrijvingGeneriek": keuze("omschrijvingGeneriek", OMSCHRIJVINGEN_GENERIEK),
    "machtiging": _machtiging,
    "machtiging__loa": _machtiging_loa,
}
"""Beside the ``SLEUTELS``."""

LOSSE_ROLFILTERS: Mapping[str, Filter] = {
    **ROLFILTERS,
    "omschrijving": tekst("omschrijving"),
    "roltype": link("roltype"),
    "zaak": link("zaak"),
}
"""Those of ``/rollen``, beside the same ``SLEUTELS``."""
