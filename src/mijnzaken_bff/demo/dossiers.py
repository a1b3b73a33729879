"""What is in the zaken of the demo: documents, besluiten, what happens meanwhile. All of it is invented."""

from __future__ import annotations

from datetime import date, timedelta

from mijnzaken_bff.demo.gemeente.gemeente import Gemeente
from mijnzaken_bff.demo.gemeente.opslag import Resource
from mijnzaken_bff.demo.gemeente.pdf import pdf
from mijnzaken_bff.demo.gemeente.vulling_besluiten import (
    besluit,
    besluittype,
    hang_onder,
    voeg_eigenschap_toe,
    voeg_substatus_toe,
)
from mijnzaken_bff.demo.gemeente.vulling_documenten import Richting, document, informatieobjecttype, nieuwe_versie


class Dossiers:
    """Fills the zaken of one gemeente, and keeps the kinds of documents and besluiten that they share."""

    def __init__(self, gemeente: Gemeente) -> None:
        self._gemeente = gemeente
        self._soorten: dict[tuple[str, str], Resource] = {}

    def aanvraag(self, zaak: Resource, *, kenteken: str) -> None:
        """Of a vergunning that is asked: documents both ways, and two that are for the gemeente only."""
        dag, later = _dag(zaak, 0), _dag(zaak, 3)
        document(
            self._gemeente, zaak, titel="Aanvraagformulier parkeervergunning", ontvangstdatum=dag,
            informatieobjecttype=self._soort(zaak, "Aanvraag", "inkomend"), tonenAanInitiator=True,
        )  # fmt: skip
        document(
            self._gemeente, zaak, titel="Toelichting van de aanvrager", ontvangstdatum=dag, formaat="text/plain",
            inhoud=f"Het gaat om mijn auto, kenteken {kenteken}.\n".encode(),
            informatieobjecttype=self._soort(zaak, "Aanvraag", "inkomend"), tonenAanInitiator=True,
        )  # fmt: skip
        brief = document(
            self._gemeente, zaak, titel="Ontvangstbevestiging", creatiedatum=later, verzenddatum=later,
            informatieobjecttype=self._soort(zaak, "Brief", "uitgaand"), tonenAanInitiator=True,
        )  # fmt: skip
        nieuwe_versie(self._gemeente, brief, pdf("Ontvangstbevestiging", "Verbeterd: de naam van de straat klopt nu."))
        document(
            self._gemeente, zaak, titel="Besluit (concept)", creatiedatum=later, status="in_bewerking",
            informatieobjecttype=self._soort(zaak, "Brief", "uitgaand"),
        )  # fmt: skip
        document(
            self._gemeente, zaak, titel="Advies handhaving", creatiedatum=later,
            vertrouwelijkheidaanduiding="vertrouwelijk",
            informatieobjecttype=self._soort(zaak, "Intern advies", "intern"),
        )  # fmt: skip
        voeg_eigenschap_toe(self._gemeente, zaak, "kenteken", kenteken)
        voeg_substatus_toe(self._gemeente, zaak, "Wij wachten op een kopie van uw kentekenbewijs", later)
        voeg_substatus_toe(self._gemeente, zaak, "Collega van Handhaving gebeld", _dag(zaak, 4), "intern")

    def bezwaar(self, zaak: Resource, tegen: str) -> None:
        """Of a bezwaar: what came in."""
        document(
            self._gemeente, zaak, titel=f"Bezwaarschrift tegen {tegen}", ontvangstdatum=_dag(zaak, 0),
            informatieobjecttype=self._soort(zaak, "Bezwaarschrift", "inkomend"), tonenAanInitiator=True,
        )  # fmt: skip
        voeg_eigenschap_toe(self._gemeente, zaak, "bestreden besluit", tegen)

    def aanvulling(self, zaak: Resource) -> None:
        """Of an aanvraag to which something must be added: what came in, and the letter that asks for the rest."""
        later = _dag(zaak, 2)
        self._over_en_weer(zaak, "Aanvraagformulier evenement", "Verzoek om een veiligheidsplan", later)
        voeg_substatus_toe(self._gemeente, zaak, "Wij wachten op uw veiligheidsplan", later)

    def gesprek(self, zaak: Resource) -> None:
        """Of an aanvraag that was talked over: what came in, and what was said."""
        self._over_en_weer(zaak, "Aanvraag hulp", "Verslag van het gesprek", _dag(zaak, 7))

    def _over_en_weer(self, zaak: Resource, ontvangen: str, verzonden: str, later: str) -> None:
        """What came in on the first day, and what went out ``later``."""
        document(
            self._gemeente, zaak, titel=ontvangen, ontvangstdatum=_dag(zaak, 0),
            informatieobjecttype=self._soort(zaak, "Aanvraag", "inkomend"), tonenAanInitiator=True,
        )  # fmt: skip
        document(
            self._gemeente, zaak, titel=verzonden, creatiedatum=later, verzenddatum=later,
            informatieobjecttype=self._soort(zaak, "Brief", "uitgaand"), tonenAanInitiator=True,
        )  # fmt: skip

    def verleend(self, zaak: Resource, omschrijving: str, dagen: int) -> None:
        """Of a vergunning that was given so many days after the start: what came in, and what was decided."""
        document(
            self._gemeente, zaak, titel="Aanvraagformulier parkeervergunning", ontvangstdatum=_dag(zaak, 0),
            informatieobjecttype=self._soort(zaak, "Aanvraag", "inkomend"), tonenAanInitiator=True,
        )  # fmt: skip
        self.besloten(zaak, omschrijving, dagen)

    def besloten(self, zaak: Resource, omschrijving: str, dagen: int) -> None:
        """What was decided so many days after the start, the letter that said so, and until when one may object."""
        dag = _dag(zaak, dagen)
        brief = document(
            self._gemeente, zaak, titel=omschrijving, creatiedatum=dag, verzenddatum=dag,
            informatieobjecttype=self._soort(zaak, "Besluitbrief", "uitgaand"), tonenAanInitiator=True,
        )  # fmt: skip
        sleutel = ("besluit", omschrijving)
        if sleutel not in self._soorten:
            zaaktype = self._gemeente.opslag.vind(zaak["zaaktype"])
            self._soorten[sleutel] = besluittype(self._gemeente, omschrijving, zaaktype)
        besluit(
            self._gemeente, zaak, self._soorten[sleutel], datum=dag, verzenddatum=dag, documenten=[brief],
            uiterlijkeReactiedatum=_dag(zaak, dagen + 42), toelichting="Besluit genomen namens het college.",
        )  # fmt: skip

    def samen(self, hoofdzaak: Resource, *deelzaken: Resource) -> None:
        """Let these be parts of one zaak."""
        for deelzaak in deelzaken:
            hang_onder(self._gemeente, deelzaak, hoofdzaak)

    def _soort(self, zaak: Resource, omschrijving: str, richting: Richting) -> Resource:
        sleutel = (zaak["zaaktype"], omschrijving)
        if sleutel not in self._soorten:
            self._soorten[sleutel] = informatieobjecttype(
                self._gemeente, omschrijving, richting=richting, zaaktype=self._gemeente.opslag.vind(zaak["zaaktype"])
            )
        return self._soorten[sleutel]


def _dag(zaak: Resource, dagen: int) -> str:
    """So many days after the start of ``zaak``."""
    return (date.fromisoformat(zaak["startdatum"]) + timedelta(days=dagen)).isoformat()
