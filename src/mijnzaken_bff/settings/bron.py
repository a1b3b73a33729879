"""What the configuration may hold of one bron."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.fanout.proefnummers import Proefnummers
from mijnzaken_bff.normalise.settings import Fasen, Portaal, Toon, Weergave, Zichtbaarheid
from mijnzaken_bff.settings.onderhoud import OnderhoudSettings
from mijnzaken_bff.settings.place import Place
from mijnzaken_bff.settings.problem import Contradiction
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.pool import Grens, connections_for
from mijnzaken_bff.upstream.register import Limits
from mijnzaken_bff.upstream.settings import Breker, Service, Wachtrij
from mijnzaken_bff.upstream.tls import Tls
from mijnzaken_bff.upstream.toegang import OAuth2Toegang, Toegang
from mijnzaken_bff.zgw.profielen import PRODUCTEN, ExpandVorm, Filter, Product, Profiel, Vermogens, Zoeken
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

BronId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class BronTijd(SettingsModel):
    """How long one bron may take."""

    totaal: Seconden = Field(default=4.0, description="Alles samen voor één vraag aan deze bron.")
    verbinden: Seconden = Field(default=2.0, description="Tot er verbinding is.")
    lezen: Seconden = Field(default=10.0, description="Hoe lang een verbinding stil mag zijn.")


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
    downloads: int = Field(
        default=20,
        ge=1,
        le=1000,
        description="Hoeveel documenten van deze bron tegelijk opgehaald worden, naast de vragen; meer is overbelast.",
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
        return Grens(self.gelijktijdig, self.wachtrij, self.breker, self.tijd.totaal, self.downloads)

    @property
    def limits(self) -> Limits:
        """How long one call to it may take."""
        return Limits(connect_seconds=self.tijd.verbinden, read_seconds=self.tijd.lezen)

    @property
    def connections(self) -> int:
        """How many connections to it there may be at once, those that are idle included.

        Each kind of TLS has a pool of its own, and each token server a connection. Those of documents that are being
        sent are counted for all bronnen together.
        """
        asked = [service for _, service in self.services()]
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
