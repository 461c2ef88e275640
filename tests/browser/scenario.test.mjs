// The main job, end to end: Chromium, named and our binary. Seven parts, one after the other, as an operator would.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { axfr, named } from "./support/named.mjs";
import { assertQuiet, findings, open, pasteZone, shot, step } from "./support/browser.mjs";
import { folder, freePort, run, until } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const KEY = { name: "xfr-understudy.", algorithm: "hmac-sha256", secret: "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=" };
const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

const CLEAN = `$ORIGIN example.com.
$TTL 3600
@ IN SOA ns1 hostmaster 2026112301 7200 3600 1209600 3600
@ IN NS ns1
@ IN NS ns2
ns1 IN A 192.0.2.1
ns1 IN AAAA 2001:db8::1
ns2 IN A 192.0.2.2
ns2 IN AAAA 2001:db8::2
@ IN MX 10 mail
mail IN A 192.0.2.3
mail IN AAAA 2001:db8::3
www IN A 192.0.2.4
www IN A 192.0.2.5
alias IN CNAME www
t IN TXT "abc"
@ IN TXT "v=spf1 mx -all"
`;

// Five mistakes, each of another kind, each in one line.
const FAULTY = CLEAN.replace("@ IN MX 10 mail\n", "@ IN MX 10 mail.example.com\n") // 10: the final dot
  .replace("mail IN A 192.0.2.3\n", "mail IN A 192.0.2.333\n") // 11: no IPv4 address
  .replace("www IN A 192.0.2.5\n", "www 60 IN A 192.0.2.5\n") // 14: a second TTL in the RRset
  .replace("alias IN CNAME www\n", 'alias IN CNAME www\nalias IN TXT "x"\n') // 16: CNAME and other data
  .replace('t IN TXT "abc"\n', 't IN TXT "abc\n'); // 17: an open quote
const FAULTS = ["10:12 missing-final-dot", "11:19 ipv4-octet-range", "14:5 ttl-mismatch", "16:10 cname-other-data", "17:10 quote-open"];

const bindBlock = (key) => `key "${key.name}" {\n\talgorithm ${key.algorithm};\n\tsecret "${key.secret}";\n};\n`;
const wrong = { ...KEY, secret: `8${KEY.secret.slice(1)}` };

