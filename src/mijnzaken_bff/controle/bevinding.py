"""What was found at one bron, in words that an operator can act on. It holds nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from mijnzaken_bff.zgw.profielen import Documentsleutel


class Punt(StrEnum):
    """What is looked at, in this order."""

    VERBINDING = "verbinding"
    """Whether the API can be reached."""
    CERTIFICAAT = "certificaat"
    """How long its certificate still counts."""
    KLOK = "klok"
    """How far its clock is from ours: a token is signed with a time."""
    TOKEN = "token"  # noqa: S105 - the word
    """Whether our credentials are taken."""
    RECHTEN = "rechten"
    """Whether they give the right to read."""
    DIALECT = "dialect"
    """Which way of asking the register takes."""
    KANARIE = "kanarie"
    """Whether a search for somebody, or for what belongs to a zaak, that does not exist finds nothing."""


class Stand(StrEnum):
    """How bad it is."""

    GOED = "goed"
    LET_OP = "letOp"
    """It works, and something deserves attention."""
    FOUT = "fout"
    ONBEKEND = "onbekend"
    """It could not be looked at, because of what was wrong before."""


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One line of the report."""

    punt: Punt
    waar: str
    """The API ("zaken", "documenten[1]"), the zoekwijze ("np_bsn") or the part of a question that it is about."""
    stand: Stand
    gezien: str
    """What was seen."""
    oorzaak: str | None = None
    """What that comes of."""
    stap: str | None = None
    """What to do about it."""


class Afwijking(StrEnum):
    """Something of the standard that a register turned out not to do, or that its configuration says it does not."""

    ZOEK_ONTBREEKT = "zoekOntbreekt"
    EXPAND_ZOEK = "expandZoek"
    EXPAND_DETAIL = "expandDetail"
    ORDERING = "ordering"
    FILTER = "filter"
    ONBEKENDE_FILTER = "onbekendeFilter"
    ROLFILTER = "rolfilter"
    KVK = "kvk"
    BEDRIJF = "bedrijf"
    RSIN_VELD = "rsinVeld"
    FILTER_GENEGEERD = "filterGenegeerd"
    GEEN_BLADZIJDE = "geenBladzijde"
    DOCUMENT_ZOEK = "documentZoek"
    DOCUMENT_SLEUTEL = "documentSleutel"
    BESLUIT_FILTER = "besluitFilter"


Zaakbewijs = Literal["uuid__in", "adres"]
"""By what one zaak is found: searched for with its UUID, or fetched at its address and compared with its rollen."""


@dataclass(frozen=True, slots=True)
class Geziene:
    """One API that was looked at."""

    api: str
    versie: str | None
    """Which version of it the register says that it is."""
    recht: str
    """The scope that we need there ("documenten.lezen")."""
    mag: bool | None
    """Whether we have it; None when that could not be seen."""


@dataclass(frozen=True, slots=True)
class Rapport:
    """Everything that was found at one bron."""

    bron: str
    naam: str
    product: str
    versie: str | None
    """The version of the Zaken API that the register says it is."""
    bevindingen: tuple[Bevinding, ...]
    afwijkingen: tuple[tuple[Afwijking, str], ...] = ()
    """What it does not do, each with what it is about ("einddatum__isnull")."""
    dialect: tuple[tuple[str, str], ...] = ()
    """Settings that fit what was found, where those of the configuration do not: a key, and its value."""
    apis: tuple[Geziene, ...] = ()
    zaakbewijs: Zaakbewijs | None = None
    """None when it could not be seen."""
    documentsleutel: Documentsleutel | None = None
    """Under which key its Documenten API's are asked for documents; None where it has none."""
    toestand: str | None = None
    """Why the service does not ask it now, when that is so by the configuration: "uit" or "onderhoud"."""

    @property
    def stand(self) -> Stand:
        """The worst of what was found."""
        return worst(bevinding.stand for bevinding in self.bevindingen)


def worst(standen: Iterable[Stand]) -> Stand:
    """The worst of these: what could not be looked at is no worse than what kept us from it."""
    found = set(standen)
    return next((stand for stand in (Stand.FOUT, Stand.LET_OP) if stand in found), Stand.GOED)
