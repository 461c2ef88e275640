"""The provider's Python SDK and octoDNS, unchanged, against this server; every answer held against the OpenAPI document.

Needs TEST_API_BASE_URL and UNDERSTUDY_TOKEN.
"""

import os
import pathlib
import time
import urllib.parse

import cloudflare
import httpx
import pytest
from octodns.manager import Manager

from primary import Primary
from schema import Document

BASE = os.environ["TEST_API_BASE_URL"]
TOKEN = os.environ["UNDERSTUDY_TOKEN"]
ACCOUNT = "e" * 32
SECRET = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.fixture
def primary():
    primary = Primary()
    yield primary
    primary.close()


@pytest.fixture
def document():
    return Document()


@pytest.fixture
def client(document):
    """A client whose answers are checked as they come; what does not fit fails the test at its end."""
    unfit = []

    def check(response):
        response.read()
        path = urllib.parse.urlsplit(str(response.request.url)).path.removeprefix("/client/v4")
        faults = document.faults(response.request.method, path, response.status_code, response.json())
        unfit.extend(f"{response.request.method} {path}: {fault}" for fault in faults)

    http = httpx.Client(event_hooks={"response": [check]})
    with cloudflare.Cloudflare(base_url=BASE, api_token=TOKEN, http_client=http, max_retries=0) as client:
        yield client
    assert not unfit, "\n".join(sorted(set(unfit)))


def wait_for(what, holds):
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until, f"{what}: not within a minute"
        time.sleep(0.05)


def make(client, primary, name="sdk.example"):
    """Key, peer, zone and link, as a plan would; gives the zone's id and the peer's."""
    transfers = client.dns.zone_transfers
    peer = transfers.peers.create(
        account_id=ACCOUNT, name="primary", extra_body={"ip": "127.0.0.1", "port": float(primary.port)}
    )
    assert (peer.ip, peer.port) == ("127.0.0.1", primary.port)
    zone = client.zones.create(account={"id": ACCOUNT}, name=name, type="secondary")
    transfers.incoming.create(zone_id=zone.id, name=f"{name}.", peers=[peer.id], auto_refresh_seconds=86400)
    wait_for("the transfer", lambda: transfers.incoming.get(zone_id=zone.id).soa_serial == 2026010107)
    return zone.id, peer.id


def unmake(client, zone, peer):
    client.zones.delete(zone_id=zone)
    client.dns.zone_transfers.peers.delete(peer, account_id=ACCOUNT)