test("an operator makes this machine serve a zone of named", { timeout: 300_000 }, async (t) => {
  const dir = await folder(t);
  const primary = await named(t, dir, { zone: "example.com", text: CLEAN, key: KEY });
  const server = await serve(t, dir);
  const { page, problems } = await open(t, server.url);

  await t.test("1. the page opens and keeps the token out of the address", async () => {
    await page.getByRole("navigation", { name: "Steps" }).waitFor();
    assert.ok(!page.url().includes(server.token), "the token is still in the address");
  });

  await t.test("2. five faults are found where they are, and mended", async () => {
    await step(page, "Zone");
    await pasteZone(page, FAULTY);
    const found = await until("five findings", async () => {
      const list = await findings(page);
      return list.length >= 5 && list;
    });
    assert.deepEqual(found.toSorted(byPlace).slice(0, 9), FAULTS);
    await shot(page, "scenario-2-faults");
    // One by its button, the rest as a person would who pastes the mended file.
    const first = page.getByRole("region", { name: "Diagnostics" }).getByRole("listitem").filter({ hasText: "missing-final-dot" });
    await first.getByRole("button").first().click();
    await until("the final dot is there", async () => !(await findings(page)).some((f) => f.endsWith("missing-final-dot")));
    await pasteZone(page, CLEAN);
    await until("no findings", async () => (await findings(page)).length === 0);
    await writeFile(join(dir, "clean.zone"), CLEAN);
    const checked = await run("named-checkzone", ["-D", "-q", "example.com", join(dir, "clean.zone")]);
    const loaded = checked.stdout.split("\n").filter((line) => /\sIN\s/.test(line)).length;
    await page.getByRole("status", { name: "Summary" }).getByText(new RegExp(`\\b${loaded} records`)).waitFor();
    await shot(page, "scenario-2-clean");
  });

  await t.test("3. a key with one wrong character is a key, and the probe says BADSIG and why", async () => {
    await step(page, "Primary");
    await page.getByRole("textbox", { name: "Address" }).fill("127.0.0.1");
    await page.getByRole("textbox", { name: "Port" }).fill(String(primary.port));
    await step(page, "Key");
    await page.getByRole("textbox", { name: "TSIG key" }).fill(bindBlock(wrong));
    await page.getByText("hmac-sha256").first().waitFor();
    await step(page, "Primary");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("BADSIG").first().waitFor();
    await page.getByText(/has another secret there/).first().waitFor();
    await shot(page, "scenario-3-badsig");
    await step(page, "Key");
    await page.getByRole("textbox", { name: "TSIG key" }).fill(bindBlock(KEY));
    await step(page, "Primary");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("BADSIG").first().waitFor({ state: "detached" });
    await page.getByText(/2026112301/).first().waitFor();
    await shot(page, "scenario-3-pass");
  });

  await t.test("4. the zone loaded from the primary is what dig gets", async () => {
    await step(page, "Zone");
    await pasteZone(page, "; not what named has\n");
    await page.getByRole("button", { name: "Load from the primary" }).click();
    await page.getByRole("status", { name: "Summary" }).getByText(/\b15 records/).waitFor();
    const kept = await page.waitForFunction(() => {
      const texts = Object.values({ ...localStorage }).filter((text) => text.includes("zone_text") && text.includes("2026112301"));
      return texts.map((text) => JSON.parse(text).zone_text).find((text) => text?.includes("2026112301"));
    });
    const held = await kept.jsonValue();
    const there = await axfr(primary.port, "example.com", KEY);
    assert.match(there[0], / SOA /);
    assert.equal(there[0], there.at(-1));
    assert.deepEqual(new Set(await canonical(dir, held)), new Set(there));
    await shot(page, "scenario-4-loaded");
  });

  await t.test("5. the plan is shown, applied, and the serial is the primary's", async () => {
    await step(page, "Provider");
    await page.getByRole("radio", { name: "This machine" }).check({ force: true });
    await page.getByRole("textbox", { name: "Account ID" }).fill(ACCOUNT);
    await page.getByRole("textbox", { name: "Name servers" }).fill("ns0001.secondary.understudy.test, ns1.example.net");
    await page.getByText(/contains? no .?secondary|without .?secondary|lacks? .?secondary/i).first().waitFor();
    await shot(page, "scenario-5-provider");
    await page.getByRole("textbox", { name: "Name servers" }).fill("ns0001.secondary.understudy.test, ns0002.secondary.understudy.test");
    await page.getByRole("checkbox", { name: /Create the zone/ }).check({ force: true });
    await step(page, "Submit");
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText(/secondary_dns\/incoming/).first().waitFor();
    await shot(page, "scenario-5-plan");
    await page.getByRole("button", { name: "Apply" }).click();
    await until("the provider has the serial", async () => {
      const zones = await api(server, "/zones?name=example.com");
      if (zones.result.length === 0) return false;
      const incoming = await api(server, `/zones/${zones.result[0].id}/secondary_dns/incoming`);
      return incoming.result?.soa_serial === 2026112301;
    });
    await page.getByText(/Serial 2026112301 is served/).first().waitFor();
    await shot(page, "scenario-5-applied");
    assert.ok(!(await page.content()).includes(KEY.secret), "the secret is in the page");
  });

  await t.test("6. our server answers as named does", async () => {
    assert.deepEqual(new Set(await axfr(server.dnsPort, "example.com")), new Set(await axfr(primary.port, "example.com", KEY)));
  });

  await t.test("undo takes back what was done, and leaves what somebody has changed since", async () => {
    const held = async (what) => (await api(server, what)).result;
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("What was done is undone.").first().waitFor();
    const lists = ["/zones?name=example.com", `/accounts/${ACCOUNT}/secondary_dns/peers`, `/accounts/${ACCOUNT}/secondary_dns/tsigs`];
    for (const list of lists) assert.deepEqual(await held(list), [], list);

    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText(/Serial 2026112301 is served/).first().waitFor();
    const [peer] = await held(lists[1]);
    const changed = await api(server, `/accounts/${ACCOUNT}/secondary_dns/peers/${peer.id}`, { method: "PUT", body: { ...peer, port: 5399 } });
    assert.equal(changed.success, true);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Undone, but for what has been changed since.").first().waitFor();
    await shot(page, "scenario-undone-partly");
    assert.equal((await held(lists[1]))[0].port, 5399);
    assert.deepEqual(await held(lists[0]), []);
  });

  await t.test("7. each failure has its own message, and nothing typed is lost", async () => {
    const probe = async (expected) => {
      await step(page, "Primary");
      await page.getByRole("button", { name: "Test", exact: true }).click();
      await page.getByText(expected).first().waitFor();
    };
    await step(page, "Key");
    await page.getByRole("textbox", { name: "TSIG key" }).fill(bindBlock(wrong));
    await probe(/has another secret there/);
    await step(page, "Key");
    await page.getByRole("textbox", { name: "TSIG key" }).fill(bindBlock(KEY));
    await step(page, "Zone");
    await pasteZone(page, CLEAN.replaceAll("example.com", "exampel.com"));
    await probe(/misspel/i);
    await shot(page, "scenario-7-misspelt");
    await step(page, "Zone");
    await pasteZone(page, CLEAN);
    await step(page, "Primary");
    await page.getByRole("textbox", { name: "Port" }).fill(String(await freePort()));
    await probe(/Nothing listens/i);
    await page.getByRole("textbox", { name: "Port" }).fill(String(primary.port));
    await primary.stop();
    await probe(/answered at .*stopped since then/);
    await shot(page, "scenario-7-stopped");
    await primary.start();

    await page.reload();
    await step(page, "Provider");
    assert.equal(await page.getByRole("textbox", { name: "Account ID" }).inputValue(), ACCOUNT);
    await step(page, "Primary");
    assert.equal(await page.getByRole("textbox", { name: "Address" }).inputValue(), "127.0.0.1");
    await step(page, "Key");
    assert.equal(await page.getByRole("textbox", { name: "TSIG key" }).inputValue(), "");
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(!stored.includes(KEY.secret) && !stored.includes(wrong.secret), "a secret was stored");
    await step(page, "Zone");
    await page.getByRole("status", { name: "Summary" }).getByText(/\b15 records/).waitFor();
  });

  assertQuiet(problems);
});

/** By line, then column. */
function byPlace(a, b) {
  const [al, ac] = a.split(/[: ]/).map(Number);
  const [bl, bc] = b.split(/[: ]/).map(Number);
  return al - bl || ac - bc;
}

/** A zone text as named prints its transfer: what dig would show, the SOA at both ends aside. */
async function canonical(dir, text) {
  await writeFile(join(dir, "held.zone"), text);
  const { stdout } = await run("named-checkzone", ["-D", "-q", "example.com", join(dir, "held.zone")]);
  return stdout.split("\n").filter((line) => /\sIN\s/.test(line)).map((line) => line.replace(/\s+/g, " ").trim());
}

/** A call of the provider API on this machine. */
async function api(server, path, { method = "GET", body } = {}) {
  const headers = { Authorization: `Bearer ${server.token}`, "Content-Type": "application/json" };
  const response = await fetch(`${server.origin}/client/v4${path}`, { method, headers, body: body && JSON.stringify(body) });
  return response.json();
}
