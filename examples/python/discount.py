"""Runs a model with scripts and a condition in Python, which Python evaluates.

    python discount.py
"""

import time
from pathlib import Path

from tidewheel import Definition, Instance

from scripts import settle

MODEL = Path(__file__).parent.parent / "models" / "discount-python.bpmn"


def main() -> None:
    definition = Definition.parse(MODEL.read_text(encoding="utf-8"))
    items = [{"price": 40, "count": 2}, {"price": 25, "count": 2}]
    for loyal in (False, True):
        now = int(time.time() * 1000)
        start = {"id": "basket", "variables": {"items": items, "customer": {"loyal": loyal}}}
        instance, _ = Instance.start(definition, start, at=now)
        settle(instance, now)
        print(f"{'loyal' if loyal else 'new'}: {instance.variables()['total']} ({instance.status})")


if __name__ == "__main__":
    main()