def test_a_full_cycle_of_the_python_sdk(client, primary, document):
    transfers = client.dns.zone_transfers
    account = {"account_id": ACCOUNT}
    key = transfers.tsigs.create(**account, name="py.example", algo="hmac-sha256.", secret=SECRET)
    assert (key.name, key.secret) == ("py.example.", SECRET)
    key = transfers.tsigs.update(key.id, **account, name=key.name, algo="hmac-sha512.", secret="AQEBAQ==")
    assert transfers.tsigs.get(key.id, **account) == key
    assert [one.id for one in transfers.tsigs.list(**account)] == [key.id]

    acl = transfers.acls.create(**account, name="py", ip_range="192.0.2.53/28")
    acl = transfers.acls.update(acl.id, **account, name="py2", ip_range="2001:db8::/64")
    assert [one.name for one in transfers.acls.list(**account)] == ["py2"]
    assert transfers.acls.get(acl.id, **account).ip_range == "2001:db8::/64"

    zone, peer = make(client, primary)
    link = transfers.incoming.get(zone_id=zone)
    assert link.name == "sdk.example." and link.checked_time and link.to_dict()["primaries"] == [peer]
    assert transfers.incoming.update(zone_id=zone, name=link.name, peers=[peer], auto_refresh_seconds=300)
    assert transfers.force_axfr.create(zone_id=zone) == "OK"
    assert transfers.peers.get(peer, **account).name == "primary"
    changed = transfers.peers.update(peer, **account, name="other", ip="127.0.0.1", port=primary.port)
    assert [one.name for one in transfers.peers.list(**account)] == [changed.name]

    records = {(r.type, r.name): r for r in client.dns.records.list(zone_id=zone)}
    assert records["MX", "sdk.example"].priority == 10
    assert records["SRV", "_sip._tcp.sdk.example"].data.target == "mail.sdk.example"
    assert records["CAA", "sdk.example"].data.tag == "issue"
    assert [r.name for r in client.dns.records.list(zone_id=zone, type="AAAA")] == ["mail.sdk.example"]
    assert len(list(client.dns.records.list(zone_id=zone, per_page=5))) == 9
    assert [r.type for r in client.dns.records.list(zone_id=zone, name={"startswith": "www"})] == ["CNAME"]

    out = {"zone_id": zone, "name": "sdk.example.", "peers": [peer]}
    assert transfers.outgoing.create(**out).soa_serial == 2026010107
    assert transfers.outgoing.status.get(zone_id=zone) == "Disabled"
    assert transfers.outgoing.enable(zone_id=zone) == "Enabled"
    assert transfers.outgoing.force_notify(zone_id=zone) == "OK"
    assert transfers.outgoing.disable(zone_id=zone) == "Disabled"
    assert transfers.outgoing.update(**out).peers == transfers.outgoing.get(zone_id=zone).peers == [peer]
    assert transfers.outgoing.delete(zone_id=zone).id == zone

    assert client.dns.dnssec.edit(zone_id=zone, dnssec_presigned=True).dnssec_presigned
    assert client.dns.dnssec.get(zone_id=zone).status == "disabled"
    assert client.dns.settings.zone.edit(zone_id=zone, secondary_overrides=True).secondary_overrides
    assert client.dns.settings.zone.get(zone_id=zone).ns_ttl == 86400
    assert client.zones.activation_check.trigger(zone_id=zone).id == zone
    assert client.zones.get(zone_id=zone).status == "active"
    assert client.zones.edit(zone_id=zone, paused=True).paused
    assert [z.name for z in client.zones.list(account={"id": ACCOUNT})] == ["sdk.example"]
    assert ACCOUNT in [one.id for one in client.accounts.list()]
    assert client.user.tokens.verify().status == "active"

    assert transfers.incoming.delete(zone_id=zone).id == zone
    with pytest.raises(cloudflare.NotFoundError):
        transfers.incoming.get(zone_id=zone)
    unmake(client, zone, peer)
    assert transfers.tsigs.delete(key.id, **account).id == key.id
    assert transfers.acls.delete(acl.id, **account).id == acl.id
    # Every operation of the document was asked.
    asked = {(method, template) for _, method, template, _ in document.operations}
    assert document.seen == asked, asked - document.seen


@pytest.mark.parametrize("missing", ["zone", "peer"])
def test_what_is_not_there_is_404_and_what_is_wrong_400(client, missing):
    absent = "a" * 32
    transfers = client.dns.zone_transfers
    with pytest.raises(cloudflare.NotFoundError):
        if missing == "zone":
            transfers.incoming.get(zone_id=absent)
        else:
            transfers.peers.get(absent, account_id=ACCOUNT)
    with pytest.raises(cloudflare.BadRequestError) as error:
        transfers.acls.create(account_id=ACCOUNT, name="x", ip_range="0.0.0.0/0")
    assert error.value.body["errors"][0]["source"]["pointer"] == "/ip_range"


def test_octodns_reads_the_zone_that_was_transferred(client, primary, tmp_path):
    zone, peer = make(client, primary)
    config = tmp_path / "octodns.yaml"
    config.write_text(f"""
providers:
  here:
    class: octodns_cloudflare.CloudflareProvider
    token: {TOKEN}
    account_id: {ACCOUNT}
    api_url: {BASE}
    pagerules: false
zones:
  sdk.example.:
    sources: [here]
    targets: [here]
""")
    Manager(str(config)).dump("sdk.example.", str(tmp_path / "out"), lenient=True, split=False, sources=["here"])
    dumped = pathlib.Path(tmp_path / "out" / "sdk.example.yaml").read_text()
    for part in ["exchange: mail.sdk.example.", "port: 5060", "v=spf1 -all", "2001:db8::1", "value: ca.example", "CNAME"]:
        assert part in dumped, dumped
    unmake(client, zone, peer)
