"""What can be wrong with a register, on demand: a ``Fault`` says what, where and how often."""

from dataclasses import dataclass
from typing import Literal, get_args

Soort = Literal[
    "geen",
    "traag",
    "hangt",
    "druppelt",
    "breekt",
    "500",
    "503",
    "429",
    "401",
    "403",
    "404",
    "rommel",
    "html",
    "leeg",
    "vorm",
    "omleiding",
    "gzip",
    "gzipbom",
    "gedeeltelijk",
    "rollenLeeg",
    "negeertFilters",
    "zonderOrdening",
    "negeertUuids",
    "negeertZaak",
    "breektAf",
    "teKort",
    "teLang",
    "afgekapt",
    "stokt",
    "eindeloos",
    "anderType",
    "andereOmvang",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a register misbehaves.

    In time (``haperen``): ``traag`` answers after ``seconden``, ``hangt`` accepts and never answers, ``druppelt``
    sends one byte every ``seconden``, ``breekt`` closes the connection before the first byte.

    In the middle of the body, after this ``deel`` of it (``haperen``): ``breektAf`` resets the connection, ``teKort``
    ends it where ``content-length`` promises more, ``afgekapt`` ends it where no length was promised (chunked, without
    a last chunk), ``stokt`` falls silent for ``seconden`` and goes on, ``teLang`` goes on past the ``content-length``.
    ``eindeloos`` sends chunks as long as somebody listens.

    Another answer (``vervangen``): ``500``, ``503``, ``429``, ``401``, ``403`` and ``404`` with the error body of
    the register (with ``wacht`` as their ``Retry-After``); ``rommel`` (200 that says JSON and is not), ``html`` (200
    with a login page), ``leeg`` (200 without a body), ``vorm`` (200 with JSON of another shape: a list of strings, or
    with ``index=1`` an object without results), ``omleiding`` (302 to ``doel``), ``gzipbom`` (200 kB that becomes 200
    MB).

    The right answer, twisted (``verdraaien``): ``gzip`` (honestly compressed), ``gedeeltelijk`` (of every list each
    ``elke``-th item is mangled, turn about by leaving out its ``startdatum`` or else ``url`` and by being a string;
    with ``index`` only that item; a list of fewer than ``minstens`` stays as it is), ``rollenLeeg`` (no rollen in any
    ``_expand``), ``anderType`` (as ``mediatype``), ``andereOmvang`` (of a download only this ``deel`` with a length
    that says so, or when that is over 1 so many times over: either way not the ``bestandsomvang`` of its document).

    The right answer to another question (``verdraaien``): ``negeertFilters`` (in the Zaken API no filter counts,
    the BSN included: everybody's zaken, with 200), ``zonderOrdening``, ``negeertUuids`` (``uuid__in`` of a search does
    not count: all zaken that the other keys find, or all documents) and ``negeertZaak`` (``zaak`` of a list does not:
    the statussen, besluiten or zaakinformatieobjecten of everybody).

    ``alleen`` restricts it to paths that start so (``/catalogi``), ``eindigt`` to those that end so (``/download``),
    ``keer`` to the first so many of those requests.
    """

    soort: Soort = "geen"
    seconden: float = 1.0
    alleen: str | None = None
    eindigt: str = ""
    keer: int | None = None
    doel: str = "http://127.0.0.1:9/"
    elke: int = 2
    index: int | None = None
    minstens: int = 1
    wacht: str | None = None
    deel: float = 0.5
    mediatype: str = "image/png"

    def __post_init__(self) -> None:
        if self.soort not in get_args(Soort):
            raise ValueError(f"{self.soort!r} is no fault of a register")

    def geldt_voor(self, pad: str) -> bool:
        return self.soort != "geen" and pad.startswith(self.alleen or "") and pad.endswith(self.eindigt)
