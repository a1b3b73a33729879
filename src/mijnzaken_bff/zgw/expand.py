"""What is asked along with a zaak, and what an item shows of how the register took that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from mijnzaken_bff.domain.failure import SourceError


@dataclass(frozen=True, slots=True, eq=False)
class Erbij:
    """What is asked along with a zaak: what belongs to it.

    What belongs to the catalogue comes from our own cache: expanding it is paid per object.
    """

    paden: tuple[str, ...]
    """The paths of ``expand``."""
    velden: list[Any]
    """The same as ``fields``, beside everything that we read of the zaak itself."""


_VAN_DE_ZAAK: Final[list[Any]] = [
    "url", "uuid", "identificatie", "bronorganisatie", "verantwoordelijkeOrganisatie", "omschrijving", "zaaktype",
    "registratiedatum", "startdatum", "einddatum", "einddatumGepland", "uiterlijkeEinddatumAfdoening",
    "vertrouwelijkheidaanduiding", "verlenging", "opschorting", "hoofdzaak", "status", "resultaat",
]  # fmt: skip
_VAN_DE_DELEN: Final[dict[str, Any]] = {
    "status": ["statustype", "datumStatusGezet", "statustoelichting"],
    "resultaat": ["resultaattype", "toelichting"],
    "rollen": ["zaak", "betrokkeneType", "omschrijvingGeneriek", "indicatieMachtiging", "betrokkeneIdentificatie"],
}
"""Of a rol without its validity: Zaken API 1.6 and 1.7 do not have it, and say 404 to a name that they do not know."""

BIJ_OVERZICHT: Final = Erbij(("status", "resultaat", "rollen"), [*_VAN_DE_ZAAK, _VAN_DE_DELEN])
"""What a row of the overzicht needs."""

BIJ_DETAIL: Final = Erbij(
    (*BIJ_OVERZICHT.paden, "zaakinformatieobjecten", "eigenschappen"),
    [
        *_VAN_DE_ZAAK,
        "deelzaken",
        "zaakinformatieobjecten",
        "eigenschappen",
        {
            **_VAN_DE_DELEN,
            "zaakinformatieobjecten": ["zaak", "informatieobject", "titel"],
            "eigenschappen": ["zaak", "naam", "waarde"],
        },
    ],
)
"""And what its detail needs beside that."""


def expanded_rollen(item: Any) -> bool:
    """Whether an item came with its rollen, be it with none of them."""
    group = item.get("_expand") if isinstance(item, dict) else None
    return isinstance(group, dict) and isinstance(group.get("rollen"), list)


def lacks_rollen(item: Any) -> bool:
    """Whether an item came without its rollen although it may have some: their list is not there, or names some."""
    return isinstance(item, dict) and not expanded_rollen(item) and item.get("rollen") != []


def broke_over_rollen(item: Any) -> bool:
    """Whether the register did expand, and met an error of its own over the rollen of this zaak at that moment."""
    group = item.get("_expand") if isinstance(item, dict) else None
    rollen = group.get("rollen") if isinstance(group, dict) else None
    return isinstance(rollen, dict) and "_error" in rollen


def may_be_about_expand(error: SourceError, *, proven: bool) -> bool:
    """Whether a refusal may be meant for expand, and not for the question. ``proven``: this form has worked before.

    400 is about expand unless it names other keys; 403 may be about the right to read what is expanded. A register that
    cannot read our form may say 404 (rule zrc-027) or break with a 500, but not when that form has worked before; nor
    is it then what Open Zaak means with ``nonFieldErrors``: a parameter that it does not know, and does not name.
    """
    match error.status:
        case 400:
            names = " ".join(error.params).lower()
            unnamed = names == "nonfielderrors" and not proven
            return not names or unnamed or names_expand(error)
        case 403:
            return True
        case 404 | 500:
            return not proven
        case _:
            return False


def names_expand(error: SourceError) -> bool:
    """Whether a refusal says that it is about expand."""
    return any("expand" in name or "fields" in name for name in map(str.lower, error.params))
