"""What a configuration does with personal data, as facts. Nothing in it is a secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from mijnzaken_bff.normalise.settings import Documentbeleid
from mijnzaken_bff.privacy.soorten import BSN, KVK, RSIN, VESTIGING, ordered
from mijnzaken_bff.privacy.uitgeveropgave import UitgeverOpgave, uitgever_opgave
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.model import Settings
from mijnzaken_bff.settings.place import written
from mijnzaken_bff.upstream.settings import Service
from mijnzaken_bff.upstream.toegang import OAuth2Toegang, has_previous
from mijnzaken_bff.zgw.catalogus import FRESH, KEPT
from mijnzaken_bff.zgw.profielen import ExpandVorm, Profiel
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

_GEZOCHT_MET: Final[Mapping[Zoekwijze, str]] = {
    Zoekwijze.NP_BSN: BSN,
    Zoekwijze.NNP_KVK: KVK,
    Zoekwijze.NNP_RSIN: RSIN,
    Zoekwijze.NNP_KVK_IN_INNNNPID: KVK,
    Zoekwijze.ANN_IDENTIFICATIE: KVK,
    Zoekwijze.VESTIGING: VESTIGING,
    Zoekwijze.VESTIGING_KVK: KVK,
}


_SOORTEN: Final = "geen persoonsgegevens: alleen soorten zaken, statussen, resultaten, documenten en besluiten"


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """With which number a bron is searched."""

    zoekwijze: str
    nummer: str
    in_url: bool


@dataclass(frozen=True, slots=True)
class ApiOpgave:
    """One API of a bron, and how it is reached."""

    naam: str
    adres: str
    ontvangt: str
    """What of a person goes there."""
    tls: bool
    certificaat: bool
    """Whether we show a certificate of our own."""
    toegang: str
    """The kind of credentials; never the credentials."""
    vorig_geheim: bool
    """Whether a secret is being replaced, so that the previous one may be used too."""
    headers: tuple[str, ...]
    """The names of fixed headers; never their values."""


@dataclass(frozen=True, slots=True)
class BronOpgave:
    """What one bron is told, and what of its answers is shown."""

    id: str
    naam: str
    organisatie: str
    zoekvragen: tuple[Zoekvraag, ...]
    proef: tuple[str, ...]
    """The ways of searching that are put to the test with a number that nobody has; never the number."""
    apis: tuple[ApiOpgave, ...]
    maximaal: str
    intern: bool
    """Whether zaken of internal zaaktypen are shown."""
    rollen: tuple[str, ...]
    zaaktypen_toon: tuple[str, ...]
    """Only these are shown; empty: all."""
    zaaktypen_weiger: tuple[str, ...]
    zaaktypen_vanaf: tuple[str, ...]
    omschrijving: bool
    toelichting: bool
    redenen: bool
    documenten: DocumentenOpgave | None
    """None: there is no Documenten API, so nothing is shown of documents."""
    besluiten: bool
    """Whether besluiten are shown."""
    waarvoor: tuple[str, ...]
    """Of which zaaktypen eigenschappen are shown, and which."""


@dataclass(frozen=True, slots=True)
class DocumentenOpgave:
    """Which documents of a zaak are shown, and can be fetched."""

    maximaal: str
    statussen: tuple[str, ...]
    soorten_toon: tuple[str, ...]
    """Only these; empty: all."""
    soorten_weiger: tuple[str, ...]
    alleen_voor_initiator: bool


@dataclass(frozen=True, slots=True)
class LogboekOpgave:
    """The log of verwerkingen."""

    naar: str
    sleutel_id: str
    vorige_sleutels: tuple[str, ...]
    """The names of the keys of older lines."""
    activiteiten: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TellerOpgave:
    """How long the limits remember a betrokkene and an address, under a pseudonym."""

    betrokkene_seconden: float
    adres_seconden: float


@dataclass(frozen=True, slots=True)
class Opgave:
    """All of it."""

    uitgevers: tuple[UitgeverOpgave, ...]
    bronnen: tuple[BronOpgave, ...]
    verwerkingen: LogboekOpgave | None
    tellers: TellerOpgave
    onveilig: tuple[str, ...]
    """What takes safety away, by its place in the configuration."""
    catalogus_uur: float
    catalogus_bij_storing_dagen: float
    gedeeld: bool
    """Whether replicas share what belongs to nobody, and counters under a pseudonym, in a store beside them."""
    onthouden_seconden: float
    """How long what a register told of somebody is told again; 0: nothing is remembered."""
    bij_storing_seconden: float

    @property
    def nummers(self) -> tuple[str, ...]:
        """Every kind of number by which some token says whom it is about."""
        return ordered(nummer for uitgever in self.uitgevers for nummer in uitgever.nummers)

    @property
    def handelenden(self) -> tuple[str, ...]:
        """Every kind of name by which some token says who acts."""
        return ordered(naam for uitgever in self.uitgevers for naam in uitgever.handelenden)


def opgave_of(settings: Settings) -> Opgave:
    """What ``settings`` do with personal data."""
    uitgevers = tuple(map(uitgever_opgave, settings.uitgevers))
    nummers = {nummer for uitgever in uitgevers for nummer in uitgever.nummers}
    organisaties = {o.id: o.naam for o in settings.organisaties}
    log, grenzen = settings.verwerkingen, settings.dienst.grenzen
    return Opgave(
        uitgevers=uitgevers,
        bronnen=tuple(_bron(bron, organisaties[bron.organisatie], nummers) for bron in settings.bronnen_aan),
        verwerkingen=None
        if log is None
        else LogboekOpgave(
            naar="standaarduitvoer" if log.naar_standaarduitvoer else log.bestand,
            sleutel_id=log.sleutel_id,
            vorige_sleutels=tuple(sleutel.sleutel_id for sleutel in log.vorige_sleutels),
            activiteiten={name: str(uri) for name, uri in log.activiteiten.model_dump(exclude_none=True).items()},
        ),
        tellers=TellerOpgave(grenzen.per_betrokkene.per, grenzen.mislukt.per),
        onveilig=tuple(map(written, settings.unsafe())),
        catalogus_uur=FRESH.total_seconds() / 3600,
        catalogus_bij_storing_dagen=KEPT.total_seconds() / 86400,
        gedeeld=settings.gedeeld is not None,
        onthouden_seconden=settings.geheugen.vers,
        bij_storing_seconden=settings.geheugen.bij_storing,
    )


def _bron(bron: BronSettings, organisatie: str, nummers: set[str]) -> BronOpgave:
    profiel = bron.profiel
    zichtbaarheid = bron.zichtbaarheid
    vragen = tuple(_zoekvragen(profiel, nummers))
    return BronOpgave(
        id=bron.id,
        naam=bron.naam,
        organisatie=organisatie,
        zoekvragen=vragen,
        proef=tuple(z.value for z in bron.proefnummers.proeven((Zoekwijze.NP_BSN, *profiel.bedrijven))),
        apis=tuple(_apis(bron, profiel, vragen)),
        maximaal=zichtbaarheid.maximaal.value,
        intern=zichtbaarheid.intern == "negeer",
        rollen=tuple(sorted(zichtbaarheid.rollen)),
        zaaktypen_toon=tuple(sorted(zichtbaarheid.zaaktypen.toon)),
        zaaktypen_weiger=tuple(sorted(zichtbaarheid.zaaktypen.weiger)),
        zaaktypen_vanaf=tuple(f"{naam} vanaf {dag}" for naam, dag in sorted(zichtbaarheid.zaaktypen.vanaf.items())),
        omschrijving=bron.toon.omschrijving,
        toelichting=bron.toon.toelichting,
        redenen=bron.toon.redenen,
        documenten=_documenten(zichtbaarheid.documenten) if bron.documenten else None,
        besluiten=bron.besluiten is not None,
        waarvoor=tuple(
            f"{naam}: {', '.join(regels.waarvoor)}"
            for naam, regels in sorted(bron.fasen.zaaktypen.items())
            if regels.waarvoor
        ),
    )


def _documenten(beleid: Documentbeleid) -> DocumentenOpgave:
    return DocumentenOpgave(
        maximaal=beleid.maximaal.value,
        statussen=tuple(sorted(beleid.statussen)),
        soorten_toon=tuple(sorted(beleid.soorten.toon)),
        soorten_weiger=tuple(sorted(beleid.soorten.weiger)),
        alleen_voor_initiator=beleid.tonen_aan_initiator == "verplicht",
    )


def _zoekvragen(profiel: Profiel, nummers: set[str]) -> Iterator[Zoekvraag]:
    """The ways in which a bron is really searched: what no login can give is never asked."""
    in_url = profiel.get_mag
    for zoekwijze in (Zoekwijze.NP_BSN, *profiel.bedrijven):
        nummer = _GEZOCHT_MET[zoekwijze]
        if nummer not in nummers:
            continue
        also = (
            VESTIGING in nummers
            and profiel.vestigingsfilter
            and zoekwijze in (Zoekwijze.NNP_KVK, Zoekwijze.NNP_RSIN, Zoekwijze.VESTIGING_KVK)
        )
        yield Zoekvraag(zoekwijze.value, nummer, in_url)
        if also:
            yield Zoekvraag(zoekwijze.value, VESTIGING, in_url)


def _apis(bron: BronSettings, profiel: Profiel, vragen: tuple[Zoekvraag, ...]) -> Iterator[ApiOpgave]:
    if vragen:
        nummers = ", ".join(dict.fromkeys(vraag.nummer for vraag in vragen))
        per_zaak = ExpandVorm.UIT in profiel.expand or not profiel.expand
        when = "" if per_zaak else " (alleen als het register die niet meestuurt)"
        ontvangt = (
            f"{nummers}; een zaaknummer, als daarop wordt gezocht; en het adres van een gevonden zaak, "
            f"voor de rollen, de status en het resultaat ervan{when} en voor wat er bij één gevraagde zaak hoort"
        )
    else:
        ontvangt = "niets: met de nummers uit de tokens kan deze bron niemand opzoeken"
    yield _api("zaken", bron.zaken, bron, ontvangt)
    yield _api("catalogi", bron.catalogi, bron, _SOORTEN)
    for service in bron.documenten:
        yield _api("documenten", service, bron, "van één gevraagde zaak de adressen van haar documenten")
    if bron.besluiten is not None:
        yield _api("besluiten", bron.besluiten, bron, "van één gevraagde zaak het adres, en die van haar besluiten")
    for _, toegang in bron.toegangen():
        if isinstance(toegang, OAuth2Toegang):
            parts = urlsplit(toegang.token_url)
            yield ApiOpgave(
                "tokens", f"{parts.scheme}://{parts.netloc}{parts.path}", "geen persoonsgegevens",
                parts.scheme == "https", toegang.tls is not None and toegang.tls.certificaat is not None, "oauth2",
                has_previous(toegang), (),
            )  # fmt: skip


def _api(naam: str, service: Service, bron: BronSettings, ontvangt: str) -> ApiOpgave:
    tls = service.tls or bron.tls
    toegang = service.toegang or bron.toegang
    return ApiOpgave(
        naam,
        service.url,
        ontvangt,
        urlsplit(service.url).scheme == "https",
        tls is not None and tls.certificaat is not None,
        toegang.soort,
        has_previous(toegang),
        tuple(sorted(service.headers)),
    )
