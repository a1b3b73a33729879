"""Ten times as much is asked as can be answered."""

from __future__ import annotations

from tests.bench.outcome import of_key
from tests.bench.overbelasting import overload
from tests.bench.plan import Plan
from tests.bench.recording import record


async def test_f53_what_can_be_answered_is_and_the_rest_hears_no() -> None:
    """Each answer is 200 or 503, or ``overload`` raises. How much exactly is for the bench: here others work too."""
    outcomes = await overload(await record(), Plan(multiples=(10,), overload_seconds=2.0))

    (goodput,) = of_key(outcomes, "goodput")
    (refused,) = of_key(outcomes, "goodput_nee")
    (answered,) = of_key(outcomes, "goodput_traagst")
    (recovered,) = of_key(outcomes, "herstel")
    assert goodput.value > 0.4
    assert refused.value < answered.value
    assert recovered.met
