"""SpiffWorkflow on its documented route: the model is parsed once and shared, and a service task does
its work when the engine runs it."""

import sys
from importlib.metadata import version

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

DIALECT = "spiff"
VERSION = version("SpiffWorkflow")

# Its parser and its engine go down one level for each step of a sequence.
sys.setrecursionlimit(20_000)

_seen = None


class Work(ServiceTask):
    """A service task of the benchmark."""

    def _execute(self, task):
        _seen(self.bpmn_id)
        if self.bpmn_id == "count":
            task.data["i"] += 1
        return True


class Parser(BpmnParser):
    """Reads service tasks as work of the benchmark."""

    OVERRIDE_PARSER_CLASSES = {full_tag("serviceTask"): (TaskParser, Work)}


def load(xml):
    parser = Parser()
    parser.add_bpmn_str(xml.encode())
    return parser.get_spec("process"), parser.get_subprocess_specs("process")


def run(model, n, scenario, seen):
    global _seen
    _seen = seen
    workflow = BpmnWorkflow(*model)
    workflow.task_tree.set_data(**scenario["variables"][n % 2])
    workflow.do_engine_steps()
    for task_id in scenario["user"]:
        seen(task_id)
        workflow.get_next_task(state=TaskState.READY, spec_name=task_id).run()
        workflow.do_engine_steps()
    if not workflow.completed:
        raise AssertionError("the instance has not ended")
