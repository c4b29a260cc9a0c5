"""Tidewheel as a host in Python uses it: it reads each outcome, does the work of every job and
completes it; jobs that are open at the same time are answered in one batch."""

from importlib.metadata import version

from tidewheel import Definition, Instance

DIALECT = "plain"
VERSION = version("tidewheel")
AT = 1_767_225_600_000


def load(xml):
    return Definition.parse(xml)


def run(definition, n, scenario, seen):
    start = {"id": f"instance-{n}", "variables": scenario["variables"][n % 2]}
    instance, outcome = Instance.start(definition, start, at=AT)
    outcomes = [outcome]
    while True:
        answers = [
            work(instance, effect, seen)
            for outcome in outcomes
            for effect in outcome["effects"]
            if effect["type"] == "openJob"
        ]
        if not answers:
            break
        if len(answers) == 1:
            outcomes = [instance.apply(answers[0], at=AT)]
        else:
            outcomes = instance.apply_all(answers, at=AT)
    status = outcomes[-1]["status"]
    if status != "completed":
        raise AssertionError(f"the instance is {status}")


def work(instance, job, seen):
    seen(job["element"])
    if job["element"] != "count":
        return {"type": "jobCompleted", "job": job["key"]}
    i = instance.variables(job["activation"])["i"]
    return {"type": "jobCompleted", "job": job["key"], "variables": {"i": i + 1}}
