"""What the configuration may hold, and what must not contradict what."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.api.instelling import Grenzen, Herkomst, Hostnaam, Netwerk
from mijnzaken_bff.api.keuze import Keuze
from mijnzaken_bff.domain.bron import Organisatie
from mijnzaken_bff.domain.clock import AMSTERDAM
from mijnzaken_bff.domain.nummers import OngeldigNummer, Rsin
from mijnzaken_bff.domain.onderhoud import Onderhoud
from mijnzaken_bff.fanout.proefnummers import KanarieSettings, Proefnummers
from mijnzaken_bff.gedeeld.instelling import Gedeeld
from mijnzaken_bff.identity.demo import DEMO_ISSUER, has_keys_of_the_demo
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.normalise.settings import Fasen, Portaal, Toon, Weergave, Zichtbaarheid
from mijnzaken_bff.settings.geheimen import secrets_in
from mijnzaken_bff.settings.place import Place, written
from mijnzaken_bff.upstream.basis import origin
from mijnzaken_bff.upstream.geheim import Geheim, WrittenOut
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.pool import Grens, connections_for
from mijnzaken_bff.upstream.settings import Breker, Service, Wachtrij
from mijnzaken_bff.upstream.tls import Tls
from mijnzaken_bff.upstream.toegang import ApiSleutelToegang, OAuth2Toegang, Toegang, long_enough, strong
from mijnzaken_bff.verwerkingen.instelling import Verwerkingen
from mijnzaken_bff.zgw.profielen import PRODUCTEN, ExpandVorm, Filter, Product, Profiel, Vermogens, Zoeken
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


def _rsin(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError(
            "rsin_tekst", "schrijf een RSIN tussen aanhalingstekens: zonder verliest het zijn nullen"
        )
    try:
        return Rsin(value)
    except OngeldigNummer:
        raise PydanticCustomError("rsin", "geen geldig RSIN: negen cijfers die de elfproef doorstaan") from None


RsinVeld = Annotated[
    Any, BeforeValidator(_rsin), WithJsonSchema({"type": "string", "pattern": r"^\d{9}$", "examples": ["001117518"]})
]


BronId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Beheer(SettingsModel):
    """Where the platform looks: a port of its own."""

    adres: str = "127.0.0.1"
    poort: int = Field(default=8001, ge=0, le=65535)


class Stoppen(SettingsModel):
    """How the service leaves, when the platform tells it to (SIGTERM)."""

    uitloop: Seconden = Field(
        default=10.0,
        description="Hoe lang hij nog vragers aanneemt terwijl /readyz al nee zegt: tot de load balancer het merkt.",
    )
    afronden: Seconden = Field(
        default=20.0, description="Hoe lang wat daarna nog loopt, mag duren. Niet korter dan tijd.lijst."
    )


class Dienst(SettingsModel):
    """Where the service listens, and whom it listens to."""

    adres: str = "127.0.0.1"
    poort: int = Field(default=8000, ge=0, le=65535)
    beheer: Beheer = Beheer()
    hosts: tuple[Hostnaam, ...] = Field(
        default=(), description="Namen waaronder de dienst bereikt wordt; elke andere is 400. Leeg: elke naam mag."
    )
    proxies: tuple[Netwerk, ...] = Field(
        default=(), description="Adressen of netwerken van proxies; alleen van hen geldt X-Forwarded-For."
    )
    cors: tuple[Herkomst, ...] = Field(
        default=(), description="Herkomsten van webpagina's die een antwoord mogen lezen, zoals https://mijn.example."
    )
    grenzen: Grenzen = Grenzen()
    stoppen: Stoppen = Stoppen()
    sleutel: Annotated[Geheim, AfterValidator(long_enough)] | None = Field(
        default=None,
        description="Waar de dienst zijn eigen sleutels van afleidt (cursors); anders van de geheimen van de bronnen.",
    )
    vorige_sleutel: Annotated[Geheim, AfterValidator(long_enough)] | None = Field(
        default=None,
        description="Wat sleutel hiervoor was: cursors van toen blijven gelden. Haal weg als niemand er nog mee loopt.",
    )

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Dienst:
        if self.vorige_sleutel is not None and self.sleutel is None:
            raise PydanticCustomError("vorige_sleutel", "vorigeSleutel zonder sleutel: er is dan niets gewisseld")
        if self.vorige_sleutel is not None and self.vorige_sleutel == self.sleutel:
            raise PydanticCustomError(
                "vorige_sleutel", "vorigeSleutel is gelijk aan sleutel: er is dan niets gewisseld"
            )
        return self


class Tijd(SettingsModel):
    """How long a question may take, from the first byte in to the first byte out."""

    lijst: Seconden = 5.0
    detail: Seconden = 5.0
    document: Seconden = 5.0
    achtergrond: Seconden = Field(
        default=15.0,
        description="Zo lang mag een vraag aan een bron duren, ook als niemand er meer op wacht: voor het geheugen.",
    )


class Geheugen(SettingsModel):
    """How long personal rows are remembered."""

    vers: Seconden = Field(
        default=30.0,
        description="Zo lang wordt een antwoord van een bron over iemand opnieuw gebruikt. 0s: niets onthouden.",
    )
    bij_storing: Seconden = Field(
        default=300.0, description="Zo oud mag het zijn als de bron niet antwoordt; het heet dan verouderd. 0s: nooit."
    )
    megabytes: int = Field(
        default=64, ge=1, le=65_536, description="Zo veel ruimte neemt dat ten hoogste in; het oudste gaat eruit."
    )


class Vragen(SettingsModel):
    """Which bronnen are asked."""

    keuze: Keuze = Field(
        description=(
            "alle: elke bron, tenzij de vrager er noemt. gevraagd: de vrager moet ze noemen. "
            "claim: die van de organisaties in het token."
        )
    )


class Contact(SettingsModel):
    """How somebody reaches an organisatie."""

    telefoon: str | None = None
    website: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"']+$")


class OrganisatieSettings(SettingsModel):
    """A body that is responsible for zaken."""

    id: BronId
    naam: str = Field(min_length=1)
    rsin: RsinVeld | None = None
    contact: Contact = Contact()
    ontdubbel: tuple[BronId, ...] = Field(
        default=(),
        description=(
            "Bij een verhuizing: bronnen van deze organisatie die dezelfde zaken kunnen hebben. Elke zaak wordt één "
            "keer getoond; de bron die u het eerst noemt, gaat voor."
        ),
    )

    def domain(self) -> Organisatie:
        """The organisatie as every room knows it."""
        return Organisatie(self.id, self.naam, self.rsin, self.contact.telefoon, self.contact.website)


class BronTijd(SettingsModel):
    """How long one bron may take."""

    totaal: Seconden = Field(default=4.0, description="Alles samen voor één vraag aan deze bron.")
    verbinden: Seconden = Field(default=2.0, description="Tot er verbinding is.")
    lezen: Seconden = Field(default=10.0, description="Hoe lang een verbinding stil mag zijn.")


def _moment(value: Any) -> Any:
    """A moment in UTC. Without a zone it is a time in the Netherlands, of which there must be exactly one."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise PydanticCustomError("moment", "verwacht een datum en tijd, zoals 2026-12-01T22:00")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("moment", "deze datum of tijd bestaat niet") from None
    if moment.tzinfo is None:
        local = moment.replace(tzinfo=AMSTERDAM)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            raise PydanticCustomError(
                "moment", "de klok gaat dan een uur vooruit of achteruit: zet de zone erachter, zoals +01:00"
            )
        moment = local
    try:
        moment.astimezone(UTC).astimezone(AMSTERDAM)  # it is told in the time of the Netherlands
    except OverflowError:
        raise PydanticCustomError("moment", "deze datum ligt te ver weg") from None
    return moment.astimezone(UTC)


