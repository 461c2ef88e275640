// npm install cloudflare. Secrets from the environment. A second run changes nothing.
import Cloudflare from "cloudflare";

const client = new Cloudflare({ apiToken: process.env.CLOUDFLARE_API_TOKEN, baseURL: "https://api.cloudflare.com/client/v4" });
const account_id = "023e105f4ecef8ad9ca31a8372d0c353";
const transfers = client.dns.zoneTransfers;

async function named(objects, name) {
  for await (const object of objects) if (object.name === name) return object.id;
}

const tsig_0 =
  (await named(transfers.tsigs.list({ account_id }), "xfr.example.com.")) ??
  (await transfers.tsigs.create({ account_id, name: "xfr.example.com.", algo: "hmac-sha256.", secret: process.env.TSIG_SECRET })).id;
const peers = [];
{
  const peer =
    (await named(transfers.peers.list({ account_id }), "one")) ??
    (await transfers.peers.create({ account_id, name: "one" })).id;
  await transfers.peers.update(peer, { account_id, name: "one", ip: "192.0.2.53", port: 53, ixfr_enable: true, tsig_id: tsig_0 });
  peers.push(peer);
}
{
  const peer =
    (await named(transfers.peers.list({ account_id }), "two")) ??
    (await transfers.peers.create({ account_id, name: "two" })).id;
  await transfers.peers.update(peer, { account_id, name: "two", ip: "2001:db8::53", port: 53, ixfr_enable: true, tsig_id: tsig_0 });
  peers.push(peer);
}
const secondaries = [];
{
  const peer =
    (await named(transfers.peers.list({ account_id }), "third")) ??
    (await transfers.peers.create({ account_id, name: "third" })).id;
  await transfers.peers.update(peer, { account_id, name: "third", ip: "198.51.100.53", port: 53, ixfr_enable: true });
  secondaries.push(peer);
}
const zone_id =
  (await named(client.zones.list({ name: "example.com" }), "example.com")) ??
  (await client.zones.create({ account: { id: account_id }, name: "example.com", type: "secondary" })).id;
{
  const link = { zone_id, name: "example.com.", peers, auto_refresh_seconds: 3600 };
  try {
    await transfers.incoming.get({ zone_id });
    await transfers.incoming.update(link);
  } catch (error) {
    if (!(error instanceof Cloudflare.NotFoundError)) throw error;
    await transfers.incoming.create(link);
  }
}
await transfers.forceAXFR.create({ zone_id, body: {} });
console.log((await transfers.incoming.get({ zone_id })).soa_serial);
{
  const link = { zone_id, name: "example.com.", peers: secondaries };
  try {
    await transfers.outgoing.get({ zone_id });
    await transfers.outgoing.update(link);
  } catch (error) {
    if (!(error instanceof Cloudflare.NotFoundError)) throw error;
    await transfers.outgoing.create(link);
  }
}
await transfers.outgoing.enable({ zone_id, body: {} });
