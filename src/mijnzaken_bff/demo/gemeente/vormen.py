"""How a stored resource is served: each ``Vorm`` takes away, renames or moves something, and a dialect strings them.

What is stored is the shape of Open Zaak, which has the most fields; the others serve less of it or under other names.
"""

from collections.abc import Callable, Mapping

from mijnzaken_bff.demo.gemeente.opslag import Resource

Vorm = Callable[[str, Resource], Resource]
"""From the collection and the resource to what is served. The stored resource itself stays as it is."""

_ZAAK_1_0 = (
    "url uuid identificatie bronorganisatie omschrijving toelichting zaaktype registratiedatum "
    "verantwoordelijkeOrganisatie startdatum einddatum einddatumGepland uiterlijkeEinddatumAfdoening publicatiedatum "
    "communicatiekanaal productenOfDiensten vertrouwelijkheidaanduiding betalingsindicatie "
    "betalingsindicatieWeergave laatsteBetaaldatum zaakgeometrie verlenging opschorting selectielijstklasse hoofdzaak "
    "deelzaken relevanteAndereZaken eigenschappen status kenmerken archiefnominatie archiefstatus archiefactiedatum "
    "resultaat"
)
_ROL_1_0 = (
    "url uuid zaak betrokkene betrokkeneType roltype omschrijving omschrijvingGeneriek roltoelichting "
    "registratiedatum indicatieMachtiging betrokkeneIdentificatie"
)
_STATUS_1_0 = "url uuid zaak statustype datumStatusGezet statustoelichting"
_NIET_NATUURLIJK = "innNnpId annIdentificatie statutaireNaam innRechtsvorm bezoekadres subVerblijfBuitenland"
_VESTIGING_1_0 = "vestigingsNummer handelsnaam verblijfsadres subVerblijfBuitenland"

_DOCUMENTEN = "enkelvoudiginformatieobjecten"
_SINDS_1_5 = ("inhoudIsVervallen",)
_SINDS_1_6 = ("tonenAanInitiator",)
_SINDS_1_7 = ("isGereedVoorPublicatie",)

Velden = Mapping[str, frozenset[str]]


def _velden(**per_collectie: str) -> Velden:
    return {collectie: frozenset(namen.split()) for collectie, namen in per_collectie.items()}


_VAN_1_5 = _velden(
    zaken=f"{_ZAAK_1_0} rollen zaakinformatieobjecten zaakobjecten opdrachtgevendeOrganisatie processobjectaard "
    "startdatumBewaartermijn processobject",
    rollen=f"{_ROL_1_0} afwijkendeNaamBetrokkene contactpersoonRol statussen",
    statussen=f"{_STATUS_1_0} indicatieLaatstGezetteStatus gezetdoor zaakinformatieobjecten",
)
_VAN_1_0 = _velden(zaken=_ZAAK_1_0, rollen=_ROL_1_0, statussen=_STATUS_1_0)
_IDENTIFICATIE_1_5 = _velden(
    niet_natuurlijk_persoon=_NIET_NATUURLIJK,
    vestiging=f"{_VESTIGING_1_0} kvkNummer kvknummer",
)
_IDENTIFICATIE_1_0 = _velden(niet_natuurlijk_persoon=_NIET_NATUURLIJK, vestiging=_VESTIGING_1_0)


def van_zaken_1_5(collectie: str, resource: Resource) -> Resource:
    """Only the fields of Zaken 1.5 and 1.6: nothing that Open Zaak adds of its own, the KvK number included."""
    return _alleen(collectie, resource, _VAN_1_5, _IDENTIFICATIE_1_5)


def van_zaken_1_0(collectie: str, resource: Resource) -> Resource:
    """Only the fields of Zaken 1.0: a zaak does not name its rollen, and nothing says which status is the last."""
    return _alleen(collectie, resource, _VAN_1_0, _IDENTIFICATIE_1_0)


def van_catalogi_1_3(collectie: str, resource: Resource) -> Resource:
    """A statustype of OneGround has no ``zaakobjecttypen``."""
    return _zonder(resource, "zaakobjecttypen") if collectie == "statustypen" else resource


def van_catalogi_1_3_2(collectie: str, resource: Resource) -> Resource:
    """A type names the types it knows of by omschrijving too; nobody fills those in here."""
    if collectie == "informatieobjecttypen":
        return {**resource, "besluittypeOmschrijving": []}
    if collectie != "zaaktypen":
        return resource
    return {**resource, "besluittypeOmschrijving": [], "informatieobjecttypeOmschrijving": []}


def kvknummer_in_kleine_letters(collectie: str, resource: Resource) -> Resource:
    """``kvknummer`` and not ``kvkNummer`` in a vestiging."""
    if collectie != "rollen" or resource["betrokkeneType"] != "vestiging":
        return resource
    anders = {"kvkNummer": "kvknummer"}
    wie = {anders.get(veld, veld): waarde for veld, waarde in resource["betrokkeneIdentificatie"].items()}
    return {**resource, "betrokkeneIdentificatie": wie}


