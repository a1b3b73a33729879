"""A search that a register should refuse: what it does with a criterion that no standard knows."""

from __future__ import annotations

from typing import Final

from mijnzaken_bff.domain.failure import SourceError
from mijnzaken_bff.upstream.register import Register
from mijnzaken_bff.zgw.profielen import Profiel
from mijnzaken_bff.zgw.zoekvraag import Zoekvraag

_UNKNOWN: Final = "mijnzakenBestaatNiet"


async def refuses_unknown_criteria(register: Register, profiel: Profiel, vraag: Zoekvraag) -> bool:
    """Whether a register refuses a search with a criterion that it cannot know, in the way in which it is searched.

    One that answers all the same drops what it does not know: then nothing but the proof on the rollen shows that a
    filter was applied. Raises ``SourceError`` when it cannot tell.
    """
    asked = {
        key: value if isinstance(value, str) else str(value).lower() for key, value in vraag.criteria(profiel).items()
    }
    try:
        if profiel.zoeken == "zoek":
            headers = {"Content-Crs": "EPSG:4326", **profiel.headers}
            await register.search("zaken/_zoek", {**vraag.criteria(profiel), _UNKNOWN: "x"}, {}, headers)
        else:
            await register.listed("zaken", {**asked, _UNKNOWN: "x"}, profiel.headers)
    except SourceError as error:
        if error.status == 400:
            return True
        raise
    return False