_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)

Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-12-01T22:00"]}),
]


class OnderhoudSettings(SettingsModel):
    """Planned maintenance: meanwhile a bron is not asked."""

    van: Moment = Field(description="Vanaf wanneer. Zonder zone (Z of +01:00) is het de tijd in Nederland.")
    tot: Moment = Field(description="Tot wanneer; dan wordt de bron weer gevraagd.")
    melding: str | None = Field(
        default=None, min_length=1, max_length=300, description="Wat iemand te lezen krijgt; anders een zin van ons."
    )

    @model_validator(mode="after")
    def _one_after_the_other(self) -> OnderhoudSettings:
        if self.van >= self.tot:
            raise PydanticCustomError("onderhoud", "van is niet eerder dan tot")
        return self

    def domain(self) -> Onderhoud:
        """The window as every room knows it."""
        return Onderhoud(self.van, self.tot, self.melding)


Contradiction: TypeAlias = tuple[Place, str]
"""The place of one setting, and a sentence that names the other."""

Bedrijfszoekwijze = Literal[
    Zoekwijze.NNP_KVK,
    Zoekwijze.NNP_RSIN,
    Zoekwijze.NNP_KVK_IN_INNNNPID,
    Zoekwijze.ANN_IDENTIFICATIE,
    Zoekwijze.VESTIGING,
    Zoekwijze.VESTIGING_KVK,
]
"""A way to search for a company."""


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _each_once(zoekwijzen: tuple[Zoekwijze, ...]) -> tuple[Zoekwijze, ...]:
    for zoekwijze in zoekwijzen:
        if zoekwijzen.count(zoekwijze) > 1:
            raise PydanticCustomError("dubbel", "{naam} staat er twee keer", {"naam": zoekwijze.value})
    return zoekwijzen


