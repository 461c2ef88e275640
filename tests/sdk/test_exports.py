"""The exports for the SDKs and octoDNS, as tests/data/exports has them, run by the tools they are written for.

Only addresses, the zone's name and the API's address are put in their place. Needs TEST_API_BASE_URL, UNDERSTUDY_TOKEN
and UNDERSTUDY_JS, the folder where npm's `cloudflare` is installed.
"""

import os
import pathlib
import subprocess
import sys
import time

import cloudflare
import dns.name
import dns.tsig
import pytest
from octodns.manager import Manager

from primary import Primary

BASE = os.environ["TEST_API_BASE_URL"]
TOKEN = os.environ["UNDERSTUDY_TOKEN"]
EXPORTS = pathlib.Path(__file__).parent.parent / "data" / "exports"
ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture
def primary():
    primary = Primary(dns.tsig.Key("xfr.sdk.example.", SECRET, "hmac-sha256."))
    yield primary
    primary.close()


@pytest.fixture
def client():
    with cloudflare.Cloudflare(base_url=BASE, api_token=TOKEN, max_retries=0) as client:
        yield client
        transfers = client.dns.zone_transfers
        for zone in client.zones.list(account={"id": ACCOUNT}):
            client.zones.delete(zone_id=zone.id)
        for peer in transfers.peers.list(account_id=ACCOUNT):
            transfers.peers.delete(peer.id, account_id=ACCOUNT)
        for key in transfers.tsigs.list(account_id=ACCOUNT):
            transfers.tsigs.delete(key.id, account_id=ACCOUNT)


def export(name, primary, **more):
    """An export's text, about the primary at hand. Nobody else's address stays in it."""
    text = (EXPORTS / name).read_text()
    swaps = {
        "https://api.cloudflare.com/client/v4": BASE,
        "example.com": "sdk.example",
        "192.0.2.53": "127.0.0.1",
        "2001:db8::53": "127.0.0.1",
        "198.51.100.53": "127.0.0.1",
        **{f"port{sign}53": f"port{sign}{primary.port}" for sign in ["=", ": "]},
        **more,
    }
    for old, new in swaps.items():
        text = text.replace(old, new)
    return text


def objects(client):
    """Everything that the export makes, without times."""
    transfers = client.dns.zone_transfers
    zones = list(client.zones.list(account={"id": ACCOUNT}))
    links = [transfers.incoming.get(zone_id=zone.id).to_dict() for zone in zones]
    links += [transfers.outgoing.get(zone_id=zone.id).to_dict() for zone in zones]
    lists = [transfers.tsigs.list(account_id=ACCOUNT), transfers.peers.list(account_id=ACCOUNT)]
    rest = [one.to_dict() for found in lists for one in found] + [{"id": zone.id, "name": zone.name} for zone in zones]
    return [{k: v for k, v in one.items() if not k.endswith("_time")} for one in links + rest]


def wait_for(what, holds):
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until, f"{what}: not within a minute"
        time.sleep(0.05)


def run(words, **more):
    environment = {**os.environ, "CLOUDFLARE_API_TOKEN": TOKEN, "TSIG_SECRET": SECRET, **more}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert SECRET not in done.stdout + done.stderr


def served(client):
    zone = next(iter(client.zones.list(name="sdk.example")))
    return client.dns.zone_transfers.incoming.get(zone_id=zone.id).soa_serial == 2026010107


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_an_sdk_makes_what_its_export_says(client, primary, tmp_path, language):
    if language == "python":
        script = tmp_path / "apply.py"
        words = [sys.executable, str(script)]
    else:
        # Node finds packages beside the file.
        script = pathlib.Path(os.environ["UNDERSTUDY_JS"]) / "export.mjs"
        words = ["node", str(script)]
    script.write_text(export(f"apply.{'py' if language == 'python' else 'mjs'}", primary))
    run(words)
    wait_for("the transfer", lambda: served(client))
    assert primary.signed, "the key was used"
    zone = next(iter(client.zones.list(name="sdk.example")))
    records = {(r.type, r.name) for r in client.dns.records.list(zone_id=zone.id)}
    assert ("AAAA", "mail.sdk.example") in records and ("MX", "sdk.example") in records
    assert client.dns.zone_transfers.outgoing.status.get(zone_id=zone.id) == "Enabled"
    before = objects(client)
    assert len(before) == 1 + 3 + 1 + 2
    run(words)
    assert objects(client) == before, "a second run changes nothing"


def test_octodns_compares_the_primary_with_what_is_held(client, primary, tmp_path, monkeypatch):
    script = tmp_path / "apply.py"
    script.write_text(export("apply.py", primary))
    run([sys.executable, str(script)])
    wait_for("the transfer", lambda: served(client))
    config = tmp_path / "octodns.yaml"
    config.write_text(export("octodns.yaml", primary))
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", TOKEN)
    monkeypatch.setenv("TSIG_SECRET", SECRET)

    def differences():
        found = Manager(str(config)).compare(["primary"], ["provider"], "sdk.example.")
        return sorted(str(change.record.name) + " " + change.record._type for change in found)

    assert differences() == []
    primary.zone.delete_rdataset("mail.sdk.example.", "AAAA")
    assert differences() == ["mail AAAA"]
