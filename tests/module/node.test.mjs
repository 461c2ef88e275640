// The npm package in Node: each function's answer, and each way an argument cannot be used.
// Needs `make wasm`; run by scripts/module.sh.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import init, * as understudy from "understudy";

const {
  applyIxfr, checkZone, compareKeys, diffZones, generateKey, lintIxfr, makeIxfr, printZone, readKeys, scenarios, signMessage,
  simulate, soaQuery, verifyMessage, version, writeKey,
} = understudy;
await init();

const zone = (serial, more = "") => `$ORIGIN example.com.
$TTL 3600
@ IN SOA ns1 hostmaster ${serial} 7200 3600 1209600 3600
@ IN NS ns1
@ IN NS ns2
ns1 IN A 192.0.2.1
ns2 IN A 192.0.2.2
${more}`;
const SECRET = "c2VjcmV0LW9mLXRoZS10ZXN0LWtleS0wMTIzNDU2Nzg=";
const BIND = `key "xfr.example.com." { algorithm hmac-sha256; secret "${SECRET}"; };`;
const thrown = (code) => (error) => error instanceof Error && error.code === code;

test("a zone is checked: place, code, fix, verdicts", () => {
  const report = checkZone(zone(1, "www IN A 192.0.2.256\n"), { file: "z", at: 1764000000 });
  assert.equal(report.v, 1);
  assert.equal(report.origin, "example.com.");
  assert.equal(report.serial, 1);
  assert.equal(report.records, 5);
  assert.equal(report.counts.error, 1);
  const [finding] = report.diagnostics.filter((found) => found.severity === "error");
  assert.deepEqual([finding.file, finding.line, finding.column, finding.code], ["z", 8, 18, "ipv4-octet-range"]);
  assert.equal(report.verdicts.cloudflare.verdict, "unknown");
});

test("octets are taken as they are, and includes when they are given", () => {
  const text = new TextEncoder().encode(zone(1, "$INCLUDE hosts\n"));
  assert.equal(checkZone(text).counts.error, 1);
  const report = checkZone(text, { includes: { hosts: "www IN A 192.0.2.3\n" } });
  assert.deepEqual([report.counts.error, report.records], [0, 6]);
});

test("what is printed reads back the same", () => {
  const printed = printZone(zone(7, "*.a IN TXT \"x;y\" \"\\200\"\n"));
  assert.match(printed, /^example\.com\.\t3600\tIN\tSOA\t/);
  assert.equal(printZone(printed), printed);
  assert.throws(() => printZone("www A 192.0.2.1"), thrown("zone-nameless"));
});

test("two versions are compared by RRset", () => {
  const difference = diffZones(zone(1), zone(2, "www IN A 192.0.2.3\n"));
  assert.deepEqual([difference.serials, difference.serial_increases], [[1, 2], true]);
  assert.deepEqual(difference.rrsets, [
    { owner: "www.example.com.", type: "A", kind: "added", removed: [], added: [{ ttl: 3600, data: "192.0.2.3" }] },
  ]);
  const other = zone(1).replace("example.com", "example.net");
  assert.throws(() => diffZones(zone(1), other), thrown("zones-incomparable"));
});

test("an IXFR is made and applied", () => {
  const [older, newer] = [zone(1), zone(2, "www IN A 192.0.2.3\n")];
  const messages = makeIxfr(older, newer);
  assert.ok(messages.length > 0 && messages[0] instanceof Uint8Array);
  assert.equal(applyIxfr(older, messages), printZone(newer));
  assert.throws(() => makeIxfr(newer, older), thrown("zones-incomparable"));
  assert.throws(() => applyIxfr(older, []), (error) => error.code.startsWith("xfr-"));
  assert.deepEqual(lintIxfr(older, messages), []);
  assert.deepEqual(lintIxfr(zone(1, "www IN A 192.0.2.3\n"), messages).map(({ code }) => code), ["ixfr-add-present"]);
});