ExpandKeuze = Literal["auto", ExpandVorm.LIJST, ExpandVorm.KOMMA, ExpandVorm.QUERY, ExpandVorm.VELDEN, ExpandVorm.UIT]
"""One list of words, and no union: a mistake is then told once, at the key itself."""


class BronSettings(SettingsModel):
    """One register of zaken."""

    id: BronId
    naam: str = Field(min_length=1)
    organisatie: BronId
    onderwerp: str | None = Field(default=None, min_length=1)
    product: Product = Product.OPEN_ZAAK
    zaken: Service
    catalogi: Service
    documenten: tuple[Service, ...] = ()
    besluiten: Service | None = None
    toegang: Toegang
    tls: Tls | None = Field(
        default=None, description="Ons certificaat, en wie wij vertrouwen, bij elke API van deze bron."
    )
    zoeken: Zoeken | None = Field(
        default=None,
        description="zoek: POST zaken/_zoek, het nummer in de inhoud. get: GET zaken, het nummer in de URL.",
    )
    expand: ExpandKeuze = Field(default="auto", description="Hoe expand gevraagd wordt; auto zoekt uit.")
    bedrijven: Annotated[tuple[Bedrijfszoekwijze, ...], AfterValidator(_each_once)] | None = Field(
        default=None,
        description="Hoe bedrijven gezocht worden, in volgorde; leeg is niet. Zonder: wat bij het product hoort.",
    )
    vermogens: Vermogens = Vermogens()
    zichtbaarheid: Zichtbaarheid = Zichtbaarheid()
    fasen: Fasen = Fasen()
    proefnummers: Proefnummers = Field(
        default=Proefnummers(),
        description="Nummers die niemand heeft. Vindt de bron er iets bij, dan klopt er iets niet.",
    )
    toon: Toon = Toon()
    portaal: Portaal | None = None
    tijd: BronTijd = BronTijd()
    uit: bool = Field(
        default=False, description="true: de bron wordt wel gecontroleerd, maar niet gevraagd en niet genoemd."
    )
    onderhoud: Annotated[
        tuple[OnderhoudSettings, ...],
        BeforeValidator(_one_or_more, json_schema_input_type=OnderhoudSettings | list[OnderhoudSettings]),
    ] = Field(default=(), description="Gepland onderhoud, één keer of een lijst: zo lang wordt de bron niet gevraagd.")
    gelijktijdig: int = Field(
        default=4,
        ge=1,
        le=50,
        description="Hoeveel vragen tegelijk naar deze bron gaan. Bij 1 mag er één aan de catalogi-API naast.",
    )
    wachtrij: Wachtrij = Wachtrij()
    breker: Breker = Breker()
    bsn_in_url: Literal["verboden", "toegestaan"] = Field(
        default="verboden",
        alias="bsnInUrl",
        description="toegestaan: een BSN, RSIN of KvK-nummer mag in een URL van deze bron staan.",
    )

    @property
    def profiel(self) -> Profiel:
        """What this register can do: the preset of its product, and over it what is said here."""
        profiel = self.vermogens.over(PRODUCTEN[self.product])
        match self.expand:
            case "auto":
                expand = profiel.expand
            case ExpandVorm.UIT:
                expand = ()
            case vorm:
                expand = (vorm,)
        return replace(
            profiel,
            zoeken=self.zoeken or profiel.zoeken,
            get_mag=self.bsn_in_url == "toegestaan",
            expand=expand,
            bedrijven=profiel.bedrijven if self.bedrijven is None else self.bedrijven,
        )

    @property
    def weergave(self) -> Weergave:
        """How its zaken are told."""
        return Weergave(fasen=self.fasen, toon=self.toon, portaal=self.portaal)

    @property
    def grens(self) -> Grens:
        """How much is asked of it at once."""
        return Grens(self.gelijktijdig, self.wachtrij, self.breker, self.tijd.totaal)

    @property
    def connections(self) -> int:
        """How many connections to it there may be at once, those that are idle included.

        Each kind of TLS has a pool of its own, and each token server a connection. The APIs for documenten and
        besluiten are not asked yet.
        """
        asked = (self.zaken, self.catalogi)
        pools = {service.tls or self.tls for service in asked}
        toegangen = {service.toegang or self.toegang for service in asked}
        tokens = sum(isinstance(toegang, OAuth2Toegang) for toegang in toegangen)
        return len(pools) * connections_for(self.gelijktijdig) + tokens

    def services(self) -> Iterator[tuple[Place, Service]]:
        """Every API of this bron, with its place in the configuration."""
        yield ("zaken",), self.zaken
        yield ("catalogi",), self.catalogi
        for place, service in enumerate(self.documenten):
            yield ("documenten", place), service
        if self.besluiten is not None:
            yield ("besluiten",), self.besluiten

    def toegangen(self) -> Iterator[tuple[Place, Toegang]]:
        """Every way to log in at this bron, with its place in the configuration."""
        yield ("toegang",), self.toegang
        for path, service in self.services():
            if service.toegang is not None:
                yield (*path, "toegang"), service.toegang

    def capabilities_that_disagree(self) -> Iterator[Contradiction]:
        """Every pair of capabilities that cannot both hold, with the place of one of them."""
        profiel = self.profiel
        if profiel.zoeken == "get" and not profiel.get_mag:
            key = "product" if self.zoeken is None else "zoeken"
            yield (
                (key,),
                "vraagt bsnInUrl: toegestaan, want bij GET staat het nummer van de betrokkene in de URL",
            )
        if profiel.zoeken == "get" and self.expand in (ExpandVorm.LIJST, ExpandVorm.KOMMA, ExpandVorm.VELDEN):
            yield ("expand",), "kan niet bij zoeken: get; kies auto, query of uit"
        if profiel.bladeren == "sleutel" and Filter.TOT_EN_MET not in profiel.filters:
            yield ("vermogens", "bladeren"), "sleutel vraagt startdatum__lte in vermogens.filters"
        if profiel.bladeren == "sleutel" and not profiel.ordening:
            yield ("vermogens", "bladeren"), "sleutel kan niet zonder vermogens.ordening; kies nummer"
        if profiel.api_versie is not None and "api-version" in map(str.lower, self.zaken.headers):
            yield (
                ("zaken", "headers"),
                "noemt Api-Version, en vermogens.apiVersie (of anders product) ook; apiVersie: null zet die uit",
            )

    @model_validator(mode="after")
    def _budgets_in_order(self) -> BronSettings:
        if self.tijd.totaal <= 0 or self.tijd.verbinden <= 0 or self.tijd.lezen <= 0:
            raise PydanticCustomError("tijd_nul", "tijd.totaal, tijd.verbinden en tijd.lezen moeten groter zijn dan 0")
        if self.tijd.verbinden > self.tijd.totaal:
            raise PydanticCustomError(
                "tijd_volgorde", "tijd.verbinden is langer dan tijd.totaal: verbinden zou nooit kunnen mislukken"
            )
        if "geduld" in self.wachtrij.model_fields_set and self.wachtrij.geduld >= self.tijd.totaal:
            raise PydanticCustomError(
                "geduld_volgorde",
                "wachtrij.geduld is niet korter dan tijd.totaal: er bleef geen tijd over om te vragen",
            )
        return self


