# pip install cloudflare. Secrets from the environment. A second run changes nothing.
import os

from cloudflare import Cloudflare, NotFoundError

client = Cloudflare(api_token=os.environ["CLOUDFLARE_API_TOKEN"], base_url="https://api.cloudflare.com/client/v4")
account = "023e105f4ecef8ad9ca31a8372d0c353"
transfers = client.dns.zone_transfers


def named(objects, name):
    return next((o.id for o in objects if o.name == name), None)


tsig_0 = named(transfers.tsigs.list(account_id=account), "xfr.example.com.") or transfers.tsigs.create(
    account_id=account, name="xfr.example.com.", algo="hmac-sha256.", secret=os.environ["TSIG_SECRET"]
).id
peers = []
peer = named(transfers.peers.list(account_id=account), "one") or transfers.peers.create(account_id=account, name="one").id
transfers.peers.update(peer, account_id=account, name="one", ip="192.0.2.53", port=53, ixfr_enable=True, tsig_id=tsig_0)
peers.append(peer)
peer = named(transfers.peers.list(account_id=account), "two") or transfers.peers.create(account_id=account, name="two").id
transfers.peers.update(peer, account_id=account, name="two", ip="2001:db8::53", port=53, ixfr_enable=True, tsig_id=tsig_0)
peers.append(peer)
secondaries = []
peer = named(transfers.peers.list(account_id=account), "third") or transfers.peers.create(account_id=account, name="third").id
transfers.peers.update(peer, account_id=account, name="third", ip="198.51.100.53", port=53, ixfr_enable=True)
secondaries.append(peer)
zone = named(client.zones.list(name="example.com"), "example.com") or client.zones.create(
    account={"id": account}, name="example.com", type="secondary"
).id
link = dict(zone_id=zone, name="example.com.", peers=peers, auto_refresh_seconds=3600)
try:
    transfers.incoming.get(zone_id=zone)
    transfers.incoming.update(**link)
except NotFoundError:
    transfers.incoming.create(**link)
transfers.force_axfr.create(zone_id=zone)
print(transfers.incoming.get(zone_id=zone).soa_serial)
link = dict(zone_id=zone, name="example.com.", peers=secondaries)
try:
    transfers.outgoing.get(zone_id=zone)
    transfers.outgoing.update(**link)
except NotFoundError:
    transfers.outgoing.create(**link)
transfers.outgoing.enable(zone_id=zone)
