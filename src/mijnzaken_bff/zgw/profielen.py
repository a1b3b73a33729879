"""What a register can do: its habits as capabilities, each with a name of its own, and presets of them per product.

Nowhere else is asked which product a bron is. A supplier with a habit of its own is one more row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from mijnzaken_bff.upstream.instelling import SettingsModel
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze


class ExpandVorm(StrEnum):
    """How a register wants to be asked for what hangs on a zaak, in the same answer."""

    LIJST = "lijst"
    """A JSON list in the body of ``_zoek`` (Open Zaak)."""
    KOMMA = "komma"
    """Comma text in the body of ``_zoek`` (Zaken API 1.5, OneGround)."""
    QUERY = "query"
    """Comma text in the query (Zaken API 1.6; every ``GET``)."""
    VELDEN = "velden"
    """``fields`` in the body of ``_zoek``: exactly the fields that we read (Zaken API 1.6, rule zrc-029)."""
    UIT = "uit"
    """Not at all: status, resultaat and rollen are fetched per zaak."""


class Filter(StrEnum):
    """A criterion that a register may know or not; one it does not know is judged here, and never sent."""

    LOPEND = "einddatum__isnull"
    TOT_EN_MET = "startdatum__lte"
    NIVEAU = "maximaleVertrouwelijkheidaanduiding"
    ZAAKNUMMER = "identificatie"
    UUIDS = "uuid__in"
    """In the body of ``_zoek`` only."""


Zoeken = Literal["zoek", "get"]
Bladeren = Literal["sleutel", "nummer"]
Rolfilter = Literal["zelfde", "elke"]
Documentsleutel = Literal["uuid__in", "uuid_In", "geen"]


@dataclass(frozen=True, slots=True)
class Profiel:
    """The capabilities of one register."""

    zoeken: Zoeken = "zoek"
    """``zoek``: ``POST zaken/_zoek``. ``get``: ``GET zaken``, with the number of the betrokkene in the URL."""
    get_mag: bool = False
    """Whether a number may stand in a URL of this bron at all."""
    expand: tuple[ExpandVorm, ...] = (ExpandVorm.LIJST,)
    """The forms to try, likeliest first. What comes after the last is no expand at all."""
    expand_detail: bool = True
    """Whether one zaak can be fetched with what hangs on it."""
    bladeren: Bladeren = "sleutel"
    """``sleutel``: a further page is the same question up to and with a date. ``nummer``: a page number."""
    paginagrootte: bool = True
    """Whether the length of a page may be asked (``pageSize``)."""
    ordening: bool = True
    """Whether ``ordering`` is honoured. A register that does not order is read to its end."""
    rolfilter: Rolfilter = "zelfde"
    """Whether all filters on a rol must hold for one and the same rol, or each for any rol of the zaak."""
    filters: frozenset[Filter] = frozenset(Filter)
    api_versie: str | None = None
    """What the header ``Api-Version`` asks for; None: no such header."""
    bedrijven: tuple[Zoekwijze, ...] = ()
    """How a company is searched for, in order. Without any it is not."""
    documentsleutel: Documentsleutel = "uuid__in"
    """Under which key its Documenten API's search for documents of which we know the UUID; ``geen``: they cannot."""
    substatussen: bool = False
    """Whether there are substatussen (Open Zaak alone)."""
    vestigingsfilter: bool = False
    """Whether the rol of a niet-natuurlijk persoon may hold a vestigingsnummer, and can be searched by it as well."""

    @property
    def headers(self) -> dict[str, str]:
        """What goes along with every question about zaken. A CRS is mandatory, although we read no geometry."""
        return {"Accept-Crs": "EPSG:4326"} | ({"Api-Version": self.api_versie} if self.api_versie else {})


_ALLEEN_LOKAAL: Final[frozenset[Filter]] = frozenset()

