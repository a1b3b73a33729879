"""The examples in the contract: a complete answer, and one with a bron that failed. All names and numbers invented."""

from __future__ import annotations

from typing import Any, Final

_RIJ: Final[dict[str, Any]] = {
    "id": "waterdam-0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11",
    "zaaknummer": "ZAAK-2026-0004711",
    "titel": "Parkeervergunning",
    "titelHerkomst": "configuratie",
    "omschrijving": "Aanvraag Havenstraat 12",
    "organisatie": {
        "id": "gm9902",
        "naam": "Gemeente Waterdam",
        "contact": {"telefoon": "14 0999", "website": "https://waterdam.example"},
    },
    "bron": "waterdam",
    "zaaktype": {"identificatie": "ZT-PARKEREN", "naam": "Parkeervergunning behandelen"},
    "lopend": True,
    "hoofdstatus": {
        "fase": "inBehandeling",
        "naam": "In behandeling",
        "uitleg": "De gemeente bekijkt uw aanvraag.",
        "herkomst": "configuratie",
    },
    "status": {"naam": "Toetsing gestart", "uitleg": None, "toelichting": None, "datum": "2026-11-02"},
    "stap": {"nummer": 2, "totaal": 3},
    "aanvraagdatum": "2026-10-28",
    "startdatum": "2026-10-28",
    "einddatum": None,
    "verwachteEinddatum": {"datum": "2026-12-01", "herkomst": "register", "grondslag": "planning", "zeker": True},
    "uiterlijkeEinddatum": {
        "datum": "2026-12-23",
        "herkomst": "berekend",
        "grondslag": "doorlooptijd",
        "zeker": True,
    },
    "signalen": [],
    "resultaat": None,
    "samenvatting": "De gemeente behandelt uw aanvraag. U krijgt waarschijnlijk vóór 1 december 2026 bericht.",
    "rollen": ["initiator"],
    "machtiging": None,
    "vestiging": None,
    "hoofdzaak": None,
    "gewijzigdOp": "2026-11-02T09:12:44Z",
    "versie": "5f1d0c9a7be34410",
    "portaalUrl": None,
}

_OK: Final[dict[str, Any]] = {
    "id": "waterdam",
    "naam": "Gemeente Waterdam",
    "onderwerp": None,
    "beantwoord": True,
    "uitkomst": "ok",
    "reden": None,
    "aantal": 1,
    "meer": False,
    "weggelaten": 0,
    "bijgewerktOp": "2026-11-23T15:04:05Z",
    "opnieuwNaSeconden": None,
    "melding": None,
}

_TE_TRAAG: Final[dict[str, Any]] = {
    "id": "duinoord",
    "naam": "Gemeente Duinoord",
    "onderwerp": None,
    "beantwoord": False,
    "uitkomst": "teTraag",
    "reden": None,
    "aantal": 0,
    "meer": None,
    "weggelaten": 0,
    "bijgewerktOp": None,
    "opnieuwNaSeconden": 30,
    "melding": "Uw zaken bij Gemeente Duinoord kunnen we nu niet laten zien. Probeer het later opnieuw.",
}

_ONDERHOUD: Final[dict[str, Any]] = {
    **_TE_TRAAG,
    "id": "heuvelrijk",
    "naam": "Gemeente Heuvelrijk",
    "uitkomst": "overgeslagen",
    "reden": "onderhoud",
    "opnieuwNaSeconden": 3600,
    "melding": "Uw zaken bij Gemeente Heuvelrijk kunnen we nu niet laten zien. "
    "Er is onderhoud tot 23 november 2026 om 18:00 uur.",
}

_OVERZICHT: Final[dict[str, Any]] = {
    "volledig": True,
    "peilmoment": "2026-11-23T15:04:05Z",
    "voor": {"soort": "persoon", "vertegenwoordiging": "geen", "vestigingBeperkt": False},
    "telling": {"lopend": 1, "afgerond": 0, "exact": True},
    "zaken": [_RIJ],
    "bereik": {"gevraagd": 1, "beantwoord": 1},
    "bronnen": [_OK],
    "volgende": None,
}

