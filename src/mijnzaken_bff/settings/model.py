"""What the configuration may hold, and what must not contradict what."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from mijnzaken_bff.api.keuze import Keuze
from mijnzaken_bff.fanout.proefnummers import KanarieSettings
from mijnzaken_bff.gedeeld.instelling import Gedeeld
from mijnzaken_bff.identity.demo import DEMO_ISSUER, has_keys_of_the_demo
from mijnzaken_bff.identity.uitgevers import Uitgever
from mijnzaken_bff.settings.bron import BronSettings
from mijnzaken_bff.settings.dienst import Dienst
from mijnzaken_bff.settings.geheimen import secrets_in
from mijnzaken_bff.settings.organisatie import OrganisatieSettings
from mijnzaken_bff.settings.place import Place, written
from mijnzaken_bff.settings.problem import Contradiction
from mijnzaken_bff.upstream.basis import origin
from mijnzaken_bff.upstream.geheim import WrittenOut
from mijnzaken_bff.upstream.instelling import Seconden, SettingsModel
from mijnzaken_bff.upstream.settings import Inhoudsgrenzen, Service
from mijnzaken_bff.upstream.tls import Tls
from mijnzaken_bff.upstream.toegang import ApiSleutelToegang, OAuth2Toegang, strong
from mijnzaken_bff.verwerkingen.instelling import Verwerkingen


class Tijd(SettingsModel):
    """How long a question may take, from the first byte in to the first byte out."""

    lijst: Seconden = 5.0
    detail: Seconden = 5.0
    document: Seconden = Field(default=5.0, description="Tot de eerste byte van een document; daarna geldt documenten.")
    achtergrond: Seconden = Field(
        default=15.0,
        description="Zo lang mag een vraag aan een bron duren, ook als niemand er meer op wacht: voor het geheugen.",
    )
    hartslag: Seconden = Field(
        default=2.0,
        gt=0,
        description="Zo vaak gaat er een lege regel uit zolang een stroom niets te melden heeft, voor proxy's.",
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
    documenten: Inhoudsgrenzen = Field(
        default=Inhoudsgrenzen(), description="Hoe groot een document mag zijn, en hoe lang het erover mag doen."
    )
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
        too_long = next((naam for naam in ("lijst", "detail", "document") if getattr(self.tijd, naam) > afronden), None)
        if too_long is not None:
            yield (
                ("dienst", "stoppen", "afronden"),
                f"korter dan tijd.{too_long}: bij het stoppen zou een antwoord dat nog op tijd is, worden afgebroken",
            )
        if self.documenten.totaal < self.tijd.document:
            yield (
                ("documenten", "totaal"),
                "korter dan tijd.document: een document dat op tijd begint, zou niet meer kunnen eindigen",
            )

    def _ports(self) -> Iterator[Contradiction]:
        dienst = self.dienst
        if dienst.poort and (dienst.adres, dienst.poort) == (dienst.beheer.adres, dienst.beheer.poort):
            yield ("dienst", "beheer", "poort"), "dezelfde als dienst.poort: beheer heeft een eigen poort nodig"

    def _apis(self) -> Iterator[Contradiction]:
        """Two APIs of one bron under one base URL: nobody could tell of which of them a link is."""
        for place, bron in enumerate(self.bronnen):
            known: dict[object, Place] = {}
            for path, service in bron.services():
                own = [(key, where) for key, where in _names(service)]
                for key, where in own:
                    if where in known:
                        yield (
                            ("bronnen", place, *path, *key),
                            f"dezelfde als {written(known[where])}: dit zijn twee API's",
                        )
                known |= {where: (*path, *key) for key, where in reversed(own) if where not in known}

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
