"""The metrics of the service, in the form that Prometheus reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

from mijnzaken_bff.domain.meting import Stand, Teller, Verdeling

PREFIX: Final = "mijnzaken_"
"""What every name of ours begins with."""
BUCKETS: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 10.0)
"""In seconds. Close together where the budgets of a bron (4 s) and of an overzicht (5 s) end."""

_TELLERS: Final[Mapping[Teller, tuple[str, tuple[str, ...]]]] = {
    Teller.TOKEN_GEWEIGERD: ("Tokens die niet zijn geaccepteerd", ("uitgever", "reden")),
    Teller.VERTEGENWOORDIGING_GEWEIGERD: ("Tokens met een vertegenwoordiging die geen regel leest", ("uitgever",)),
    Teller.SLEUTEL_GEWEIGERD: ("Gepubliceerde sleutels die niet zijn overgenomen", ("uitgever",)),
    Teller.SLEUTELS_OPGEHAALD: ("Keren dat sleutels zijn opgehaald", ("uitgever", "uitkomst")),
    Teller.SLEUTEL_ONBEKEND: ("Tokens met een sleutel die de uitgever niet publiceert", ("uitgever",)),
    Teller.ORGANISATIE_ONBEKEND: ("Tokens die ook een organisatie noemen die er niet is", ("uitgever",)),
    Teller.ZAAK_DUBBEL: ("Keren dat een zaak niet getoond is omdat een andere bron hem ook heeft", ("bron",)),
    Teller.VERZOEK_AFGEWEZEN: ("Verzoeken die aan de deur zijn afgewezen", ("reden",)),
    Teller.GEHEUGEN: ("Wat gevraagd werd en onthouden kan zijn, per bron", ("bron", "uitkomst")),
    Teller.GEHEUGEN_ANTWOORD: (
        "Overzichten die gevraagd werden, en of ze in hun geheel onthouden waren",
        ("uitkomst",),
    ),
    Teller.VLUCHT_TE_LAAT: ("Vragen waarop niemand meer wachtte toen de tijd om was", ("bron", "uitkomst")),
    Teller.CONFIGURATIE_HERLADEN: ("Keren dat de configuratie opnieuw is gelezen", ("uitkomst",)),
    Teller.VERWERKING_VERLOREN: ("Regels van het verwerkingenlogboek die niet zijn geschreven", ()),
    Teller.CONFIGURATIE_ALARM: ("Vragen die stuiten op een fout in de configuratie", ("bron", "reden")),
    Teller.NIET_GEVRAAGD: ("Vragen die niet zijn gesteld om een bron te sparen", ("bron", "reden")),
    Teller.HERKANSING: ("Vragen die een tweede keer zijn gesteld", ("bron", "api")),
    Teller.BREKER_OPEN: ("Keren dat een API met rust is gelaten", ("bron", "api", "reden")),
    Teller.KANARIE: ("Keren dat een bron naar een nummer van niemand is gevraagd", ("bron", "zoekwijze", "uitslag")),
    Teller.BRON_GEVRAAGD: ("Vragen die een bron beantwoordde, met zaken en zonder", ("bron", "leeg")),
    Teller.DOWNLOADS: ("Documenten die zijn doorgegeven, naar hoe dat eindigde", ("einde",)),
    Teller.STROMEN: ("Stromen van zaken, naar hoe ze eindigden", ("einde",)),
    Teller.OVERZICHTEN: ("Gevraagde overzichten, naar hoe volledig ze waren", ("antwoord",)),
    Teller.ZAAKDETAILS: ("Gevraagde zaken, naar hoe volledig het antwoord was", ("antwoord",)),
    Teller.ONDERDEEL_UITKOMST: (
        "Keren dat een onderdeel van een zaak is gevraagd, naar uitkomst",
        ("bron", "onderdeel", "uitkomst"),
    ),
    Teller.DOCUMENTEN_VERBORGEN: ("Documenten die niet zijn getoond, naar reden", ("bron", "reden")),
    Teller.BRON_UITKOMST: ("Keren dat een bron in een overzicht stond, naar uitkomst", ("bron", "uitkomst")),
    Teller.ZAKEN_WEGGELATEN: ("Zaken van de betrokkene die niet te lezen waren", ("bron",)),
    Teller.ZAKEN_VERBORGEN: ("Zaken die niet zijn getoond, naar reden", ("bron", "reden")),
    Teller.FASE_ONBEKEND: ("Getoonde zaken waarvan geen regel de fase zegt", ("bron", "zaaktype")),
    Teller.GEDEELD_GEVRAAGD: ("Vragen aan de gedeelde opslag", ("wat", "uitkomst")),
    Teller.GEDEELD_GELEZEN: ("Wat in de gedeelde opslag werd gezocht", ("soort", "uitkomst")),
}
_VERDELINGEN: Final[Mapping[Verdeling, tuple[str, tuple[str, ...]]]] = {
    Verdeling.BRON_DUUR: ("Hoe lang een bron over een bladzijde zaken deed", ("bron",)),
    Verdeling.VERZOEK_DUUR: ("Hoe lang een verzoek duurde", ("route", "status")),
}
_STANDEN: Final[Mapping[Stand, tuple[str, tuple[str, ...]]]] = {
    Stand.SLEUTELS_LEEFTIJD: ("Hoe lang geleden de sleutels zijn opgehaald", ("uitgever",)),
    Stand.GEHEUGEN_INGANGEN: ("Antwoorden over mensen die onthouden zijn", ()),
    Stand.GEHEUGEN_BYTES: ("Bytes die onthouden antwoorden innemen", ()),
    Stand.CONFIGURATIE_LEEFTIJD: ("Hoe lang geleden de configuratie is overgenomen", ()),
    Stand.CONFIGURATIE_VERSIE: ("Kenmerk van de configuratie; gelijk als de tekst gelijk is", ()),
    Stand.VERZOEKEN_ONDERWEG: ("Verzoeken die nu worden beantwoord", ()),
    Stand.DOWNLOADS_ONDERWEG: ("Documenten die nu worden opgehaald", ()),
    Stand.STROMEN_ONDERWEG: ("Stromen van zaken die nu lopen", ()),
    Stand.BREKER: ("Of een API wordt gevraagd: 0 ja, 1 op proef, 2 nee", ("bron", "api")),
    Stand.BRON_ONDERWEG: ("Vragen die nu bij een bron zijn", ("bron",)),
    Stand.BRON_WACHTEND: ("Vragen die wachten tot een bron vrij is", ("bron",)),
    Stand.HERKANSINGEN_OVER: ("Vragen die nu een tweede keer mogen", ("bron",)),
    Stand.BRONNEN_ONDERWEG: ("Vragen die nu bij alle bronnen samen zijn", ()),
    Stand.BRONNEN_WACHTEND: ("Vragen die wachten omdat er te veel tegelijk zijn", ()),
    Stand.TAKEN: ("Taken die nu lopen of wachten", ()),
    Stand.KANARIE: ("Of zoeken klopt: 1 ja, 0 nee, NaN nog niet bekend", ("bron", "zoekwijze")),
    Stand.KANARIE_LEEFTIJD: ("Hoe lang geleden de proef voor het laatst slaagde", ("bron", "zoekwijze")),
    Stand.GEDEELD_BEREIKBAAR: ("1 zolang de gedeelde opslag antwoordt", ("opslag",)),
}


def metrics_shown() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every metric: its name as it is shown, without ``PREFIX``; its kind in Dutch; its labels."""
    yield from ((f"{teller}_total", "teller", labels) for teller, (_, labels) in _TELLERS.items())
    yield from ((str(stand), "stand", labels) for stand, (_, labels) in _STANDEN.items())
    yield from ((str(verdeling), "verdeling", labels) for verdeling, (_, labels) in _VERDELINGEN.items())


