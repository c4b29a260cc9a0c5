"""The business: users prove who they are. It knows its own table; what comes next is the process's business.

Each function and its operations are one transaction. Without the decorators the functions do what they did.
"""

from __future__ import annotations

from dataclasses import dataclass

from database import database
from names import Node, Process
from workflow import workflow

FORCED = "FINISH_FORCE_INVALID"


@dataclass
class Application:
    uuid: str
    user_id: str
    data_source: str


@workflow.start(
    Process.authentication,
    biz_id="#application.uuid",
    assignee="#application.user_id",
    variables="{userId: '#application.user_id', dataSource: '#application.data_source'}",
)
def apply(application: Application) -> None:
    database.execute(
        "insert into authentication (uuid, user_id, data_source, state) values (?, ?, ?, 'applied')",
        application.uuid,
        application.user_id,
        application.data_source,
    )


@workflow.complete(node=Node.NODE_1, biz_id="#uuid", variables={"dataSource": "#data_source"})
def hand_in(uuid: str, data_source: str) -> None:
    database.execute(
        "update authentication set state = 'handed in', data_source = ? where uuid = ?", data_source, uuid
    )


@workflow.complete(node=Node.NODE_2, biz_id="#uuid", variables={"result": "#result"})
def look_at(uuid: str, result: str) -> None:
    database.execute("update authentication set state = ? where uuid = ?", result, uuid)


@workflow.complete(node=Node.NODE_3, biz_id="#uuid", variables={"result": "#result"})
def registry_answers(uuid: str, result: str) -> None:
    database.execute("update authentication set state = ? where uuid = ?", result, uuid)


@workflow.complete(node=Node.NODE_4, biz_id="#uuid")
def confirm(uuid: str) -> None:
    database.execute("update authentication set state = 'authenticated' where uuid = ?", uuid)


@workflow.cancel(biz_id="#uuid", cancel_reason=FORCED)
def force_invalid(uuid: str) -> None:
    database.execute("update authentication set state = 'invalid' where uuid = ?", uuid)