def _over_http(url: str) -> bool:
    return urlsplit(url).scheme != "https"


def _everybody(network: str) -> bool:
    """Whether every address of its kind is in this network."""
    return ip_network(network).prefixlen == 0


def _names(service: Service) -> Iterator[tuple[Place, tuple[tuple[str, str, int], str]]]:
    """Every base URL of an API, taken apart, with its place: a link under it belongs to that API."""
    for key, url in ((("url",), service.url), *((("aliassen", n), url) for n, url in enumerate(service.aliassen))):
        parts = urlsplit(url)
        yield key, (origin(parts), parts.path)


class Settings(SettingsModel):
    """The whole configuration, read once and never changed."""

    ontwikkeling: bool = Field(
        default=False, description="Waar: http en uitgeschreven geheimen mogen. Nooit in productie."
    )
    dienst: Dienst = Dienst()
    tijd: Tijd = Tijd()
    geheugen: Geheugen = Geheugen()
    kanarie: KanarieSettings = KanarieSettings()
    gedeeld: Gedeeld | None = Field(
        default=None, description="Wat replica's delen (catalogus, sleutels, grenzen, nooit een zaak), en waar."
    )
    uitgevers: tuple[Uitgever, ...] = Field(min_length=1)
    vragen: Vragen | None = None
    verwerkingen: Verwerkingen | None = Field(
        default=None, description="Het logboek van verwerkingen; zonder wordt er geen bijgehouden."
    )
    organisaties: tuple[OrganisatieSettings, ...] = Field(min_length=1)
    bronnen_map: str | None = Field(
        default=None,
        min_length=1,
        description="Map met meer bronnen, elk in een bestand. Zonder: bronnen.d naast dit bestand, als die er is.",
    )
    bronnen: tuple[BronSettings, ...] = Field(min_length=1)

    @property
    def bronnen_aan(self) -> tuple[BronSettings, ...]:
        """The bronnen that are asked."""
        return tuple(bron for bron in self.bronnen if not bron.uit)

    def unsafe(self) -> Iterator[Place]:
        """Everything that takes safety away, and is allowed all the same: told at every start."""
        if self.ontwikkeling:
            yield ("ontwikkeling",)
        yield from self._over_http()
        if self.gedeeld is not None and self.gedeeld.in_the_clear:
            yield ("gedeeld", "url")
        yield from self._of_the_demo()
        yield from (place for place, secret in secrets_in(self) if isinstance(secret, WrittenOut))
        for n, uitgever in enumerate(self.uitgevers):
            if uitgever.vertegenwoordiging.negeer_claims:
                yield ("uitgevers", n, "vertegenwoordiging", "negeerClaims")
        yield from (
            ("bronnen", n, "bsnInUrl") for n, bron in enumerate(self.bronnen) if bron.profiel.get_mag and not bron.uit
        )
        yield from (("dienst", "proxies", n) for n, proxy in enumerate(self.dienst.proxies) if _everybody(proxy))
        yield from (
            ("uitgevers", n, "maximaleLeeftijd") for n, u in enumerate(self.uitgevers) if u.maximale_leeftijd is None
        )

    def contradictions(self) -> list[Contradiction]:
        """Every pair of settings that cannot both hold."""
        return [
            *self._doubles("organisaties", [o.id for o in self.organisaties]),
            *self._doubles("bronnen", [b.id for b in self.bronnen]),
            *self._doubles("uitgevers", [u.id for u in self.uitgevers]),
            *self._doubles("uitgevers", [u.issuer for u in self.uitgevers], "issuer"),
            *self._same_zegelsleutel(),
            *self._same_rsin(),
            *self._unknown_organisaties(),
            *self._all_off(),
            *self._choice(),
            *self._choice_by_claim(),
            *self._double_zaken(),
            *self._budgets(),
            *self._ports(),
            *self._apis(),
            *self._capabilities(),
            *self._only_for_development(),
            *self._tls_without_tls(),
            *self._double_headers(),
            *self._nothing_secret(),
        ]

    @staticmethod
    def _doubles(where: str, names: list[str], key: str = "id") -> Iterator[Contradiction]:
        for place, name in enumerate(names):
            if name in names[:place]:
                yield (where, place, key), f"dezelfde {key} als {where}[{names.index(name)}]"

    def _same_zegelsleutel(self) -> Iterator[Contradiction]:
        """Two keys of one name: of an old line nobody could tell which of them opens it."""
        names = [sleutel.sleutel_id for sleutel in self.verwerkingen.sleutels] if self.verwerkingen is not None else []
        for place, name in enumerate(names[1:]):
            if name in names[: place + 1]:
                first = names.index(name)
                other = f"verwerkingen.vorigeSleutels[{first - 1}]" if first else "verwerkingen"
                yield (
                    ("verwerkingen", "vorigeSleutels", place, "sleutelId"),
                    f"dezelfde sleutelId als {other}: een nieuw geheim krijgt een nieuwe naam",
                )

    def _same_rsin(self) -> Iterator[Contradiction]:
        known = [o.rsin for o in self.organisaties]
        for place, rsin in enumerate(known):
            if rsin is not None and rsin in known[:place]:
                first = known.index(rsin)
                yield (
                    ("organisaties", place, "rsin"),
                    f"hetzelfde RSIN als organisaties[{first}]: een zaak kan niet van beide zijn",
                )

    def _unknown_organisaties(self) -> Iterator[Contradiction]:
        known = {o.id for o in self.organisaties}
        for place, bron in enumerate(self.bronnen):
            if bron.organisatie not in known:
                yield (
                    ("bronnen", place, "organisatie"),
                    f"staat niet in organisaties; die kent {', '.join(sorted(known))}",
                )

    def _all_off(self) -> Iterator[Contradiction]:
        if not self.bronnen_aan:
            yield ("bronnen",), "elke bron staat op uit: zet er ten minste één aan"

    def _choice(self) -> Iterator[Contradiction]:
        if self.vragen is None and len(self.organisaties) > 1:
            yield ("vragen", "keuze"), "verplicht bij meer dan één organisatie: kies alle, gevraagd of claim"

    def _choice_by_claim(self) -> Iterator[Contradiction]:
        """What chooses must be read from every token that asks, and able to name every organisatie; or not be there."""
        by_claim = self.vragen is not None and self.vragen.keuze is Keuze.CLAIM
        with_a_bron = {bron.organisatie for bron in self.bronnen}
        for place, uitgever in enumerate(self.uitgevers):
            if by_claim and uitgever.organisaties is None and uitgever.has_betrokkene:
                yield (
                    ("uitgevers", place, "organisaties"),
                    "verplicht bij vragen.keuze: claim: waar in het token staan de organisaties?",
                )
            if uitgever.organisaties is None:
                continue
            if not by_claim:
                yield ("uitgevers", place, "organisaties"), "vraagt vragen.keuze: claim; anders doet die claim niets"
            if uitgever.organisaties.vorm == "rsin":
                for n, organisatie in enumerate(self.organisaties):
                    if organisatie.rsin is None and organisatie.id in with_a_bron:
                        yield (
                            ("organisaties", n, "rsin"),
                            f"verplicht bij uitgevers[{place}].organisaties.vorm: rsin: anders is ze nooit te kiezen",
                        )

    def _double_zaken(self) -> Iterator[Contradiction]:
        known = {bron.id: bron.organisatie for bron in self.bronnen}
        for place, organisatie in enumerate(self.organisaties):
            named = organisatie.ontdubbel
            if len(named) == 1:
                yield ("organisaties", place, "ontdubbel"), "noem ten minste twee bronnen: met welke zijn zaken dubbel?"
            for n, bron in enumerate(named):
                where = ("organisaties", place, "ontdubbel", n)
                if bron in named[:n]:
                    yield where, f"{bron} staat er twee keer"
                elif bron not in known:
                    yield where, "staat niet in bronnen"
                elif known[bron] != organisatie.id:
                    yield where, f"is een bron van {known[bron]}: zaken van twee organisaties zijn nooit dezelfde"

    def _budgets(self) -> Iterator[Contradiction]:
        for place, bron in enumerate(self.bronnen):
            if bron.tijd.totaal >= self.tijd.lijst:
                yield (
                    ("bronnen", place, "tijd", "totaal"),
                    "niet korter dan tijd.lijst: een trage bron zou het hele antwoord ophouden",
                )

        afronden = self.dienst.stoppen.afronden
        if afronden < self.tijd.lijst:
            yield (
                ("dienst", "stoppen", "afronden"),
                "korter dan tijd.lijst: bij het stoppen zou een antwoord dat nog op tijd is, worden afgebroken",
            )

    def _ports(self) -> Iterator[Contradiction]:
        dienst = self.dienst
        if dienst.poort and (dienst.adres, dienst.poort) == (dienst.beheer.adres, dienst.beheer.poort):
            yield ("dienst", "beheer", "poort"), "dezelfde als dienst.poort: beheer heeft een eigen poort nodig"

    def _apis(self) -> Iterator[Contradiction]:
        for place, bron in enumerate(self.bronnen):
            names = {where: key for key, where in reversed(list(_names(bron.zaken)))}
            for key, where in _names(bron.catalogi):
                if where in names:
                    yield (
                        ("bronnen", place, "catalogi", *key),
                        f"dezelfde als {written(('zaken', *names[where]))}: dit zijn twee API's",
                    )

    def _capabilities(self) -> Iterator[Contradiction]:
        for place, bron in enumerate(self.bronnen):
            for path, message in bron.capabilities_that_disagree():
                yield ("bronnen", place, *path), message

    def _only_for_development(self) -> Iterator[Contradiction]:
        if self.ontwikkeling:
            return
        for where in self._over_http():
            yield where, "http zonder TLS mag alleen met ontwikkeling: true"
        if self.gedeeld is not None and self.gedeeld.in_the_clear:
            yield (
                ("gedeeld", "url"),
                "redis:// zonder TLS mag alleen naar de eigen machine, of met ontwikkeling: true; kies rediss://",
            )
        for where in self._of_the_demo():
            yield where, "de uitgever van de demo geeft iedereen een token: mag alleen met ontwikkeling: true"

    def _over_http(self) -> Iterator[Place]:
        for place, herkomst in enumerate(self.dienst.cors):
            if _over_http(herkomst):
                yield ("dienst", "cors", place)
        for place, bron in enumerate(self.bronnen):
            for path, service in bron.services():
                if _over_http(service.url):
                    yield ("bronnen", place, *path, "url")
            for path, toegang in bron.toegangen():
                if isinstance(toegang, OAuth2Toegang) and _over_http(toegang.token_url):
                    yield ("bronnen", place, *path, "tokenUrl")
        for place, uitgever in enumerate(self.uitgevers):
            for key, _ in uitgever.insecure_urls():
                yield ("uitgevers", place, *key)

    def _of_the_demo(self) -> Iterator[Place]:
        for place, uitgever in enumerate(self.uitgevers):
            if uitgever.issuer == DEMO_ISSUER:
                yield ("uitgevers", place, "issuer")
            if uitgever.sleutels.bestand is not None and has_keys_of_the_demo(uitgever.sleutels.bestand):
                yield ("uitgevers", place, "sleutels", "bestand")

    def _tls_without_tls(self) -> Iterator[Contradiction]:
        """TLS that is configured where none is spoken: it would do nothing, and gives false safety."""
        for place, bron in enumerate(self.bronnen):
            for path, service in bron.services():
                if _over_http(service.url) and (service.tls or bron.tls) not in (None, Tls()):
                    key = ("tls",) if service.tls is None else (*path, "tls")
                    yield ("bronnen", place, *key), f"kan niet bij {written(path)}.url: dat is http, zonder TLS"
            for path, toegang in bron.toegangen():
                if not isinstance(toegang, OAuth2Toegang) or toegang.tls in (None, Tls()):
                    continue
                if _over_http(toegang.token_url):
                    yield ("bronnen", place, *path, "tls"), "kan niet bij tokenUrl: dat is http, zonder TLS"

    def _double_headers(self) -> Iterator[Contradiction]:
        for place, bron in enumerate(self.bronnen):
            for path, service in bron.services():
                toegang = service.toegang or bron.toegang
                if isinstance(toegang, ApiSleutelToegang) and toegang.header.lower() in map(str.lower, service.headers):
                    yield (
                        ("bronnen", place, *path, "headers"),
                        "noemt de header van toegang: die staat er dan twee keer",
                    )

    def _nothing_secret(self) -> Iterator[Contradiction]:
        if self.dienst.sleutel is None and not any(
            self.ontwikkeling or strong(secret) for _, secret in self._secrets()
        ):
            yield (
                ("dienst", "sleutel"),
                "verplicht als geen enkele toegang een geheim van 32 tekens heeft: anders is een cursor na te maken",
            )

    def _secrets(self) -> Iterator[tuple[str, SecretStr]]:
        """What only this service and one bron know, each with whose it is."""
        for bron in sorted(self.bronnen, key=lambda bron: bron.id):
            for _, toegang in bron.toegangen():
                if toegang.identity is not None:
                    name, secret = toegang.identity
                    yield f"{bron.id}:{name}", secret

    def derived_key(self, purpose: str) -> bytes:
        """A key that every replica of this configuration computes alike, and nobody without its secrets can.

        From ``dienst.sleutel`` alone where that is given: then a bron whose secret changes does not change the key.
        Raises ``ValueError`` when nothing in this configuration is secret.
        """
        own = self.dienst.sleutel
        secrets = [("dienst", own)] if own is not None else list(self._secrets())
        if not secrets:
            raise ValueError("niets geheims om een sleutel van af te leiden")
        return _derived(purpose, secrets)

    def previous_key(self, purpose: str) -> bytes | None:
        """What ``derived_key`` gave before ``dienst.sleutel`` was changed, as long as that still counts."""
        previous = self.dienst.vorige_sleutel
        return _derived(purpose, [("dienst", previous)]) if previous is not None else None


def _derived(purpose: str, secrets: list[tuple[str, SecretStr]]) -> bytes:
    told = "\n".join(f"{name}:{secret.get_secret_value()}" for name, secret in secrets)
    return hmac.digest(told.encode(), f"mijnzaken-bff:{purpose}".encode(), hashlib.sha256)