class _Histogram(Collector):
    """Counts in buckets, and adds up in whole milliseconds.

    The one of prometheus-client adds up floats: the tail of such a sum could look like the number of somebody.
    """

    def __init__(self, name: str, told: str, labels: tuple[str, ...]) -> None:
        self._name, self._told, self._labels = name, told, labels
        self._counts: dict[tuple[str, ...], list[int]] = {}
        self._milliseconds: dict[tuple[str, ...], int] = {}

    def observe(self, seconds: float, labels: Mapping[str, str]) -> None:
        """Add one. Raises ``ValueError`` when the labels are not those of this one."""
        if set(labels) != set(self._labels):
            raise ValueError("incorrect label names")
        key = tuple(labels[name] for name in self._labels)
        counts = self._counts.setdefault(key, [0] * (len(BUCKETS) + 1))
        counts[bisect_left(BUCKETS, seconds)] += 1
        self._milliseconds[key] = self._milliseconds.get(key, 0) + round(seconds * 1000)

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """What was added so far."""
        family = HistogramMetricFamily(self._name, self._told, labels=self._labels)
        for key, counts in self._counts.items():
            below, buckets = 0, []
            for name, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                below += count
                buckets.append((name, float(below)))
            family.add_metric(key, buckets, self._milliseconds[key] / 1000)
        yield family