test("each scenario that comes along plays, and the same way twice", () => {
  const all = scenarios();
  assert.ok(all.length >= 20);
  for (const { name, text } of all) {
    const timeline = simulate(text);
    assert.ok(timeline.entries.length > 0, name);
    assert.deepEqual(simulate(text), timeline);
  }
  assert.throws(() => simulate("nonsense = 1"), thrown("scenario-unreadable"));
});

test("keys are read in any form, and their secrets stay inside", () => {
  const keys = readKeys(BIND);
  assert.equal(keys.keys[0].name, "xfr.example.com.");
  assert.equal(keys.keys[0].algorithm, "hmac-sha256");
  assert.equal(keys.keys[0].octets, 32);
  assert.ok(!JSON.stringify(keys).includes(SECRET));
  assert.equal(readKeys("!").diagnostics.length > 0, true);
  const dig = writeKey(BIND, "dig");
  assert.ok(dig.includes(`hmac-sha256:xfr.example.com:${SECRET}`), dig);
  assert.throws(() => writeKey(BIND, "punched cards"), thrown("form-unknown"));
  assert.throws(() => writeKey("", "bind"), thrown("key-unusable"));
});

test("a new key is new each time and as long as its digest", () => {
  const [one, two] = [generateKey("k.example"), generateKey("k.example", "hmac-sha512", "knot")];
  assert.equal(readKeys(one).keys[0].octets, 32);
  assert.equal(readKeys(two).keys[0].octets, 64);
  assert.notEqual(generateKey("k.example"), one);
  assert.throws(() => generateKey("k.example", "hmac-md5"), thrown("algorithm-not-offered"));
  assert.throws(() => generateKey("a..b"), thrown("name-invalid"));
});

test("two copies are compared part by part", () => {
  assert.equal(compareKeys(BIND, writeKey(BIND, "nsd")).same, true);
  const comparison = compareKeys(BIND, BIND.replace("xfr.", "axfr."));
  assert.equal(comparison.same, false);
  assert.deepEqual([comparison.rows[0].part, comparison.rows[0].there], ["name", "axfr.example.com."]);
});

test("what one side signs the other verifies, at its time and with its key", () => {
  const at = 1764000000;
  const signed = signMessage(soaQuery("example.com"), BIND, at);
  assert.deepEqual(verifyMessage(signed, BIND, undefined, at), { ok: true });
  assert.equal(verifyMessage(signed, BIND, undefined, at + 3600).ok, false);
  const wrong = verifyMessage(signed, BIND.replace("c2Vj", "d2Vj"), undefined, at);
  assert.deepEqual([wrong.ok, typeof wrong.message], [false, "string"]);
  assert.throws(() => signMessage(signed, BIND, at), thrown("message-signed"));
  assert.throws(() => signMessage(new Uint8Array(3), BIND, at), thrown("message-unreadable"));
});

test("arguments that cannot be used throw an Error with a code", () => {
  assert.throws(() => checkZone(7), thrown("argument-type"));
  assert.throws(() => checkZone("", { orign: "x" }), thrown("options-unreadable"));
  assert.throws(() => checkZone("", { origin: "a..b" }), thrown("name-invalid"));
  assert.throws(() => checkZone("", { receivers: ["windows"] }), thrown("receiver-unknown"));
});

test("the package names its version, documents each function, and keeps to its size", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../pkg/package.json", import.meta.url)));
  assert.equal(version(), manifest.version);
  const readme = readFileSync(new URL("../../pkg/README.md", import.meta.url), "utf8");
  const types = readFileSync(new URL("../../pkg/web/understudy.d.ts", import.meta.url), "utf8");
  for (const name of Object.keys(understudy).filter((name) => /^[a-z]/.test(name) && name !== "default")) {
    if (name === "module.exports") continue;
    assert.ok(readme.includes(`\`${name}(`), `README.md does not tell of ${name}`);
    assert.match(types, new RegExp(`\\*/\\nexport function ${name}\\(`), `${name} has no documentation`);
  }
});
