"""One company, kept by registers in every way there is, and whose zaken each login may see of it.

What is right stands here in tables, one per thing that a register can or cannot do. They follow from the Zaken API
(1.0, 1.5 and 1.6) and from what the products say of themselves, and read nothing of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from mijnzaken_bff.demo.gemeente.fouten import Fault, Soort
from mijnzaken_bff.demo.gemeente.gemeente import Gemeente, Ontvangen
from mijnzaken_bff.demo.gemeente.vulling import zaak, zaaktype
from tests.stories.dialecten import STREEKTALEN
from tests.stories.portaal import Portaal, Toneel

KVK, RSIN = "90004760", "999990172"
EIGEN, ZUSTER, NERGENS = "000012345678", "000087654321", "000055555555"
"""Two vestigingen of the company, and a number that no zaak bears."""

ANDER_KVK, ANDER_RSIN, ANDER_VESTIGING = "90005551", "999990184", "000011112222"
RSIN_ALS_KVK = f"0{KVK}"
"""The RSIN of yet another company: without its leading zero it reads as our KvK number."""

NUMMERS: Final = (KVK, RSIN, EIGEN, ZUSTER, NERGENS, ANDER_KVK, ANDER_RSIN, ANDER_VESTIGING)

NNP, SHOP = "niet_natuurlijk_persoon", "vestiging"

REGISTRATIES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "nnp-kvk": (NNP, {"kvkNummer": "kvk"}),
    "nnp-rsin": (NNP, {"innNnpId": "rsin"}),
    "nnp-kvk-en-rsin": (NNP, {"kvkNummer": "kvk", "innNnpId": "rsin"}),
    "nnp-kvk-in-innnnpid": (NNP, {"innNnpId": "kvk"}),
    "nnp-kvk-in-ann": (NNP, {"annIdentificatie": "kvk"}),
    "vestiging": (SHOP, {}),
    "vestiging-kvk": (SHOP, {"kvkNummer": "kvk"}),
}
"""By name: as which kind of betrokkene a company is registered, and under which keys which of its numbers stand.