OVERZICHT: Final[dict[str, Any]] = {
    "volledig": {"summary": "Elke bron antwoordde", "value": _OVERZICHT},
    "onvolledig": {
        "summary": "Eén bron antwoordde niet op tijd, en bij één is onderhoud",
        "value": {
            **_OVERZICHT,
            "volledig": False,
            "telling": {"lopend": 1, "afgerond": 0, "exact": False},
            "bereik": {"gevraagd": 3, "beantwoord": 1},
            "bronnen": [_TE_TRAAG, _ONDERHOUD, _OK],
        },
    },
}

_DOCUMENT: Final[dict[str, Any]] = {
    "id": "4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1",
    "titel": "Ontvangstbevestiging",
    "bestandsnaam": "ontvangstbevestiging.pdf",
    "extensie": "pdf",
    "formaat": "application/pdf",
    "grootte": 48213,
    "datum": "2026-10-29",
    "richting": "vanOrganisatie",
    "soort": "Brief",
    "downloadbaar": True,
    "inhoud": (
        "/zaken/waterdam-0c4c3b1e-7c0e-4b5e-9d43-0a5b0c1f7a11/documenten/4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1/inhoud"
    ),
}


def _fase(fase: str, naam: str, toestand: str, datum: str | None, *stappen: dict[str, Any]) -> dict[str, Any]:
    return {"fase": fase, "naam": naam, "toestand": toestand, "datum": datum, "stappen": list(stappen)}


def _stap(uuid: str, volgnummer: int, naam: str, toestand: str, datum: str | None) -> dict[str, Any]:
    return {
        "id": uuid,
        "volgnummer": volgnummer,
        "naam": naam,
        "naamBron": naam,
        "uitleg": None,
        "toelichting": None,
        "toestand": toestand,
        "datum": datum,
        "verwacht": None,
    }


def _onderdeel(onderdeel: str, uitkomst: str = "ok", melding: str | None = None) -> dict[str, Any]:
    return {
        "onderdeel": onderdeel,
        "uitkomst": uitkomst,
        "weggelaten": 0,
        "opnieuwNaSeconden": None if melding is None else 30,
        "melding": melding,
    }


_DETAIL: Final[dict[str, Any]] = {
    "volledig": True,
    "peilmoment": "2026-11-23T15:04:05Z",
    "voor": {"soort": "persoon", "vertegenwoordiging": "geen", "vestigingBeperkt": False},
    "zaak": _RIJ,
    "voortgang": [
        _fase(
            "geregistreerd",
            "Geregistreerd",
            "voltooid",
            "2026-10-28",
            _stap("52c4a3f7-61de-4d02-b1a5-0f8e9d7c6b31", 1, "Aanvraag ontvangen", "voltooid", "2026-10-28"),
        ),
        _fase("geaccepteerd", "Geaccepteerd", "overgeslagen", None),
        _fase(
            "inBehandeling",
            "In behandeling",
            "huidig",
            "2026-11-02",
            _stap("52c4a3f7-61de-4d02-b1a5-0f8e9d7c6b32", 2, "Toetsing gestart", "huidig", "2026-11-02"),
        ),
        _fase(
            "afgerond",
            "Afgerond",
            "toekomstig",
            None,
            _stap("52c4a3f7-61de-4d02-b1a5-0f8e9d7c6b33", 3, "Afgehandeld", "toekomstig", None),
        ),
    ],
    "tijdlijn": [
        {
            "id": "status-9d2a4e61-3c1b-4f7a-9b0d-7a1e5c8f4431",
            "soort": "status",
            "moment": "2026-11-02T09:12:44Z",
            "datum": "2026-11-02",
            "titel": "Toetsing gestart",
            "tekst": None,
            "afzender": "organisatie",
            "kanaal": None,
            "documentId": None,
        },
        {
            "id": "document-4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1",
            "soort": "document",
            "moment": None,
            "datum": "2026-10-29",
            "titel": "Ontvangstbevestiging",
            "tekst": "Brief",
            "afzender": "organisatie",
            "kanaal": None,
            "documentId": "4f3e2d1c-0b9a-4877-a665-5c4d3e2f1ac1",
        },
    ],
    "toelichtingTermijn": (
        "De verwachte datum is de planning van de gemeente. "
        "Volgens de regels moet de gemeente binnen 8 weken klaar zijn."
    ),
    "heropend": False,
    "waarvoor": [{"naam": "Kenteken", "waarde": "XX-999-X"}],
    "documenten": [_DOCUMENT],
    "besluiten": [],
    "hoofdzaak": None,
    "deelzaken": [],
    "onderdelen": [
        _onderdeel("catalogus"),
        _onderdeel("statussen"),
        _onderdeel("documenten"),
        _onderdeel("besluiten"),
        _onderdeel("waarvoor"),
    ],
}

