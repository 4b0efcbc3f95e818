"""Who calls in a run of scripts/http-conformance, and what no schema can say. BASE_URL, EMAIL and PASSWORD come from there."""

import json
import os
import urllib.request

import schemathesis

CREDENTIALS = {"email": os.environ["EMAIL"], "password": os.environ["PASSWORD"]}


def sign_in():
    url = os.environ["BASE_URL"] + "/api/v1/sessions"
    request = urllib.request.Request(url, json.dumps(CREDENTIALS).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["token"]


TOKEN = sign_in()


@schemathesis.auth(refresh_interval=None)
class Session:
    """One session for everything, and another one for each call that ends its own."""

    def get(self, case, context):
        return sign_in() if case.operation.label == "DELETE /api/v1/sessions/current" else TOKEN

    def set(self, case, token, context):
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def map_body(context, body):
    """A message can only answer one that is there."""
    if isinstance(body, dict) and isinstance(body.get("reply_to"), (int, float)):
        return {name: value for name, value in body.items() if name != "reply_to"}
    return body
