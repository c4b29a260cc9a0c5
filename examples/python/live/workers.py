"""The workers of the workspace process. Each takes some seconds, and some of them fail."""

from __future__ import annotations

import time
from typing import Any

from tidewheel.host import BpmnError, Engine, Job, JobFailure

from live.stories import number_of, story_of

SIZES = {
    "small": {"cpus": 2, "memoryGb": 8},
    "medium": {"cpus": 4, "memoryGb": 16},
    "large": {"cpus": 8, "memoryGb": 32},
}
CLEANING = (
    "release-after-generation",
    "remove-files",
    "release-after-execution",
    "remove-run-data",
    "handle-cancellation",
)
TELLING = ("notify-of-failure", "send-mail", "send-sms", "post-in-app")


def register(engine: Engine) -> None:
    @engine.worker("allocate")
    def allocate(job: Job) -> dict[str, Any]:
        time.sleep(4)
        attempts = job.variables.get("attempts", 0) + 1
        if story_of(job.business_key) == "retried" and attempts == 1:
            raise BpmnError("ALLOCATION_FAILED", "no room left in this zone", {"attempts": attempts})
        number = number_of(job.business_key)
        return {"attempts": attempts, "workspace": {"id": f"ws-{number}", **SIZES[job.variables["size"]]}}

    @engine.worker("generate")
    def generate(job: Job) -> dict[str, Any]:
        time.sleep(3)
        if story_of(job.business_key) == "stuck" and job.variables.get("template") != "v2":
            raise JobFailure("the template v1 is broken: line 12 has no end", retries=0)
        return {"script": f"{job.variables['workspace']['id']}/setup.sh"}

    @engine.worker("execute")
    def execute(job: Job) -> dict[str, Any]:
        time.sleep(6)
        if story_of(job.business_key) == "undone":
            raise BpmnError("EXECUTION_FAILED", "the script ended with 2", {"exitCode": 2})
        return {"exitCode": 0, "url": f"https://{job.variables['workspace']['id']}.example.com"}

    @engine.worker(*CLEANING)
    def clean(job: Job) -> None:
        time.sleep(2)

    @engine.worker(*TELLING)
    def notify(job: Job) -> None:
        time.sleep(1)