Each comes with the number of a vestiging beside these and without one; a ``vestiging`` is known by nothing else.
"""

LOGINS: Mapping[str, Mapping[str, str]] = {
    "kvk": {"kvk": KVK},
    "kvk en rsin": {"kvk": KVK, "rsin": RSIN},
    "kvk en vestiging": {"kvk": KVK, "vestiging": EIGEN},
    "kvk, rsin en vestiging": {"kvk": KVK, "rsin": RSIN, "vestiging": EIGEN},
    "kvk en een vestiging die er niet is": {"kvk": KVK, "vestiging": NERGENS},
}
"""What a token says of who asks. One with a vestiging may see the zaken of that vestiging and no others."""

DIALECTEN: Mapping[str, str] = {
    "open-zaak": "open-zaak",
    "gateway": "open-zaak",
    "zaken-1.6": "standaard",
    "oneground": "standaard",
    "esuite": "esuite",
}
"""The dialects, and what each can do: all that Open Zaak can, what Zaken 1.5 says, or what the e-Suite can."""

VAN_ZELF: Mapping[str, Sequence[str]] = {
    "open-zaak": ["nnp_kvk", "nnp_rsin", "vestiging", "vestiging_kvk"],
    "standaard": ["nnp_rsin", "vestiging"],
    "esuite": ["nnp_kvk_in_innnnpid"],
}
"""How a company is searched for where the configuration does not say: what the product is known to keep."""

VINDT: Mapping[str, Mapping[str, Sequence[str]]] = {
    "open-zaak": {
        "nnp_kvk": ["nnp-kvk", "nnp-kvk-en-rsin"],
        "nnp_rsin": ["nnp-rsin", "nnp-kvk-en-rsin"],
        "nnp_kvk_in_innnnpid": ["nnp-kvk-in-innnnpid"],
        "ann_identificatie": ["nnp-kvk-in-ann"],
        "vestiging": ["vestiging", "vestiging-kvk"],
        "vestiging_kvk": ["vestiging-kvk"],
    },
    # The standard has no place for the KvK number of a niet-natuurlijk persoon, and no search by that of a vestiging.
    "standaard": {
        "nnp_rsin": ["nnp-rsin", "nnp-kvk-en-rsin"],
        "nnp_kvk_in_innnnpid": ["nnp-kvk-in-innnnpid"],
        "ann_identificatie": ["nnp-kvk-in-ann"],
        "vestiging": ["vestiging", "vestiging-kvk"],
    },
    # The e-Suite keeps the KvK number in the place of the RSIN, and can search in that place alone.
    "esuite": {
        "nnp_rsin": ["nnp-rsin"],
        "nnp_kvk_in_innnnpid": ["nnp-kvk", "nnp-kvk-en-rsin", "nnp-kvk-in-innnnpid"],
    },
}
"""Which registrations each way to search finds. What is not here the register cannot find in any way."""

NOEMT_VESTIGING: Mapping[str, Sequence[str]] = {
    "open-zaak": list(REGISTRATIES),
    "standaard": ["vestiging", "vestiging-kvk"],
    "esuite": [],
}
"""Which registrations still tell of which vestiging they are when they come back out of the register."""

TELT_MET_VESTIGING: Mapping[str, Sequence[str]] = {
    "open-zaak": list(VINDT["open-zaak"]),
    "standaard": ["vestiging", "vestiging_kvk"],
    "esuite": ["vestiging", "vestiging_kvk"],
}
"""Which ways to search find rollen that can tell of which vestiging they are: a vestiging always can."""

NODIG: Mapping[str, str] = {
    "nnp_kvk": "kvk",
    "nnp_rsin": "rsin",
    "nnp_kvk_in_innnnpid": "kvk",
    "ann_identificatie": "kvk",
    "vestiging": "vestiging",
    "vestiging_kvk": "kvk",
}
"""Which number of the login is searched for."""

_WIE = "rol__betrokkeneIdentificatie__"
SLEUTELS: Mapping[str, str] = {
    "nnp_kvk": f"{_WIE}nietNatuurlijkPersoon__kvkNummer",
    "nnp_rsin": f"{_WIE}nietNatuurlijkPersoon__innNnpId",
    "nnp_kvk_in_innnnpid": f"{_WIE}nietNatuurlijkPersoon__innNnpId",
    "ann_identificatie": f"{_WIE}nietNatuurlijkPersoon__annIdentificatie",
    "vestiging": f"{_WIE}vestiging__vestigingsNummer",
    "vestiging_kvk": f"{_WIE}vestiging__kvkNummer",
}
"""And under which key of the Zaken API."""

LIJSTEN = ("van zelf", "passend", "passend andersom")


def lijst_van(dialect: str, lijst: str) -> Sequence[str]:
    """The ways to search that a bron has: those of its product, or all that its register can, in either order."""
    kan = DIALECTEN[dialect]
    if lijst == "van zelf":
        return VAN_ZELF[kan]
    return list(VINDT[kan]) if lijst == "passend" else list(reversed(VINDT[kan]))


def bruikbaar(dialect: str, zoekwijzen: Iterable[str], login: Mapping[str, str]) -> list[str]:
    """The ways to search that can answer this login: it has the number, and the register tells the vestiging.

    Whoever may see one vestiging gets no answer out of what never says of which it is: "there are none" would be a lie.
    """
    tells = TELT_MET_VESTIGING[DIALECTEN[dialect]] if "vestiging" in login else NODIG
    return [zoekwijze for zoekwijze in zoekwijzen if NODIG[zoekwijze] in login and zoekwijze in tells]


def zichtbaar(dialect: str, zoekwijzen: Iterable[str], login: Mapping[str, str]) -> dict[str, str | None]:
    """What the login may see: by zaaknummer, of which vestiging the register says that it is.

    What is found in any usable way, and under a restriction only what says itself to be of that vestiging.
    """
    kan = DIALECTEN[dialect]
    gevonden = {naam for zoekwijze in bruikbaar(dialect, zoekwijzen, login) for naam in VINDT[kan][zoekwijze]}
    seen: dict[str, str | None] = {}
    for naam in gevonden:
        for vestiging in vestigingen_bij(naam):
            genoemd = vestiging if naam in NOEMT_VESTIGING[kan] else None
            if "vestiging" not in login or login["vestiging"] == genoemd:
                seen[zaaknummer(naam, vestiging)] = genoemd
    return seen


def vestigingen_bij(registratie: str) -> tuple[str | None, ...]:
    """Of which vestigingen a company has a zaak in this registration; None: of the company as a whole."""
    return (EIGEN, ZUSTER) if registratie == "vestiging" else (None, EIGEN, ZUSTER)


def zaaknummer(registratie: str, vestiging: str | None) -> str:
    """What a zaak of ours is called."""
    welke = {None: "heel het bedrijf", EIGEN: "eigen vestiging", ZUSTER: "andere vestiging"}
    return f"{registratie}, {welke[vestiging]}"


def rol_van(
    registratie: str, kvk: str, rsin: str, vestiging: str | None = None, rol: str = "initiator"
) -> dict[str, Any]:
    """The rol of a company with these numbers, in this registration."""
    soort, velden = REGISTRATIES[registratie]
    who = {veld: {"kvk": kvk, "rsin": rsin}[nummer] for veld, nummer in velden.items()}
    if vestiging is not None:
        who["vestigingsNummer"] = vestiging
    return _rol(soort, who, rol)


def vul(gemeente: Gemeente, dialect: str) -> None:
    """Ours in every registration, and around each what looks like ours and is not."""
    soort = zaaktype(gemeente, "ZT-TERRAS", "Terrasvergunning", statustypen=("Ontvangen", "Afgehandeld"))

    def sta(nummer: str, *rollen: Mapping[str, Any]) -> None:
        zaak(gemeente, soort, identificatie=nummer, extra_rollen=rollen)

    for naam in REGISTRATIES:
        for vestiging in vestigingen_bij(naam):
            sta(zaaknummer(naam, vestiging), rol_van(naam, KVK, RSIN, vestiging))
        sta(f"{naam}, ander bedrijf", rol_van(naam, ANDER_KVK, ANDER_RSIN, ANDER_VESTIGING))
        sta(f"{naam}, belanghebbende", rol_van(naam, KVK, RSIN, EIGEN, "belanghebbende"), *ANDERE_AANVRAGERS)
    for nummer, rol in DUBBELGANGERS.items():
        sta(nummer, rol)
    if DIALECTEN[dialect] != "standaard":
        for nummer, rol in DUBBELGANGERS_MET_KVK.items():
            sta(nummer, rol)


def _rol(soort: str, who: Mapping[str, str], rol: str = "initiator") -> dict[str, Any]:
    return {"betrokkeneType": soort, "omschrijvingGeneriek": rol, "betrokkeneIdentificatie": dict(who)}


DUBBELGANGERS: Mapping[str, Mapping[str, Any]] = {
    "onze vestiging bij een ander bedrijf": _rol(SHOP, {"vestigingsNummer": EIGEN, "kvkNummer": ANDER_KVK}),
    "onze vestiging bij een ander rsin": _rol(NNP, {"vestigingsNummer": EIGEN, "innNnpId": ANDER_RSIN}),
    "ons kvk als rsin met een nul ervoor": _rol(NNP, {"innNnpId": RSIN_ALS_KVK}),
    "ons rsin in een ander vak": _rol(NNP, {"annIdentificatie": RSIN}),
    "een persoon met ons rsin als bsn": _rol("natuurlijk_persoon", {"inpBsn": RSIN}),
    "een persoon met ons kvk als identificatie": _rol("natuurlijk_persoon", {"anpIdentificatie": KVK}),
    "een medewerker met ons kvk": _rol("medewerker", {"identificatie": KVK}),
}
"""Zaken that every register can hold, with a number of ours in a place where it is not ours."""

ANDERE_AANVRAGERS = (
    _rol(NNP, {"innNnpId": ANDER_RSIN, "vestigingsNummer": EIGEN}),
    _rol("natuurlijk_persoon", {"inpBsn": RSIN}, "mede_initiator"),
)
"""Whose zaak it is where we are only belanghebbende: another company at our vestiging, and a person with our digits."""

DUBBELGANGERS_MET_KVK: Mapping[str, Mapping[str, Any]] = {
    "ons rsin bij een ander kvk": _rol(NNP, {"innNnpId": RSIN, "kvkNummer": ANDER_KVK}),
    "ons kvk als rsin bij een ander kvk": _rol(NNP, {"innNnpId": KVK, "kvkNummer": ANDER_KVK}),
    "ons kvk als identificatie bij een ander kvk": _rol(NNP, {"annIdentificatie": KVK, "kvkNummer": ANDER_KVK}),
    "onze vestiging bij een ander kvk": _rol(NNP, {"vestigingsNummer": EIGEN, "kvkNummer": ANDER_KVK}),
    "ons rsin en onze vestiging bij een ander kvk": _rol(
        NNP, {"innNnpId": RSIN, "vestigingsNummer": EIGEN, "kvkNummer": ANDER_KVK}
    ),
}
"""Those that need a register that keeps the KvK number of a niet-natuurlijk persoon, in its own place or another.

