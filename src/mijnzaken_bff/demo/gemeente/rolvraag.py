"""Which rollen are asked: conditions gathered from the parameters of a question, all of which one rol must meet."""

from mijnzaken_bff.demo.gemeente.dialect import Dialect
from mijnzaken_bff.demo.gemeente.filters import Test
from mijnzaken_bff.demo.gemeente.opslag import Opslag, Resource
from mijnzaken_bff.demo.gemeente.rolfilters import Sleutel


class Rolvraag:
    """The conditions that one rol must meet, gathered from the parameters of a question."""

    def __init__(self) -> None:
        self._sleutels: list[tuple[Sleutel, str]] = []
        self._tests: list[Test] = []

    def __bool__(self) -> bool:
        return bool(self._sleutels or self._tests)

    def sleutel(self, naam: str, sleutel: Sleutel, waarde: str) -> None:
        """Identify the betrokkene by ``waarde``."""
        sleutel.controleer(naam, waarde)
        if waarde:
            self._sleutels.append((sleutel, waarde))

    def voorwaarde(self, test: Test | None) -> None:
        if test is not None:
            self._tests.append(test)

    def rollen(self, opslag: Opslag, dialect: Dialect) -> list[Resource]:
        """The rollen that meet all conditions as they are served, oldest registered first."""
        if self._sleutels:
            eerste, waarde = self._sleutels[0]
            velden = (eerste.veld, *dialect.ook_opgeslagen_als.get(eerste.veld, ()))
            per_veld = [opslag.rollen_van(eerste.betrokkene_type, veld, waarde) for veld in velden]
            kandidaten = opslag.op_volgorde({rol["url"]: rol for rollen in per_veld for rol in rollen}.values())
        else:
            kandidaten = opslag.alle("rollen")
        return [rol for rol in kandidaten if self._voldoet(dialect.toon(rol))]

    def _voldoet(self, rol: Resource) -> bool:
        return all(sleutel.hoort_bij(rol, waarde) for sleutel, waarde in self._sleutels) and all(
            test(rol) for test in self._tests
        )
