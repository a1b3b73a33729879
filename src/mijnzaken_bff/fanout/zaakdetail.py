"""One zaak of somebody, with everything that hangs on it and may be seen."""

from __future__ import annotations

from collections.abc import Collection

from mijnzaken_bff.contract.uitkomst import Uitkomst
from mijnzaken_bff.contract.zaakdetail import ZaakDetail
from mijnzaken_bff.contract.zaakoverzicht import ZaakRij
from mijnzaken_bff.domain.caller import BetrokkeneCaller
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.verwerking import Verwerking, VerwerkingSink, noted_request
from mijnzaken_bff.fanout.meting import Zaakmeting
from mijnzaken_bff.fanout.voor import voor_of
from mijnzaken_bff.fanout.zaakdossier import Gekoppeld, Zaakdossier
from mijnzaken_bff.fanout.zaakfout import NietGevonden, ZaakMislukt
from mijnzaken_bff.fanout.zaakvraag import Gevonden, Zaakvragen
from mijnzaken_bff.normalise.document import Documentoordeel
from mijnzaken_bff.normalise.zaak import rij_of
from mijnzaken_bff.normalise.zaakdetail import Dossier, inhoud_of


class Zaakdetails:
    """Answers the question for one zaak. One per application; it remembers nothing of anybody.

    The register proves first that the zaak is of the betrokkene and may be shown; nothing else is asked before that.
    """

    def __init__(
        self, vragen: Zaakvragen, clock: Clock, *, sink: VerwerkingSink, meting: Zaakmeting, seconds: float
    ) -> None:
        self._vragen = vragen
        self._clock = clock
        self._sink = sink
        self._meting = meting
        self._seconds = seconds

    async def detail(
        self, caller: BetrokkeneCaller, bronnen: Collection[str], zaak_id: str, verwerking: Verwerking
    ) -> ZaakDetail:
        """The zaak with this id, as far as ``bronnen`` are open to ``caller``, within the deadline.

        Raises ``NietGevonden``, the same for a zaak that is unknown, of somebody else or not to be shown; and
        ``ZaakMislukt`` when the bron cannot tell.
        """
        with noted_request(verwerking, caller.betrokkene, self._clock, self._sink) as verloop:
            try:
                gevonden = await self._vragen.gevonden(caller, bronnen, zaak_id, verwerking, self._seconds)
            except ZaakMislukt:
                self._meting.answered("mislukt")
                raise
            detail = None if gevonden is None else await self._detail(gevonden, caller)
            if detail is None:
                verloop.uitkomst = "nietGevonden"
            else:
                verloop.uitkomst = "volledig" if detail.volledig else "onvolledig"
            self._meting.answered(verloop.uitkomst)
        if detail is None:
            raise NietGevonden
        return detail

    async def _detail(self, gevonden: Gevonden, caller: BetrokkeneCaller) -> ZaakDetail:
        verbinding, bewezen = gevonden.verbinding, gevonden.bewezen
        gelezen = Zaakdossier(gevonden)
        await gelezen.lees()
        dossier = Dossier(
            zaak=bewezen.zaak,
            soort=gelezen.soort,
            rollen=bewezen.rollen,
            statussen=gelezen.statussen,
            substatussen=gelezen.substatussen,
            documenten=tuple(gelezen.documenten),
            besluiten=gelezen.besluiten,
            eigenschappen=gelezen.eigenschappen,
        )
        inhoud = inhoud_of(
            dossier,
            bron=verbinding.bron,
            weergave=verbinding.weergave,
            zichtbaarheid=verbinding.zichtbaarheid,
            vandaag=gevonden.vandaag,
        )
        onderdelen = gelezen.uitkomsten(onbeoordeeld=inhoud.verborgen[Documentoordeel.SOORT_ONBEKEND])
        self._meting.told(verbinding.bron.id, onderdelen, inhoud.verborgen)

        def rij(gekoppeld: Gekoppeld) -> ZaakRij:
            other = gekoppeld.bewezen
            return rij_of(
                other.zaak,
                gekoppeld.soort,
                other.rollen,
                bron=verbinding.bron,
                weergave=verbinding.weergave,
                vandaag=gevonden.vandaag,
            )

        return ZaakDetail(
            volledig=all(onderdeel.uitkomst is Uitkomst.OK for onderdeel in onderdelen),
            peilmoment=self._clock.now(),
            voor=voor_of(caller),
            zaak=inhoud.zaak if gelezen.hoofdzaak is not None else _without_hoofdzaak(inhoud.zaak),
            voortgang=inhoud.voortgang,
            tijdlijn=inhoud.tijdlijn,
            toelichting_termijn=inhoud.toelichting_termijn,
            heropend=inhoud.heropend,
            waarvoor=inhoud.waarvoor,
            documenten=inhoud.documenten,
            besluiten=inhoud.besluiten,
            hoofdzaak=rij(gelezen.hoofdzaak) if gelezen.hoofdzaak is not None else None,
            deelzaken=[rij(gekoppeld) for gekoppeld in gelezen.deelzaken],
            onderdelen=onderdelen,
        )


def _without_hoofdzaak(rij: ZaakRij) -> ZaakRij:
    """The row without the id of a hoofdzaak that may not be shown, or of which that is not known. Its versie stays."""
    return rij if rij.hoofdzaak is None else rij.model_copy(update={"hoofdzaak": None})
