"""What residents would see of one version of a zaaktype, and what somebody should look at before they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.controle.bevinding import Stand, worst
from mijnzaken_bff.controle.catalogus.melding import Melding, Meldingsoort, attention
from mijnzaken_bff.controle.catalogus.statuskaart import StatusKaart, statuskaarten
from mijnzaken_bff.controle.catalogus.woorden import counted, on_one_line
from mijnzaken_bff.controle.catalogus.zaaktyperegel import Regel, uitkomst_of
from mijnzaken_bff.domain.duur import Duur
from mijnzaken_bff.normalise.settings import Fasen, Zichtbaarheid
from mijnzaken_bff.normalise.tekst import schoon, zonder_invulplek
from mijnzaken_bff.zgw.catalogus import Soort
from mijnzaken_bff.zgw.zaaktype import ZaakTypeVersie


@dataclass(frozen=True, slots=True)
class ZaaktypeKaart:
    """One version of a zaaktype."""

    identificatie: str | None
    omschrijving: str | None
    titel: str | None
    """What residents read above a zaak; None: its zaaknummer."""
    getoond: bool
    regel: Regel | None
    """The rule that hides it, or that hides a part of its zaken."""
    waarom: str | None
    geldig_van: date | None
    geldig_tot: date | None
    andere_versies: int
    """How many more versions of it there are: running zaken may be of these."""
    intern_of_extern: str | None
    vertrouwelijkheidaanduiding: str | None
    doorlooptijd: str | None
    servicenorm: str | None
    uitgewerkt: bool
    """Whether it was looked at from nearby: it is shown, or somebody asked for it by name."""
    statustypen: tuple[StatusKaart, ...] | None
    """None when they could not be read."""
    meldingen: tuple[Melding, ...]
    """Empty for one that was not looked at from nearby."""

    @property
    def stand(self) -> Stand:
        """The worst of what there is to say of it."""
        return worst(melding.stand for melding in self.meldingen)

    @property
    def intern(self) -> bool:
        """Whether the register calls it internal."""
        return (self.intern_of_extern or "").casefold() == "intern"


def kaart_of(
    versie: ZaakTypeVersie,
    soort: Soort,
    *,
    fasen: Fasen,
    beleid: Zichtbaarheid,
    andere_versies: int,
    onleesbaar: tuple[Melding, ...] = (),
    gevraagd: bool = False,
) -> ZaaktypeKaart:
    """What there is to say of a version. ``onleesbaar``: what of it could not be read. ``gevraagd``: by name."""
    uitkomst = uitkomst_of(versie, beleid)
    uitgewerkt = uitkomst.getoond or gevraagd
    statustypen = None if soort.statustypen is None else statuskaarten(soort, fasen)
    return ZaaktypeKaart(
        identificatie=schoon(versie.identificatie),
        omschrijving=schoon(versie.omschrijving),
        titel=fasen.regels_of(versie.identificatie).titel or schoon(versie.omschrijving),
        getoond=uitkomst.getoond,
        regel=uitkomst.regel,
        waarom=uitkomst.waarom,
        geldig_van=versie.begin_geldigheid,
        geldig_tot=versie.einde_geldigheid,
        andere_versies=andere_versies,
        intern_of_extern=schoon(versie.indicatie_intern_of_extern),
        vertrouwelijkheidaanduiding=schoon(versie.vertrouwelijkheidaanduiding),
        doorlooptijd=schoon(versie.doorlooptijd),
        servicenorm=schoon(versie.servicenorm),
        uitgewerkt=uitgewerkt,
        statustypen=statustypen,
        meldingen=(*onleesbaar, *_meldingen(versie, soort, statustypen)) if uitgewerkt else (),
    )


def _meldingen(versie: ZaakTypeVersie, soort: Soort, statustypen: tuple[StatusKaart, ...] | None) -> Iterator[Melding]:
    if statustypen is not None:
        yield from _of_the_order(soort)
        yield from _without_fase(statustypen)
        for kaart in statustypen:
            yield from _of_a_status(kaart)
    for resultaattype in soort.resultaattypen or ():
        if schoon(resultaattype.toelichting) and zonder_invulplek(resultaattype.toelichting) is None:
            yield attention(
                Meldingsoort.INVULPLEK_TOELICHTING,
                f'resultaat "{on_one_line(resultaattype.omschrijving, 40)}": in de toelichting staat een invulplek; '
                f'bewoners zien haar niet ("{on_one_line(resultaattype.toelichting, 50)}")',
                "Laat de toelichting in de catalogus aanpassen.",
            )
    yield from _of_a_term(Meldingsoort.DOORLOOPTIJD, "doorlooptijd", versie.doorlooptijd)
    yield from _of_a_term(Meldingsoort.SERVICENORM, "servicenorm", versie.servicenorm)


def _of_the_order(soort: Soort) -> Iterator[Melding]:
    if not soort.statustypen:
        yield attention(
            Meldingsoort.GEEN_STATUSTYPEN, "het heeft geen statustypen",
            "Vraag de beheerder van de catalogus of dat klopt: bewoners zien dan niet hoe ver een zaak is.",
        )  # fmt: skip
    elif not soort.ladder:
        yield attention(
            Meldingsoort.GEEN_VOLGORDE, "de volgnummers geven geen volgorde: zij ontbreken, of staan er twee keer",
            "Laat ze in de catalogus nummeren. Tot dan telt de plaats in het rijtje niet mee, en is er geen voortgang.",
        )  # fmt: skip
    ends = [statustype for statustype in soort.statustypen or () if statustype.is_eindstatus]
    if len(ends) > 1:
        yield attention(
            Meldingsoort.MEER_EINDSTATUSSEN,
            f"{len(ends)} statustypen heten eindstatus: {', '.join(on_one_line(s.omschrijving, 40) for s in ends)}",
            "Een zaak is afgerond door haar einddatum. Laat nakijken of elke eindstatus een zaak echt sluit.",
        )


def _without_fase(statustypen: Sequence[StatusKaart]) -> Iterator[Melding]:
    names = [
        f'"{on_one_line(kaart.omschrijving, 40)}"'
        for kaart in statustypen
        if kaart.fase is Fase.ONBEKEND and not kaart.verborgen
    ]
    if names:
        yield attention(
            Meldingsoort.FASE_ONBEKEND, f"hoe ver een zaak dan is, is niet te bepalen: {', '.join(names)}",
            "Geef deze statussen een fase: bij statussen van dit zaaktype, of voor elk zaaktype in fasen.namen.",
        )  # fmt: skip


def _of_a_status(kaart: StatusKaart) -> Iterator[Melding]:
    name = on_one_line(kaart.omschrijving, 40)
    if kaart.unhelpful:
        yield attention(
            Meldingsoort.INVULPLEK_STATUSTEKST,
            f'status "{name}": in de statustekst staat een invulplek; bewoners zien hem niet',
            "Schrijf een uitleg bij statussen van dit zaaktype, of laat de statustekst in de catalogus aanpassen.",
        )


def _of_a_term(soort: Meldingsoort, name: str, text: str | None) -> Iterator[Melding]:
    if text is None or Duur.parse(text) is not None:
        return
    what = "is nul" if Duur.is_readable(text) else "is geen termijn die wij kunnen lezen"
    yield attention(
        soort, f"de {name} ({on_one_line(text, 20)}) {what}: er komt geen datum van",
        "Laat haar in de catalogus invullen, als een ISO-duur zoals P8W of P56D.",
    )  # fmt: skip


def versions_in_words(count: int) -> str:
    """How many other versions there are."""
    return counted(count, "andere versie", "andere versies")
