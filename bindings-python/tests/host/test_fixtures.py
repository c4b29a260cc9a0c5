"""The fixtures that come with the package."""

from models import TIMER
from tidewheel.host import Engine, FrozenClock


def test_a_clock_that_stands_still(tidewheel_engine: Engine, tidewheel_clock: FrozenClock) -> None:
    tidewheel_engine.repository.deploy(TIMER)
    start = tidewheel_engine.runtime.start("p")
    assert tidewheel_engine.settle() == 0
    tidewheel_clock.advance(3_600_000)
    assert tidewheel_engine.settle() == 1
    assert tidewheel_engine.runtime.instance(start.instance).status == "completed"
