// The provider's JavaScript SDK, unchanged: every object made, read, changed and removed. Its package has no tests of its
// own. Needs TEST_API_BASE_URL and UNDERSTUDY_TOKEN.
import assert from 'node:assert/strict';
import test from 'node:test';
import Cloudflare from 'cloudflare';

const account_id = 'f'.repeat(32);
const client = new Cloudflare({ baseURL: process.env.TEST_API_BASE_URL, apiToken: process.env.UNDERSTUDY_TOKEN });
const { acls, forceAXFR, incoming, outgoing, peers, tsigs } = client.dns.zoneTransfers;

async function all(pages) {
  const found = [];
  for await (const one of pages) found.push(one);
  return found;
}

const absent = (promise) => assert.rejects(promise, Cloudflare.NotFoundError);

test('a full cycle of the JavaScript SDK', async () => {
  const account = { account_id };
  const key = await tsigs.create({ ...account, name: 'js.example', algo: 'hmac-sha256', secret: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' });
  assert.deepEqual([key.name, key.algo], ['js.example.', 'hmac-sha256.']);
  const rotated = await tsigs.update(key.id, { ...account, id: key.id, name: key.name, algo: key.algo, secret: 'AQEBAQ==' });
  assert.equal(rotated.secret, 'AQEBAQ==');

  const named = await peers.create({ ...account, name: 'js' });
  assert.deepEqual([named.ip, named.port, 'tsig_id' in named], ['', 0, false]);
  const full = { ...account, name: 'js', ip: '127.0.0.1', port: 1, ixfr_enable: true, tsig_id: key.id };
  const peer = await peers.update(named.id, full);
  assert.deepEqual([peer.id, peer.ip, peer.port, peer.tsig_id], [named.id, '127.0.0.1', 1, key.id]);
  assert.deepEqual(await peers.get(peer.id, account), peer);
  assert.deepEqual(await all(peers.list(account)), [peer]);

  const acl = await acls.create({ ...account, name: 'js', ip_range: '192.0.2.53/28' });
  assert.equal((await acls.update(acl.id, { ...account, name: 'other', ip_range: '192.0.2.0/24' })).name, 'other');
  assert.equal((await all(acls.list(account)))[0].ip_range, '192.0.2.0/24');

  const zone = await client.zones.create({ account: { id: account_id }, name: 'js.example', type: 'secondary' });
  assert.deepEqual([zone.name, zone.status, zone.type], ['js.example', 'pending', 'secondary']);
  const zone_id = zone.id;
  await absent(incoming.get({ zone_id }));
  const link = { zone_id, name: 'js.example.', peers: [peer.id], auto_refresh_seconds: 86400 };
  const made = await incoming.create(link);
  assert.deepEqual([made.id, made.soa_serial, made.primaries], [zone_id, 0, [peer.id]]);
  assert.equal((await incoming.update({ ...link, auto_refresh_seconds: 300 })).auto_refresh_seconds, 300);
  assert.equal(await forceAXFR.create({ zone_id, body: {} }), 'OK');

  await outgoing.create({ zone_id, name: 'js.example.', peers: [peer.id] });
  assert.equal(await outgoing.status.get({ zone_id }), 'Disabled');
  assert.equal(await outgoing.enable({ zone_id, body: {} }), 'Enabled');
  assert.equal(await outgoing.forceNotify({ zone_id, body: {} }), 'OK');
  assert.equal(await outgoing.disable({ zone_id, body: {} }), 'Disabled');
  assert.deepEqual((await outgoing.update({ zone_id, name: 'js.example.', peers: [] })).peers, []);

  assert.equal((await client.dns.dnssec.edit({ zone_id, dnssec_presigned: true })).dnssec_presigned, true);
  assert.equal((await client.dns.settings.zone.edit({ zone_id, secondary_overrides: true })).secondary_overrides, true);
  assert.equal((await client.zones.activationCheck.trigger({ zone_id })).id, zone_id);
  assert.deepEqual(await all(client.dns.records.list({ zone_id })), []);
  assert.equal((await client.user.tokens.verify()).status, 'active');

  // What is in use is not removed, and the SDK does not ask three times.
  await assert.rejects(peers.delete(peer.id, account), Cloudflare.ConflictError);
  await incoming.delete({ zone_id });
  await outgoing.delete({ zone_id });
  await client.zones.delete({ zone_id });
  await peers.delete(peer.id, account);
  await tsigs.delete(key.id, account);
  await acls.delete(acl.id, account);
  await absent(client.zones.get({ zone_id }));
  await absent(peers.get(peer.id, account));
  assert.deepEqual(await all(client.zones.list({ account: { id: account_id } })), []);
});

test('lists end', async () => {
  const zones = [];
  for (let n = 0; n < 12; n += 1) {
    zones.push(await client.zones.create({ account: { id: account_id }, name: `js${n}.example`, type: 'secondary' }));
  }
  const found = await all(client.zones.list({ account: { id: account_id }, per_page: 5 }));
  assert.equal(found.length, 12);
  for (const zone of zones) await client.zones.delete({ zone_id: zone.id });
});