def identificatie_met_hoofdletter(collectie: str, resource: Resource) -> Resource:
    """``BetrokkeneIdentificatie``: OneGround's expanded rol, which another serializer writes than the rol itself."""
    if collectie != "rollen":
        return resource
    return {{"betrokkeneIdentificatie": "BetrokkeneIdentificatie"}.get(veld, veld): w for veld, w in resource.items()}


def kvk_in_inn_nnp_id(collectie: str, resource: Resource) -> Resource:
    """The KvK number where the standard wants an RSIN."""
    if collectie != "rollen" or resource["betrokkeneType"] != "niet_natuurlijk_persoon":
        return resource
    wie = dict(resource["betrokkeneIdentificatie"])
    wie["innNnpId"] = wie.get("kvkNummer") or wie["innNnpId"]
    return {**resource, "betrokkeneIdentificatie": wie}


def status_op_middernacht(collectie: str, resource: Resource) -> Resource:
    """A status is set on a day and not at a moment."""
    if collectie != "statussen":
        return resource
    return {**resource, "datumStatusGezet": f"{resource['datumStatusGezet'][:10]}T00:00:00Z"}


def medewerker_met_volledige_naam(collectie: str, resource: Resource) -> Resource:
    """A medewerker by ``volledigeNaam``, without the parts of it."""
    if collectie != "rollen" or resource["betrokkeneType"] != "medewerker":
        return resource
    wie = resource["betrokkeneIdentificatie"]
    delen = (wie.get(veld, "") for veld in ("voorletters", "voorvoegselAchternaam", "achternaam"))
    kort = {"identificatie": wie["identificatie"], "volledigeNaam": " ".join(deel for deel in delen if deel)}
    return {**resource, "betrokkeneIdentificatie": kort}


def zonder_volgnummer(collectie: str, resource: Resource) -> Resource:
    """A statustype that does not say which step it is."""
    return _zonder(resource, "volgnummer") if collectie == "statustypen" else resource


def van_documenten_1_4(collectie: str, resource: Resource) -> Resource:
    """A document of Documenten 1.4, and so of Open Zaak: nothing says whether it is meant for who asked."""
    return _zonder(resource, *_SINDS_1_5, *_SINDS_1_6, *_SINDS_1_7) if collectie == _DOCUMENTEN else resource


def van_documenten_1_0(collectie: str, resource: Resource) -> Resource:
    """The same before there were trefwoorden."""
    if collectie != _DOCUMENTEN:
        return resource
    return _zonder(van_documenten_1_4(collectie, resource), "trefwoorden", "verschijningsvorm")


def van_documenten_1_5(collectie: str, resource: Resource) -> Resource:
    """``inhoudIsVervallen``, and not yet ``tonenAanInitiator``."""
    return _zonder(resource, *_SINDS_1_6, *_SINDS_1_7) if collectie == _DOCUMENTEN else resource


def van_documenten_1_6(collectie: str, resource: Resource) -> Resource:
    return _zonder(resource, *_SINDS_1_7) if collectie == _DOCUMENTEN else resource


def zonder_omvang_is_nul(collectie: str, resource: Resource) -> Resource:
    """A document without content has no bytes, rather than no number of bytes."""
    if collectie != _DOCUMENTEN or resource["bestandsomvang"] is not None:
        return resource
    return {**resource, "bestandsomvang": 0}


def dag_en_geen_moment(collectie: str, resource: Resource) -> Resource:
    """A document and its tie to a zaak were registered on a day, and nobody says when on it."""
    veld = {_DOCUMENTEN: "beginRegistratie", "zaakinformatieobjecten": "registratiedatum"}.get(collectie)
    return resource if veld is None else {**resource, veld: resource[veld][:10]}


def _zonder(resource: Resource, *velden: str) -> Resource:
    return {veld: waarde for veld, waarde in resource.items() if veld not in velden}


def _alleen(collectie: str, resource: Resource, velden: Velden, identificaties: Velden) -> Resource:
    if collectie not in velden:
        return resource
    over = {veld: waarde for veld, waarde in resource.items() if veld in velden[collectie]}
    if collectie == "zaken" and over.get("opschorting"):
        over["opschorting"] = _zonder(over["opschorting"], "eerdereOpschorting")
    if collectie == "rollen" and over.get("betrokkeneIdentificatie"):
        wie, houd = over["betrokkeneIdentificatie"], identificaties.get(resource["betrokkeneType"])
        if houd is not None:
            over["betrokkeneIdentificatie"] = {veld: waarde for veld, waarde in wie.items() if veld in houd}
    return over
