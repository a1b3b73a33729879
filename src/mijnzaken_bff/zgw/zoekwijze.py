"""The ways in which registers know a betrokkene, and the search key that belongs to each."""

from __future__ import annotations

from enum import StrEnum


class Zoekwijze(StrEnum):
    """One way to search for a betrokkene. A register finds only what was registered in that way.

    Source of the keys: Zaken API 1.5, operation ``zaak__zoek``; the ``kvkNummer`` keys are of Open Zaak alone.
    """

    NP_BSN = "np_bsn"
    """A natuurlijk persoon, by BSN."""
    NNP_KVK = "nnp_kvk"
    """A niet-natuurlijk persoon, by KvK-nummer."""
    NNP_RSIN = "nnp_rsin"
    """A niet-natuurlijk persoon, by RSIN."""
    NNP_KVK_IN_INNNNPID = "nnp_kvk_in_innnnpid"
    """The same key as for an RSIN, where a register keeps the KvK-nummer in its place."""
    ANN_IDENTIFICATIE = "ann_identificatie"
    """A niet-natuurlijk persoon, with the KvK-nummer kept as ``annIdentificatie``."""
    VESTIGING = "vestiging"
    """A vestiging, by vestigingsnummer."""
    VESTIGING_KVK = "vestiging_kvk"
    """A vestiging, by the KvK-nummer of its company."""
