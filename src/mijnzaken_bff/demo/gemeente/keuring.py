"""Values looked at before anything is searched: the validators of OneGround, by the name of the parameter.

The ``name`` in its refusal of a search value is that of the property in the code, with a capital first letter.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from mijnzaken_bff.demo.gemeente.client import NIVEAUS
from mijnzaken_bff.demo.gemeente.filters import is_url
from mijnzaken_bff.demo.gemeente.probleem import Ongeldig
from mijnzaken_bff.demo.gemeente.rolfilters import BETROKKENE_TYPEN, OMSCHRIJVINGEN_GENERIEK

Keuring = Callable[[str, str], None]
"""From the name of a parameter and its value. Raises ``Ongeldig``."""

_ARCHIEFNOMINATIES = ("blijvend_bewaren", "vernietigen")
_ARCHIEFSTATUSSEN = ("nog_te_archiveren", "gearchiveerd", "gearchiveerd_procestermijn_onbekend", "overgedragen")
_IDENTIFICATIE = "rol__betrokkeneIdentificatie__"


def _elfproef(naam: str, waarde: str) -> None:
    """The sum as OneGround makes it, over a BSN as over an RSIN, and in the words of the latter."""
    if len(waarde) != 9:
        raise Ongeldig(naam, "invalid-length", "RSIN moet 9 tekens lang zijn.")
    if re.fullmatch("[0-9]{9}", waarde) is None:
        raise Ongeldig(naam, "only-digits", "Waarde moet numeriek zijn.")
    if sum(int(cijfer) * gewicht for cijfer, gewicht in zip(waarde, range(9, 1, -1), strict=False)) % 11 != int(
        waarde[8]
    ):
        raise Ongeldig(naam, "invalid", "Onjuist RSIN nummer.")


def _datum(naam: str, waarde: str) -> None:
    try:
        gelezen = date.fromisoformat(waarde) if len(waarde) == 10 else None
    except ValueError:
        gelezen = None
    if gelezen is None:
        raise Ongeldig(naam, "invalid", "Veld heeft het verkeerde formaat, gebruik formaat: YYYY-MM-DD.")
    if gelezen < date(1753, 1, 1):
        raise Ongeldig(naam, "invalid", "De datum moet groter of gelijk zijn aan 1753-01-01.")


def _ja_nee(naam: str, waarde: str) -> None:
    if waarde.lower() not in {"true", "false"}:
        raise Ongeldig(naam, "invalid", "Veld heeft het verkeerde formaat, gebruik formaat: <Boolean>.")


def _url(naam: str, waarde: str) -> None:
    if waarde and not is_url(waarde):
        raise Ongeldig(naam, "invalid-resource", "Veld heeft het verkeerde formaat, gebruik een geldige uri.")


def _keuze(*keuzes: str) -> Keuring:
    def keur(naam: str, waarde: str) -> None:
        if waarde not in keuzes:
            raise Ongeldig(naam, "invalid_choice", f'"{waarde}" is een ongeldige keuze.')

    return keur


def _hooguit(lengte: int) -> Keuring:
    def keur(naam: str, waarde: str) -> None:
        if len(waarde) > lengte:
            raise Ongeldig(naam, "max_length", f"Zorg ervoor dat dit veld niet meer dan {lengte} karakters bevat.")

    return keur


def _elk(keuring: Keuring) -> Keuring:
    """Of a list in comma text, each by itself and with its place in the name."""

    def keur(naam: str, waarde: str) -> None:
        for plaats, deel in enumerate(waarde.split(",")):
            keuring(f"{naam}.{plaats}", deel.strip())

    return keur


def _met_hoofdletter(keuring: Keuring) -> Keuring:
    return lambda naam, waarde: keuring(naam[:1].upper() + naam[1:], waarde)


def _op_naam(keuring: Keuring, namen: Sequence[str]) -> dict[str, Keuring]:
    return dict.fromkeys(namen, keuring)


_DATUMS = (
    *("archiefactiedatum", "archiefactiedatum__lt", "archiefactiedatum__gt"),
    *("startdatum", "startdatum__gt", "startdatum__gte", "startdatum__lt", "startdatum__lte"),
    *("registratiedatum", "registratiedatum__gt", "registratiedatum__lt"),
    *("einddatum", "einddatum__gt", "einddatum__lt"),
    *("einddatumGepland", "einddatumGepland__gt", "einddatumGepland__lt"),
    *("uiterlijkeEinddatumAfdoening", "uiterlijkeEinddatumAfdoening__gt", "uiterlijkeEinddatumAfdoening__lt"),
)
_ZAKEN_1_0: dict[str, Keuring] = {
    "bronorganisatie": _elfproef,
    "zaaktype": _url,
    "archiefnominatie": _keuze(*_ARCHIEFNOMINATIES),
    "archiefstatus": _keuze(*_ARCHIEFSTATUSSEN),
    **_op_naam(_datum, _DATUMS[:8]),
}
_ZAKEN_1_5: dict[str, Keuring] = {
    **_ZAKEN_1_0,
    **_op_naam(_datum, _DATUMS),
    **_op_naam(_ja_nee, ("archiefactiedatum__isnull", "einddatum__isnull")),
    "rol__betrokkeneType": _keuze(*BETROKKENE_TYPEN),
    "rol__betrokkene": _url,
    "rol__omschrijvingGeneriek": _keuze(*OMSCHRIJVINGEN_GENERIEK),
    "maximaleVertrouwelijkheidaanduiding": _keuze(*NIVEAUS),
    f"{_IDENTIFICATIE}natuurlijkPersoon__inpBsn": _elfproef,
    f"{_IDENTIFICATIE}natuurlijkPersoon__anpIdentificatie": _hooguit(17),
    f"{_IDENTIFICATIE}natuurlijkPersoon__inpA_nummer": _hooguit(10),
    f"{_IDENTIFICATIE}nietNatuurlijkPersoon__innNnpId": _hooguit(9),
    f"{_IDENTIFICATIE}nietNatuurlijkPersoon__annIdentificatie": _hooguit(17),
    f"{_IDENTIFICATIE}vestiging__vestigingsNummer": _hooguit(24),
    f"{_IDENTIFICATIE}medewerker__identificatie": _hooguit(24),
    f"{_IDENTIFICATIE}organisatorischeEenheid__identificatie": _hooguit(24),
}
_LOSSE: dict[str, Keuring] = {
    "zaak": _url,
    "betrokkene": _url,
    "roltype": _url,
    "statustype": _url,
    "resultaattype": _url,
    "betrokkeneType": _keuze(*BETROKKENE_TYPEN),
    "omschrijvingGeneriek": _keuze(*OMSCHRIJVINGEN_GENERIEK),
    "indicatieLaatstGezetteStatus": _ja_nee,
}
"""Those of the other lists. A BSN is not looked at there."""

ONEGROUND_1_0: Mapping[str, Keuring] = {**_LOSSE, **_ZAKEN_1_0}
ONEGROUND: Mapping[str, Keuring] = {
    **_LOSSE,
    **{naam: _met_hoofdletter(keuring) for naam, keuring in _ZAKEN_1_5.items()},
    "archiefnominatie__in": _elk(_keuze(*_ARCHIEFNOMINATIES)),
    "archiefstatus__in": _elk(_keuze(*_ARCHIEFSTATUSSEN)),
    "bronorganisatie__in": _elk(_elfproef),
}
