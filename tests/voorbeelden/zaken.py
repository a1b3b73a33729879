"""Zaken of the fixtures: as a register writes them, and what our own code makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.normalise.besluit import Besluitstuk
from mijnzaken_bff.normalise.document import Stuk
from mijnzaken_bff.normalise.zaak import rij_of
from mijnzaken_bff.normalise.zaakdetail import Dossier
from mijnzaken_bff.zgw.besluit import Besluit
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.document import EnkelvoudigInformatieObject
from mijnzaken_bff.zgw.eigenschap import ZaakEigenschap
from mijnzaken_bff.zgw.rol import Rol
from mijnzaken_bff.zgw.status import Status, Substatus
from mijnzaken_bff.zgw.zaak import zaak_of
from mijnzaken_bff.zgw.zaaktype import BesluitType, InformatieObjectType
from tests.voorbeelden.stad import (
    BRONNEN,
    VANDAAG,
    resultaattype_link,
    statustype_link,
    uuid,
    weergave_van,
    zaaktype_link,
)

_ZGW = "https://zgw.waterdam.example"


@dataclass(frozen=True, kw_only=True)
class Opgeslagen:
    """A zaak in a register."""

    bron: str
    nummer: str
    soort: Soort
    omschrijving: str
    gezet: tuple[tuple[int, str], ...] = ()
    """Its history: the number of each statustype, and the moment at which it was set. The last is the present one."""
    startdatum: str
    rol: dict[str, Any] = field(default_factory=dict)
    velden: dict[str, Any] = field(default_factory=dict)
    """What else the register wrote."""

    @property
    def uuid(self) -> str:
        """Its UUID in the register."""
        return uuid("zaak", self.nummer)

    @property
    def url(self) -> str:
        """Where it lives."""
        return f"{_ZGW}/zaken/api/v1/zaken/{self.uuid}"

    @property
    def _identificatie(self) -> str:
        return (self.soort.zaaktype.identificatie if self.soort.zaaktype else None) or "ZT-ONBEKEND"

    def statussen(self) -> tuple[Status, ...]:
        """Every status that was set, oldest first."""
        return tuple(Status.model_validate(written) for written in self._statussen())

    def _statussen(self) -> list[dict[str, Any]]:
        return [
            {
                "url": f"{_ZGW}/zaken/api/v1/statussen/{uuid('status', self.nummer, place)}",
                "zaak": self.url,
                "statustype": statustype_link(self._identificatie, nummer),
                "datumStatusGezet": moment,
            }
            for place, (nummer, moment) in enumerate(self.gezet)
        ]

    def dossier(self, *, statussen: bool = True, **parts: Any) -> Dossier:
        """The zaak with what hangs on it, as it was read. Not ``statussen``: its history could not be read."""
        set_ = self._statussen()
        resultaat = self.velden.get("resultaat")
        link = f"{_ZGW}/zaken/api/v1/resultaten/{uuid('resultaat', self.nummer)}"
        written = {
            "url": self.url,
            "uuid": self.uuid,
            "identificatie": self.nummer,
            "omschrijving": self.omschrijving,
            "zaaktype": zaaktype_link(self._identificatie),
            "registratiedatum": self.startdatum,
            "startdatum": self.startdatum,
            "communicatiekanaalNaam": "Website",
            "laatstGemuteerd": set_[-1]["datumStatusGezet"] if set_ else f"{self.startdatum}T09:00:00Z",
            "status": set_[-1]["url"] if set_ else None,
            **self.velden,
            "resultaat": link if resultaat else None,
            "_expand": {
                **({"status": set_[-1]} if set_ else {}),
                **(
                    {"resultaat": {"resultaattype": resultaattype_link(self._identificatie, resultaat)}}
                    if resultaat
                    else {}
                ),
            },
        }
        zaak = zaak_of(written)
        assert zaak is not None
        rol = Rol({"zaak": self.url, "omschrijvingGeneriek": "initiator", **self.rol})
        return Dossier(zaak, self.soort, (rol,), statussen=self.statussen() if statussen else None, **parts)

    def rij(self, vandaag: date = VANDAAG) -> ZaakRij:
        """Its row in the overzicht."""
        dossier, bron = self.dossier(), BRONNEN[self.bron]
        return rij_of(
            dossier.zaak, dossier.soort, dossier.rollen, bron=bron, weergave=weergave_van(bron), vandaag=vandaag
        )

    def substatus(self, omschrijving: str, tijdstip: str) -> Substatus:
        """Something that happened between two statussen."""
        return Substatus.model_validate(
            {
                "url": f"{_ZGW}/zaken/api/v1/substatussen/{uuid('substatus', self.nummer, omschrijving)}",
                "zaak": self.url,
                "omschrijving": omschrijving,
                "tijdstip": tijdstip,
                "doelgroep": "betrokkenen",
            }
        )

    def stuk(self, titel: str, soort: str, richting: str | None, datum: str, **velden: Any) -> Stuk:
        """A document in it. ``richting`` as the catalogue tells it: ``inkomend``, ``uitgaand``, or nothing."""
        key = uuid("document", self.nummer, titel)
        link = f"{_ZGW}/documenten/api/v1/enkelvoudiginformatieobjecten/{key}"
        name = titel.casefold().replace(" ", "-")
        document = EnkelvoudigInformatieObject.model_validate(
            {
                "url": link,
                "titel": titel,
                "status": "definitief",
                "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
                "formaat": "application/pdf",
                "bestandsnaam": f"{name}.pdf",
                "bestandsomvang": 48213,
                "versie": 1,
                "creatiedatum": datum,
                "inhoud": f"{link}/download",
                **velden,
            }
        )
        return Stuk(document, InformatieObjectType(omschrijving=soort), richting)

    def besluit(self, naam: str, datum: str, *stukken: Stuk, **velden: Any) -> Besluitstuk:
        """A besluit in it that was sent on the same day."""
        told = {
            "url": f"{_ZGW}/besluiten/api/v1/besluiten/{uuid('besluit', self.nummer, naam)}",
            "zaak": self.url,
            "identificatie": f"BESLUIT-{self.nummer[-4:]}",
            "datum": datum,
            "verzenddatum": datum,
            **velden,
        }
        documents = tuple(key for stuk in stukken if (key := stuk.uuid))
        return Besluitstuk(Besluit.model_validate(told), BesluitType(omschrijving=naam), documents)

    def eigenschap(self, naam: str, waarde: str) -> ZaakEigenschap:
        """Something that was filled in on the form."""
        return ZaakEigenschap(zaak=self.url, naam=naam, waarde=waarde)
