"""The besluiten in one zaak."""

from __future__ import annotations

from datetime import date

from mijnzaken_bff.contract.base import ContractModel, veld


class Besluit(ContractModel):
    """Eén besluit dat bekend is gemaakt."""

    id: str = veld("Vaste sleutel van het besluit.", zgw="besluiten.Besluit.url")
    naam: str | None = veld(
        "Het soort besluit; null als de catalogus niet te lezen was.", zgw="catalogi.BesluitType.omschrijving"
    )
    kenmerk: str | None = veld("Nummer om te noemen in contact.", zgw="besluiten.Besluit.identificatie")
    datum: date | None = veld("Dag waarop besloten is.", zgw="besluiten.Besluit.datum", format="date")
    verzenddatum: date | None = veld(
        "Dag waarop het verstuurd is.", zgw="besluiten.Besluit.verzenddatum", format="date"
    )
    ingangsdatum: date | None = veld("Dag waarop het ingaat.", zgw="besluiten.Besluit.ingangsdatum", format="date")
    vervaldatum: date | None = veld("Laatste dag waarop het geldt.", zgw="besluiten.Besluit.vervaldatum", format="date")
    uiterlijke_reactiedatum: date | None = veld(
        "Laatste dag waarop u bezwaar kunt maken of kunt reageren.",
        zgw="besluiten.Besluit.uiterlijkeReactiedatum",
        format="date",
    )
    toelichting: str | None = veld(
        "Wat er bij het besluit is opgemerkt; alleen als die getoond mag worden.", zgw="besluiten.Besluit.toelichting"
    )
    documenten: list[str] = veld(
        "Ids van de documenten bij dit besluit; zie documenten.",
        zgw="besluiten.BesluitInformatieObject.informatieobject",
    )