DETAIL: Final[dict[str, Any]] = {
    "volledig": {"summary": "Elk onderdeel kwam", "value": _DETAIL},
    "onvolledig": {
        "summary": "De documenten kwamen niet op tijd; de rest staat er",
        "value": {
            **_DETAIL,
            "volledig": False,
            "documenten": [],
            "tijdlijn": _DETAIL["tijdlijn"][:1],
            "onderdelen": [
                _onderdeel("catalogus"),
                _onderdeel("statussen"),
                _onderdeel(
                    "documenten",
                    "teTraag",
                    "De documenten bij deze zaak kunnen we nu niet laten zien. Probeer het later opnieuw.",
                ),
                _onderdeel("besluiten"),
                _onderdeel("waarvoor"),
            ],
        },
    },
}

BRONNEN: Final[dict[str, Any]] = {
    "volledig": {
        "summary": "Alle bronnen zijn beschikbaar",
        "value": {
            "bronnen": [
                {
                    "id": "waterdam",
                    "naam": "Gemeente Waterdam",
                    "onderwerp": None,
                    "organisatie": "gm9902",
                    "toestand": "beschikbaar",
                    "sinds": "2026-11-23T08:00:00Z",
                }
            ]
        },
    },
    "onvolledig": {
        "summary": "Een bron is verstoord",
        "value": {
            "bronnen": [
                {
                    "id": "duinoord",
                    "naam": "Gemeente Duinoord",
                    "onderwerp": None,
                    "organisatie": "gm9903",
                    "toestand": "verstoord",
                    "sinds": "2026-11-23T14:58:00Z",
                }
            ]
        },
    },
}


def probleem(soort: str, title: str, status: int, detail: str, **more: Any) -> dict[str, Any]:
    """An example of a problem."""
    return {
        "type": f"urn:mijnzaken:probleem:{soort}",
        "title": title,
        "status": status,
        "detail": detail,
        "verzoekId": "6a0d2f4e-3c1b-4f7a-9b0d-7a1e5c8f4431",
        **more,
    }


GEEN_BRON: Final[dict[str, Any]] = {"bereik": {"gevraagd": 1, "beantwoord": 0}, "bronnen": [_TE_TRAAG]}

_BERICHT: Final[dict[str, Any]] = {"bron": None, "zaken": [], "overzicht": None, "probleem": None}

STROOM: Final[dict[str, Any]] = {
    "bron": {
        "summary": "Een bron antwoordde",
        "value": {**_BERICHT, "soort": "bron", "bron": _OK, "zaken": [_RIJ]},
    },
    "gereed": {
        "summary": "Alles is er; het laatste bericht",
        "value": {**_BERICHT, "soort": "gereed", "overzicht": _OVERZICHT},
    },
    "probleem": {
        "summary": "Geen enkele bron antwoordde; het laatste bericht",
        "value": {
            **_BERICHT,
            "soort": "probleem",
            "probleem": probleem(
                "tijdelijk-niet-beschikbaar",
                "Tijdelijk niet beschikbaar",
                503,
                "Geen van de bronnen kon antwoorden.",
                **GEEN_BRON,
            ),
        },
    },
}