class PrometheusMeter:
    """Keeps what is counted in a registry of its own, and shows it."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._tellers = {
            teller: Counter(f"{PREFIX}{teller}", told, labels, registry=self._registry)
            for teller, (told, labels) in _TELLERS.items()
        }
        self._standen = {
            stand: Gauge(f"{PREFIX}{stand}", told, labels, registry=self._registry)
            for stand, (told, labels) in _STANDEN.items()
        }
        self._verdelingen = {
            verdeling: _Histogram(f"{PREFIX}{verdeling}", told, labels)
            for verdeling, (told, labels) in _VERDELINGEN.items()
        }
        for verdeling in self._verdelingen.values():
            self._registry.register(verdeling)

    def count(self, teller: Teller, aantal: int = 1, /, **labels: str) -> None:
        """Count so many more. Raises ``ValueError`` when the labels are not those of ``teller``."""
        counter = self._tellers[teller]
        (counter.labels(**labels) if labels else counter).inc(aantal)

    def observe(self, verdeling: Verdeling, seconds: float, /, **labels: str) -> None:
        """Take note of how long something took. Raises ``ValueError`` when the labels are not those of it."""
        self._verdelingen[verdeling].observe(seconds, labels)

    def set(self, stand: Stand, value: float, **labels: str) -> None:
        """Set a value. Raises ``ValueError`` when the labels are not those of ``stand``."""
        self._gauge(stand, labels).set(value)

    def watch(self, stand: Stand, read: Callable[[], float], **labels: str) -> None:
        """Ask ``read`` whenever it is shown. Raises ``ValueError`` when the labels are not those of ``stand``.

        Shown in thousandths: the tail of a float would look like the number of somebody.
        """
        self._gauge(stand, labels).set_function(lambda: round(read(), 3))

    def forget(self, stand: Stand, **labels: str) -> None:
        """Show the value with these labels no longer. Raises ``ValueError`` when they are not those of ``stand``."""
        self._gauge(stand, labels)  # it refuses what is not there, and remove() does not
        self._standen[stand].remove(*(labels[name] for name in _STANDEN[stand][1]))

    def _gauge(self, stand: Stand, labels: Mapping[str, str]) -> Gauge:
        gauge = self._standen[stand]
        return gauge.labels(**labels) if labels else gauge

    def shown(self) -> bytes:
        """Everything that was counted. Source: Prometheus text exposition format 0.0.4."""
        return generate_latest(self._registry)