_GENERIEK_15: Final = Profiel(
    expand=(ExpandVorm.KOMMA, ExpandVorm.LIJST, ExpandVorm.QUERY),
    paginagrootte=False,
    bedrijven=(Zoekwijze.NNP_RSIN, Zoekwijze.VESTIGING),
)
_GENERIEK_10: Final = Profiel(
    zoeken="get",
    expand=(),
    expand_detail=False,
    paginagrootte=False,
    filters=frozenset(Filter) - {Filter.LOPEND, Filter.UUIDS},
)


class Product(StrEnum):
    """Which register a bron is: a preset of capabilities, each of which can be overruled."""

    OPEN_ZAAK = "openZaak"
    ONE_GROUND = "oneGround"
    ESUITE = "esuite"
    GENERIEK_16 = "generiek16"
    GENERIEK_15 = "generiek15"
    GENERIEK_10 = "generiek10"


PRODUCTEN: Final[Mapping[Product, Profiel]] = {
    Product.OPEN_ZAAK: Profiel(
        expand=(ExpandVorm.LIJST, ExpandVorm.QUERY, ExpandVorm.KOMMA),
        bedrijven=(Zoekwijze.NNP_KVK, Zoekwijze.NNP_RSIN, Zoekwijze.VESTIGING, Zoekwijze.VESTIGING_KVK),
        vestigingsfilter=True,
        substatussen=True,
    ),
    Product.ONE_GROUND: replace(
        _GENERIEK_15, expand=(ExpandVorm.KOMMA,), rolfilter="elke", api_versie="1.5", documentsleutel="uuid_In"
    ),
    Product.ESUITE: replace(
        _GENERIEK_10,
        bladeren="nummer",
        ordening=False,
        rolfilter="elke",
        filters=_ALLEEN_LOKAAL,
        bedrijven=(Zoekwijze.NNP_KVK_IN_INNNNPID,),
        documentsleutel="geen",
    ),
    Product.GENERIEK_16: replace(_GENERIEK_15, expand=(ExpandVorm.QUERY, ExpandVorm.KOMMA, ExpandVorm.LIJST)),
    Product.GENERIEK_15: _GENERIEK_15,
    Product.GENERIEK_10: _GENERIEK_10,
}
"""The presets. Source of each: ``docs/registers.md``."""

_Versie = Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,3}){0,2}$")]


class Vermogens(SettingsModel):
    """Capabilities of one bron that differ from those of its product."""

    expand_detail: bool | None = Field(
        default=None, description="Of GET zaken/{uuid} status, resultaat en rollen mee kan geven."
    )
    bladeren: Bladeren | None = Field(
        default=None, description="sleutel: verder vanaf een datum. nummer: een bladzijdenummer."
    )
    paginagrootte: bool | None = Field(default=None, description="Of pageSize gevraagd mag worden.")
    ordening: bool | None = Field(default=None, description="Of ordering werkt; zo niet, dan wordt alles gelezen.")
    rolfilter: Rolfilter | None = Field(
        default=None, description="Of rolfilters voor één en dezelfde rol gelden, of elk voor een rol."
    )
    filters: frozenset[Filter] | None = Field(default=None, description="Welke filters het register kent.")
    api_versie: _Versie | None = Field(
        default=None, description="De waarde van de header Api-Version; null: zonder die header."
    )
    documentsleutel: Documentsleutel | None = Field(
        default=None,
        description="Waarmee Documenten API's op UUID zoeken; geen: documenten worden één voor één gevraagd.",
    )
    substatussen: bool | None = Field(
        default=None, description="Of het register substatussen heeft (een uitbreiding van Open Zaak)."
    )
    vestigingsfilter: bool | None = Field(
        default=None,
        description="Of een rol van een niet-natuurlijk persoon een vestigingsnummer heeft, en daarop te zoeken is.",
    )

    def over(self, profiel: Profiel) -> Profiel:
        """``profiel`` with what is said here in the place of what it said.

        A null says nothing, except for ``api_versie``, of which it is a value: written down it means no such header.
        """
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return replace(
            profiel,
            **{
                name: value
                for name, value in said.items()
                if value is not None or (name == "api_versie" and name in self.model_fields_set)
            },
        )
