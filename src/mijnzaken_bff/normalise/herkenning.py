"""Is this rol of this betrokkene? Told from the numbers in the rol alone, and never from what is absent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import assert_never

from mijnzaken_bff.domain.betrokkene import Bedrijf, Betrokkene, Persoon
from mijnzaken_bff.domain.nummers import Kvk
from mijnzaken_bff.zgw.rol import Identificatie, Rol
from mijnzaken_bff.zgw.zoekwijze import Zoekwijze

_BEDRIJF = ("niet_natuurlijk_persoon", "vestiging")


@dataclass(frozen=True, slots=True)
class Herkenning:
    """How a betrokkene is known in the rollen of one bron.

    ``zoekwijzen`` are those of the bron: that a KvK-nummer stands in the place of an RSIN, or among free
    identifications, is believed only where the bron is configured so.
    """

    betrokkene: Betrokkene
    zoekwijzen: Collection[Zoekwijze] = ()

    def names(self, rol: Rol) -> bool:
        """Whether a number of ours stands in this rol at all, as whatever kind of betrokkene."""
        told = rol.betrokkene_identificatie
        if not told:
            return False
        match self.betrokkene:
            case Persoon(bsn=bsn):
                return bsn.matches(told.get("inp_bsn"))
            case Bedrijf() as bedrijf:
                return self._names_company(told, bedrijf) or (
                    bedrijf.vestiging is not None and bedrijf.vestiging.matches(told.get("vestigings_nummer"))
                )
            case _:
                assert_never(self.betrokkene)

    def is_own(self, rol: Rol) -> bool:
        """Whether this rol is positively of the betrokkene: the right kind, the same number, within the restriction."""
        told = rol.betrokkene_identificatie
        if not told:
            return False
        kind = (rol.betrokkene_type or "").casefold()
        match self.betrokkene:
            case Persoon(bsn=bsn):
                return kind == "natuurlijk_persoon" and bsn.matches(told.get("inp_bsn"))
            case Bedrijf() as bedrijf:
                return kind in _BEDRIJF and self._is_own_company(told, bedrijf, kind)
            case _:
                assert_never(self.betrokkene)

    def _is_own_company(self, told: Identificatie, bedrijf: Bedrijf, kind: str) -> bool:
        if self._contradicts(told, bedrijf):
            return False  # of another company, whatever else it shares with us
        of_the_vestiging = bedrijf.vestiging is not None and bedrijf.vestiging.matches(told.get("vestigings_nummer"))
        if bedrijf.vestiging is not None and not of_the_vestiging:
            return False
        # A vestigingsnummer is of one company in the whole country, so a vestiging needs no other number.
        return self._names_company(told, bedrijf, exact=True) or (kind == "vestiging" and of_the_vestiging)

    def _names_company(self, told: Identificatie, bedrijf: Bedrijf, *, exact: bool = False) -> bool:
        """Whether a number of the company itself stands there: KvK or RSIN, wherever this bron keeps them.

        ``exact``: an RSIN digit for digit. One that lost its zero looks like the KvK-nummer of anybody, which proves
        nothing; that the register found it by our RSIN is then still likely.
        """
        if bedrijf.kvk is not None and self._names_kvk(told, bedrijf.kvk):
            return True
        rsin, inn_nnp_id = bedrijf.rsin, told.get("inn_nnp_id")
        return rsin is not None and (rsin.is_written if exact or self._kvk_there else rsin.matches)(inn_nnp_id)

    def _names_kvk(self, told: Identificatie, kvk: Kvk) -> bool:
        return (
            kvk.matches(told.get("kvk_nummer"))
            or (self._kvk_there and kvk.is_written(told.get("inn_nnp_id")))
            or (self._ann_there and kvk.is_written(told.get("ann_identificatie")))
        )

    def _contradicts(self, told: Identificatie, bedrijf: Bedrijf) -> bool:
        """Whether a number stands there that can only be of another company.

        A number is that only where the login gave ours of the same kind, and a free identification where this bron
        keeps KvK-nummers there. Our own KvK-nummer never is, in whichever place, nor our RSIN without its zero where no
        KvK-nummer can be meant.
        """
        kvk, rsin = bedrijf.kvk, bedrijf.rsin
        if kvk is not None and (written := told.get("kvk_nummer")) and not kvk.matches(written):
            return True
        inn_nnp_id, ann = _digits(told.get("inn_nnp_id")), _digits(told.get("ann_identificatie"))
        if inn_nnp_id and not (kvk is not None and kvk.is_written(inn_nnp_id)):
            a_kvk = self._kvk_there and len(inn_nnp_id) == Kvk.length
            if (kvk is not None) if a_kvk else (rsin is not None and not rsin.matches(inn_nnp_id)):
                return True
        return self._ann_there and len(ann) == Kvk.length and kvk is not None and not kvk.is_written(ann)

    @property
    def _kvk_there(self) -> bool:
        """Whether this bron keeps a KvK-nummer in the place of the RSIN."""
        return Zoekwijze.NNP_KVK_IN_INNNNPID in self.zoekwijzen

    @property
    def _ann_there(self) -> bool:
        """Whether this bron keeps a KvK-nummer among free identifications."""
        return Zoekwijze.ANN_IDENTIFICATIE in self.zoekwijzen


def _digits(text: str | None) -> str:
    """The digits that ``text`` is; empty when it is anything else, or nothing but zeros."""
    digits = (text or "").strip()
    return digits if digits.isascii() and digits.isdigit() and digits.strip("0") else ""
