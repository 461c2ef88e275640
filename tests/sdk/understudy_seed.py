"""A pytest plugin for the vendor's own suite: before each test the server holds what the suite's examples name.

The suite was written for a mock that forgets; a real server remembers, so what a test made or removed is put back.
Needs TEST_API_BASE_URL and UNDERSTUDY_TOKEN in the environment.
"""

import json
import os
import urllib.error
import urllib.request

import pytest

BASE = os.environ["TEST_API_BASE_URL"]
TOKEN = os.environ["UNDERSTUDY_TOKEN"]
ACCOUNT = "01a7362d577a6c3019a474fd6f485823"
ZONE = "269d8f4853475ca241c4e730be286b20"
PEERS = ["23ff594956f20c2a721606e94745a8aa", "00920f38ce07c2e2f4df50b1f61d4194"]
ACL = "23ff594956f20c2a721606e94745a8aa"
TSIG = "69cd1e104af3e6ed3cb344f263fd0d5a"
# A secret of zeros, 32 octets.
SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

ACCOUNT_PATH = f"/accounts/{ACCOUNT}/secondary_dns"
ZONE_PATH = f"/zones/{ZONE}"


def ask(method, path, body=None, may_be_absent=False):
    """The result of one call."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(BASE + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)["result"]
    except urllib.error.HTTPError as error:
        if error.code == 404 and may_be_absent:
            return None
        raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error


def seed(linked):
    """Removes everything, then makes it as the examples have it; `linked` is the kind of link the zone gets, if any."""
    ask("DELETE", ZONE_PATH, may_be_absent=True)
    # A peer needs its key, so it goes first.
    for kind in ["peers", "acls", "tsigs"]:
        for found in ask("GET", f"{ACCOUNT_PATH}/{kind}"):
            ask("DELETE", f"{ACCOUNT_PATH}/{kind}/{found['id']}")
    key = {"id": TSIG, "name": "seeded.customer.cf.", "algo": "hmac-sha512.", "secret": SECRET}
    ask("POST", f"{ACCOUNT_PATH}/tsigs", key)
    ask("POST", f"{ACCOUNT_PATH}/acls", {"id": ACL, "name": "my-acl-1", "ip_range": "192.0.2.53/28"})
    for peer in PEERS:
        # Nobody listens on port 1: a transfer that a link starts ends at once.
        ask("POST", f"{ACCOUNT_PATH}/peers", {"id": peer, "name": "my-peer-1", "ip": "127.0.0.1", "port": 1})
    ask("POST", "/zones", {"id": ZONE, "name": "www.example.com", "type": "secondary", "account": {"id": ACCOUNT}})
    link = {"name": "www.example.com.", "peers": PEERS, "auto_refresh_seconds": 86400}
    if linked:
        ask("POST", f"{ZONE_PATH}/secondary_dns/{linked}", link)
    if linked == "outgoing":
        ask("POST", f"{ZONE_PATH}/secondary_dns/outgoing/enable")


# What the last seeding made, while no test has changed it.
seeded = []
# Tests whose names have one of these only read, or do not reach the server.
READING = ("_get", "_list", "_path_params_")


@pytest.fixture(autouse=True)
def understudy_seed(request):
    """Which link a test needs is in its file's name; a test that makes one needs none."""
    name = request.node.path.name
    if "outgoing" in name or name == "test_status.py":
        linked = "outgoing"
    elif "incoming" in name or name == "test_force_axfr.py":
        linked = "incoming"
    else:
        linked = None
    if "create" in request.node.name and name in ("test_incoming.py", "test_outgoing.py"):
        linked = None
    if seeded != [linked]:
        seed(linked)
        seeded[:] = [linked]
    yield
    if not any(word in request.node.name for word in READING):
        seeded.clear()
