"""Whatever the OpenAPI document allows, and what it does not: schemathesis asks every operation.

Each answer must be one that the document declares, in its schema, and never a failure of the server's. The examples are
the same in every run. Needs TEST_API_BASE_URL and UNDERSTUDY_TOKEN.
"""

import collections
import ipaddress
import os
import time
import zlib

import hypothesis
import pytest
import schemathesis

import understudy_seed as seeded
from schema import DOCUMENT, Document

BASE = os.environ["TEST_API_BASE_URL"]
TOKEN = os.environ["UNDERSTUDY_TOKEN"]
EXAMPLES = int(os.environ.get("UNDERSTUDY_EXAMPLES", "20"))

# All operations together have three minutes. On a machine that is busy with other things the last ones get this many
# examples each.
UNTIL = time.monotonic() + 150
LEAST = 5

# What an identifier in a path may stand for: objects that are there, else most calls would end at 404.
KNOWN = {
    "account_id": seeded.ACCOUNT,
    "zone_id": seeded.ZONE,
    "peer_id": seeded.PEERS[1],
    "tsig_id": seeded.TSIG,
    "acl_id": seeded.ACL,
}

schema = schemathesis.openapi.from_path(DOCUMENT)
document = Document()
asked = collections.Counter()
declared = {(template, method) for _, method, template, _ in document.operations}


def harmless(body):
    """The same body with this machine in every peer's place: nobody else is asked for a zone or told of one."""
    if not isinstance(body, dict):
        return body
    body = dict(body)
    try:
        ipaddress.ip_address(body.get("ip"))
        body["ip"] = "127.0.0.1"
    except ValueError:
        pass
    if isinstance(body.get("port"), (int, float)) and 1 <= body["port"] <= 65535:
        body["port"] = 1
    # A link to peers that are there: most identifiers that are made up are not.
    if isinstance(body.get("peers"), list) and len(body["peers"]) % 2:
        body["peers"] = seeded.PEERS[:1]
    return body


@pytest.fixture(autouse=True)
def objects(request):
    """Every operation begins with the same objects."""
    seeded.seed("outgoing" if "outgoing" in request.node.name else "incoming")


@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
def test_operation(case):
    asked[case.operation.label] += 1
    if asked[case.operation.label] > LEAST and time.monotonic() > UNTIL:
        return
    parameters = dict(case.path_parameters or {})
    for name, made_up in parameters.items():
        # One in eight stays as it was made up.
        if name in KNOWN and zlib.crc32(str(made_up).encode()) % 8:
            parameters[name] = KNOWN[name]
    case.path_parameters = parameters
    case.body = harmless(case.body)
    response = case.call(base_url=BASE, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60)
    path = response.request.path_url.split("?")[0].removeprefix("/client/v4")
    said = f"{case.as_curl_command()}\n{response.status_code} {response.text[:2000]}"
    assert response.status_code < 500, said
    if (case.operation.path, case.method.lower()) not in declared:
        # schemathesis tries methods that the operation's path does not have.
        assert response.status_code == 405 and response.json()["success"] is False, said
        return
    faults = document.faults(case.method, case.operation.path, response.status_code, response.json())
    assert not faults, f"{said}\n{path}\n" + "\n".join(faults)
