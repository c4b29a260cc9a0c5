"""What becomes of a workspace, by its number, so that there is something of everything to see."""

STORIES = ("ready", "retried", "stuck", "ready", "undone", "ready")


def number_of(business_key: str | None) -> int:
    return int((business_key or "").rpartition("-")[2])


def story_of(business_key: str | None) -> str:
    """`ready`, `retried` (the first allocation fails), `stuck` (an incident) or `undone` (its script fails)."""
    return STORIES[number_of(business_key) % len(STORIES)]
