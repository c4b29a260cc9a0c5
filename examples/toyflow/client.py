"""Calls the requests' server, and plays an approval through it.

    python client.py [--server http://127.0.0.1:8790]

The part above `main` is a client to be copied: it needs nothing but the standard library.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request as Call
from urllib.request import urlopen

Values = dict[str, Any]


class RequestAction(TypedDict):
    """What a person may do now; `id` is what it is chosen by."""

    id: str
    actionID: str
    actionName: str
    nextStateID: str


class BlockedBy(TypedDict):
    """Who is at an action, so that nobody else can do anything."""

    externalID: str
    requestActionID: str
    actionID: str


class Request(TypedDict):
    """A request as it stands, and what one person may do about it."""

    id: str
    procID: str
    procName: str
    reqName: str
    requestTime: str
    requesterExterID: str
    currStateID: str
    currStateName: str
    currStateType: str
    requestActions: list[RequestAction]
    blockedBy: BlockedBy | None
    ended: bool


class Happened(TypedDict, total=False):
    """A line of a history: `kind` is started, state, chosen, released or completed."""

    time: str
    kind: str
    externalID: str | None
    stateID: str
    stateName: str
    stateType: str
    requestActionID: str
    actionID: str
    actionName: str
    transitionID: str


class Activity(TypedDict):
    """A side effect as it was carried out."""

    time: str
    activityID: str
    fields: Values


class RequestWithHistory(Request):
    """A request with its data and all that has happened to it."""

    version: int
    stakeholders: list[str]
    requestData: Values
    history: list[Happened]
    activities: list[Activity]


class Page(TypedDict):
    """Some of a person's requests; `next` is the offset of the next ones."""

    requests: list[Request]
    next: int | None


class Refused(Exception):
    """The server has refused a call; `code` is for programs, the message for people."""

    def __init__(self, status: int, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.status = status
        self.detail = detail
        self.code = detail.partition(":")[0]


class Client:
    """The server's interface, as methods."""

    def __init__(self, server: str, *, timeout: float = 10) -> None:
        self._server = server.rstrip("/")
        self._timeout = timeout

    def start(
        self,
        process: str,
        requester: str,
        *,
        name: str | None = None,
        time: datetime | None = None,
        stakeholders: list[str] | None = None,
        data: Values | None = None,
        key: str | None = None,
    ) -> str:
        """Starts a request and returns its id; called again with the same `key` it is the same request."""
        given = {
            "procID": process,
            "externalID": requester,
            "name": name,
            "time": None if time is None else time.isoformat(),
            "stakeholders": stakeholders,
            "requestData": data,
        }
        body = {member: value for member, value in given.items() if value is not None}
        headers = {} if key is None else {"idempotency-key": key}
        started = cast(dict[str, str], self._call("POST", ("requests",), body=body, headers=headers))
        return started["requestID"]

    def requests(self, person: str, *, limit: int = 100, offset: int = 0) -> Page:
        """What concerns a person: as a stakeholder, or because there is something to do."""
        query = {"limit": str(limit), "offset": str(offset)}
        return cast(Page, self._call("GET", ("stakeholders", person), query=query))

    def request(self, request: str, person: str | None = None) -> RequestWithHistory:
        """One request with its history; `requestActions` are those of the person."""
        query = {} if person is None else {"externalID": person}
        return cast(RequestWithHistory, self._call("GET", ("requests", request), query=query))

    def data(self, request: str) -> Values:
        """The data of a request, in whatever state it is."""
        return cast(Values, self._call("GET", ("data", request)))

    def choose(self, person: str, request: str, action: str) -> Values:
        """Chooses an action: nobody else can do anything until it is completed or given back. Returns the data."""
        answer = cast(dict[str, Any], self._call("PUT", ("choices", person, request, action)))
        return cast(Values, answer["requestData"])

    def give_back(self, person: str, request: str, action: str) -> None:
        """Does it not after all."""
        self._call("DELETE", ("choices", person, request, action))

    def complete(self, person: str, request: str, action: str, data: Values | None = None) -> Page:
        """Reports the chosen action as done; `data` is merged into that of the request."""
        return cast(Page, self._call("PUT", ("completions", person, request, action), body=data or {}))

    def _call(
        self,
        method: str,
        parts: tuple[str, ...],
        *,
        query: Mapping[str, str] | None = None,
        body: Values | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        path = "/".join(quote(part, safe="") for part in parts)
        address = f"{self._server}/{path}" + (f"?{urlencode(query)}" if query else "")
        call = Call(address, method=method, headers=dict(headers or {}))
        if body is not None:
            call.data = json.dumps(body).encode()
            call.add_header("content-type", "application/json")
        try:
            with urlopen(call, timeout=self._timeout) as answer:
                return json.load(answer)["data"]
        except HTTPError as error:
            raise _refused(error) from None


def _refused(error: HTTPError) -> Refused:
    try:
        data = json.load(error)["data"]
        return Refused(error.code, data["reason"], data["detail"])
    except (ValueError, LookupError, TypeError):
        # Something else than the server has answered.
        return Refused(error.code, str(error), f"unreadable: {error}")


class Person:
    """Somebody who acts by the names that the definition has."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name

    def choose(self, request: str, action: str) -> str:
        """Chooses an action and returns its id."""
        open_now = self.client.request(request, self.name)["requestActions"]
        found = [one["id"] for one in open_now if one["actionID"] == action]
        if not found:
            raise SystemExit(f"{self.name} cannot {action} now")
        data = self.client.choose(self.name, request, found[0])
        print(f"{self.name:5} has chosen {action}; the data are {json.dumps(data)}")
        return found[0]

    def complete(self, request: str, action: str, data: Values | None = None) -> None:
        self.client.complete(self.name, request, action, data)
        state = self.client.request(request)["currStateName"]
        print(f"{self.name:5} has completed it; the request is in: {state}")


def approve(client: Client) -> RequestWithHistory:
    """An approval by three people, two of whom want to act at the same time."""
    ann, vera, mira = (Person(client, name) for name in ("ann", "vera", "mira"))
    request = client.start(
        "approval", "ann", name="Brochure", stakeholders=["vera", "mira"], data={"title": "Brochure"}
    )
    print(f"ann   has started the request {request}")
    ann.complete(request, ann.choose(request, "submit"), {"pages": 12})

    open_to_mira = client.request(request, "mira")["requestActions"]
    held = vera.choose(request, "approveVp")
    try:
        client.choose("mira", request, open_to_mira[0]["id"])
    except Refused as refused:
        print(f"mira  is refused ({refused.code}): {refused}")
    client.give_back("vera", request, held)
    print("vera  has given it back")

    mira.complete(request, mira.choose(request, "approveMd"), {"marketing": "fine"})
    vera.complete(request, vera.choose(request, "approveVp"), {"budget": 1200.5})
    return client.request(request)


def main() -> None:
    parser = argparse.ArgumentParser(description="Plays an approval on the requests' server.")
    parser.add_argument("--server", default="http://127.0.0.1:8790", help="where it is")
    client = Client(parser.parse_args().server)
    try:
        request = approve(client)
    except OSError as error:
        sys.exit(f"the server cannot be reached: {error}")
    print("\nWhat has happened:")
    for line in request["history"]:
        what = (
            line.get("stateName") or f"{line.get('externalID')} {line['kind']} {line.get('actionName', '')}"
        )
        print(f"  {line['time']}  {what.rstrip()}")
    print(f"\nThe data in the end: {json.dumps(request['requestData'])}")


if __name__ == "__main__":
    main()
