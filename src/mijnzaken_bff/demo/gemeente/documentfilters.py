"""Which filters the list of documents has, and where each looks.

Open Zaak names the relation with two underscores and the standard with one. Not played, and so unknown: ``auteur``,
``beschrijving``, ``titel``, ``trefwoorden__overlap`` and ``ordering``.
"""

from collections.abc import Mapping

from mijnzaken_bff.demo.gemeente.client import NIVEAUS
from mijnzaken_bff.demo.gemeente.filters import Filter, Test, datum, ja_nee, keuze, link, tekst
from mijnzaken_bff.demo.gemeente.opslag import Opslag


def _van_object(op_veld: Filter) -> Filter:
    """Documents that some objectinformatieobject ties to what the value says."""

    def lees(opslag: Opslag, naam: str, waarde: str) -> Test | None:
        klopt = op_veld(opslag, naam, waarde)
        if klopt is None:
            return None
        gevonden = {een["informatieobject"] for een in opslag.alle("objectinformatieobjecten") if klopt(een)}
        return lambda document: document["url"] in gevonden

    return lees


def _trefwoorden(_opslag: Opslag, _naam: str, waarde: str) -> Test | None:
    gezocht = frozenset(waarde.split(","))
    return (lambda document: gezocht <= set(document["trefwoorden"])) if waarde else None


_OP_OBJECT = _van_object(link("object"))
_OP_OBJECTTYPE = _van_object(keuze("objectType", ("besluit", "zaak", "verzoek")))

DOCUMENTFILTERS: Mapping[str, Filter] = {
    "identificatie": tekst("identificatie"),
    "bronorganisatie": tekst("bronorganisatie"),
    "informatieobjecttype": link("informatieobjecttype"),
    "vertrouwelijkheidaanduiding": keuze("vertrouwelijkheidaanduiding", NIVEAUS),
    "locked": ja_nee("locked"),
    "creatiedatum__gte": datum("creatiedatum", "__gte"),
    "creatiedatum__lte": datum("creatiedatum", "__lte"),
    "trefwoorden": _trefwoorden,
    "objectinformatieobjecten__object": _OP_OBJECT,
    "objectinformatieobjecten__objectType": _OP_OBJECTTYPE,
    "objectinformatieobjecten_object": _OP_OBJECT,
    "objectinformatieobjecten_objectType": _OP_OBJECTTYPE,
}
OPEN_ZAAK = tuple(naam for naam in DOCUMENTFILTERS if "objecten_o" not in naam)
STANDAARD = (
    "identificatie",
    "bronorganisatie",
    "trefwoorden",
    "objectinformatieobjecten_object",
    "objectinformatieobjecten_objectType",
)
"""Those of Documenten 1.6 and later."""
EERDER = STANDAARD[:2]
"""Those of Documenten 1.0."""
