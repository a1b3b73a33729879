"""How asking each bron ended, told to whom it concerns: the log, the metrics, the toestanden and the canaries."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from mijnzaken_bff.contract.uitkomst import Reden
from mijnzaken_bff.domain.clock import Clock
from mijnzaken_bff.domain.failure import Failure, SourceError
from mijnzaken_bff.domain.verwerking import Verwerking
from mijnzaken_bff.fanout.ask import Failed
from mijnzaken_bff.fanout.ask import Outcome as AskOutcome
from mijnzaken_bff.fanout.kanarie import Kanarie
from mijnzaken_bff.fanout.lezing import Outcome
from mijnzaken_bff.fanout.meting import Overzichtmeting
from mijnzaken_bff.fanout.toestand import Toestanden
from mijnzaken_bff.fanout.verbinding import Verbinding
from mijnzaken_bff.fanout.zaakbewijs import Bewezen, Zaakbewijs
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

logger = logging.getLogger(__name__)


class Verslag:
    """Tells it once for each question. One per application."""

    def __init__(
        self, clock: Clock, meting: Overzichtmeting, toestanden: Toestanden, kanaries: Mapping[str, Kanarie]
    ) -> None:
        self._clock = clock
        self._meting = meting
        self._toestanden = toestanden
        self._kanaries = kanaries

    def not_asked(self, bron: str, verwerking: Verwerking) -> None:
        """Tell that a bron is left alone, because it is in planned maintenance."""
        fields = {"request_id": verwerking.verzoek_id, "bron": bron, "reason": Reden.ONDERHOUD.value}
        logger.info("bron_not_asked", extra=fields)

    def ended(self, outcome: Outcome, verwerking: Verwerking, wait: float | None) -> None:
        """Tell how asking one bron ended, for somebody who waits ``wait`` seconds (None: as long as it may)."""
        lezer, of_zaak = outcome.asked.lezer, outcome.asked.gelezen is not None
        if isinstance(outcome, Failed):
            self.failed(
                lezer.verbinding,
                lezer.zoekwijze,
                outcome,
                verwerking,
                of_zaak=of_zaak,
                wait=wait,
                seconds=outcome.seconds,
            )
            return
        if of_zaak:  # what one zaak lacks says nothing of the bron
            return
        counts = {
            "zaken": len(lezer.gelezen),
            "verborgen": lezer.verborgen.total(),
            "weggelaten": len(lezer.weggelaten),
        }
        fields = _fields(lezer.verbinding, lezer.zoekwijze, verwerking, outcome.seconds)
        if lezer.reden is not None:
            fields["reason"] = lezer.reden.value
        if lezer.navraag.came:
            self._meting.asked(lezer.verbinding.bron.id, outcome.seconds)
            self._toestanden.record(lezer.verbinding.bron.id, None, self._clock.now())
            logger.info("bron_answered", extra=fields | counts)
        else:  # it was not asked, or failed: neither says that it is there
            logger.info("bron_remembered", extra=fields | counts)

    def failed(
        self,
        verbinding: Verbinding,
        zoekwijze: Zoekwijze,
        failed: Failed[Any] | SourceError,
        verwerking: Verwerking,
        *,
        of_zaak: bool,
        wait: float | None,
        seconds: float | None = None,
    ) -> None:
        """Tell how a question failed, also where what is remembered covers for it.

        ``of_zaak``: it was about one zaak, and not about a bron. ``seconds``: how long a page took; None when nobody
        knows.
        """
        if verbinding.bron.id in self._kanaries:
            self._kanaries[verbinding.bron.id].doubt(zoekwijze, failed)
        fields = _fields(verbinding, zoekwijze, verwerking, seconds) | told_of(failed)
        if of_zaak:
            logger.warning("zaak_unproven", extra=fields)
            return
        if seconds is not None:
            self._meting.asked(verbinding.bron.id, seconds)
        # Who is in a hurry does not say that a bron is slow.
        if failed.failure is not Failure.TIMEOUT or wait is None or wait > verbinding.seconds:
            self._toestanden.record(verbinding.bron.id, failed.failure, self._clock.now())
        logger.warning("bron_failed", extra=fields)

    def zaak_asked(
        self,
        verbinding: Verbinding,
        bewijs: Zaakbewijs,
        outcome: AskOutcome[str, Bewezen | None],
        verwerking: Verwerking,
    ) -> None:
        """Tell how asking a bron for one zaak ended. That it is not there for this betrokkene is an answer."""
        bron = verbinding.bron.id
        self._meting.hidden(bron, bewijs.verborgen)
        failure = outcome.failure if isinstance(outcome, Failed) else None
        self._toestanden.record(bron, failure, self._clock.now())
        fields = {"request_id": verwerking.verzoek_id, "bron": bron, "ms": round(outcome.seconds * 1000)}
        if isinstance(outcome, Failed):
            logger.warning("zaak_failed", extra=fields | told_of(outcome))
        else:
            logger.info("zaak_answered", extra=fields | {"zaken": int(outcome.answer is not None)})

    def document_failed(self, verbinding: Verbinding, failed: Failed[Any], verwerking: Verwerking) -> None:
        """Tell how asking for a document of a zaak failed, before any of it was sent."""
        fields = {"request_id": verwerking.verzoek_id, "bron": verbinding.bron.id}
        logger.warning("document_failed", extra=fields | told_of(failed))

    def doubted(self, verbinding: Verbinding, verwerking: Verwerking, zoekwijze: Zoekwijze, error: SourceError) -> None:
        """Tell what a way of searching showed against itself, to whoever puts it to the test."""
        if verbinding.bron.id in self._kanaries:
            self._kanaries[verbinding.bron.id].doubt(zoekwijze, error)
        logger.warning("zaak_foreign", extra=_fields(verbinding, zoekwijze, verwerking, None) | told_of(error))


def told_of(failed: Failed[Any] | SourceError) -> dict[str, Any]:
    """What a line tells of a failure, as far as there is anything."""
    told = {"failure": failed.failure, "where": failed.where, "status": failed.status, "code": failed.code}
    return {key: value for key, value in told.items() if value}


def _fields(
    verbinding: Verbinding, zoekwijze: Zoekwijze, verwerking: Verwerking, seconds: float | None
) -> dict[str, Any]:
    """What every line about asking a bron tells."""
    fields: dict[str, Any] = {"request_id": verwerking.verzoek_id, "bron": verbinding.bron.id}
    if seconds is not None:
        fields["ms"] = round(seconds * 1000)
    if zoekwijze is not Zoekwijze.NP_BSN:
        fields["zoekwijze"] = zoekwijze.value
    return fields