Where only an RSIN is kept such a rol *is* of that RSIN: nothing in it says otherwise.
"""


_RSIN_VAN_GEMEENTE = dict(
    zip(DIALECTEN, ("001117518", "000740457", "111222333", "222333443", "222333455"), strict=True)
)


class Land:
    """A filled gemeente of every dialect, and portals on them: made when first needed, and asked once before."""

    def __init__(self, toneel: Toneel) -> None:
        self._toneel = toneel
        self._gemeenten: dict[str, Gemeente] = {}
        self._portalen: dict[tuple[str, ...], Portaal] = {}

    def gemeente(self, dialect: str) -> Gemeente:
        """The gemeente that speaks this dialect."""
        if dialect not in self._gemeenten:
            self._gemeenten[dialect] = gemeente_van(self._toneel, dialect)
            vul(self._gemeenten[dialect], dialect)
        return self._gemeenten[dialect]

    def portaal(self, lijst: str, *dialecten: str) -> Portaal:
        """A portal on the gemeenten of these dialects, in which companies are searched for by this list."""
        if (lijst, *dialecten) not in self._portalen:
            portaal = portaal_op(
                self._toneel,
                {dialect: self.gemeente(dialect) for dialect in dialecten},
                {dialect: lijst_van(dialect, lijst) for dialect in dialecten if lijst != "van zelf"},
            )
            for login in ("kvk en rsin", "kvk, rsin en vestiging"):
                portaal.get("/v1/zaken", LOGINS[login])
            self._portalen[lijst, *dialecten] = portaal
        return self._portalen[lijst, *dialecten]


def gemeente_van(toneel: Toneel, dialect: str) -> Gemeente:
    """An empty gemeente that speaks this dialect."""
    return STREEKTALEN[dialect].gemeente(toneel, f"Gemeente {dialect}", _RSIN_VAN_GEMEENTE[dialect])


def portaal_op(
    toneel: Toneel, gemeenten: Mapping[str, Gemeente], zoekwijzen: Mapping[str, Sequence[str]], **bron: Any
) -> Portaal:
    """A portal on gemeenten by dialect, each searched in these ways or else in its own; a slow machine has the time."""
    per_bron = {
        dialect: {**STREEKTALEN[dialect].bron, **bron}
        | ({"bedrijven": list(zoekwijzen[dialect])} if dialect in zoekwijzen else {})
        for dialect in gemeenten
    }
    return toneel.portaal(
        {bron_van(dialect): gemeente for dialect, gemeente in gemeenten.items()},
        tijd={"lijst": "20s"},
        bron={"tijd": {"totaal": "18s"}},
        per_bron={bron_van(dialect): velden for dialect, velden in per_bron.items()},
    )


def bron_van(dialect: str) -> str:
    """What the bron of a dialect is called."""
    return dialect.replace(".", "-")


def zoekvragen_aan(gemeente: Gemeente) -> int:
    """How often a gemeente was asked for a list of zaken, by its own count."""
    return sum(_is_zoekvraag(ontvangen) for ontvangen in gemeente.ontvangen)


def gezocht_bij(gemeente: Gemeente, login: Mapping[str, str]) -> list[str]:
    """In which ways a gemeente heard this login searched for, in the order in which that came in."""
    return [
        zoekwijze
        for ontvangen in gemeente.ontvangen
        for zoekwijze in SLEUTELS
        if NODIG[zoekwijze] in login
        if _zoekt(ontvangen, zoekwijze, login)
    ]


def hapering(gemeente: Gemeente, zoekwijze: str, login: Mapping[str, str], soort: Soort) -> Fault:
    """A fault that hits this login's searches in one way, and nothing else that is asked."""

    class InOneWay(Fault):
        def geldt_voor(self, pad: str) -> bool:
            return _zoekt(gemeente.ontvangen[-1], zoekwijze, login)

    return InOneWay(soort)


def _is_zoekvraag(ontvangen: Ontvangen) -> bool:
    return ontvangen.pad.endswith(("/zaken/_zoek", "/zaken/api/v1/zaken"))


def _zoekt(ontvangen: Ontvangen, zoekwijze: str, login: Mapping[str, str]) -> bool:
    """Whether this is a search in one way: by the key that it starts with, before what narrows it."""
    if not _is_zoekvraag(ontvangen):
        return False
    criteria = json.loads(ontvangen.body) if ontvangen.body else dict(parse_qsl(ontvangen.query))
    key = next((key for key in criteria if key in SLEUTELS.values()), None)
    return key == SLEUTELS[zoekwijze] and criteria[key] == login[NODIG[zoekwijze]]
