// Pictures of the main states against those that are kept: each step filled in, some empty, dark, narrow. What the
// companion tells is recorded, so that no run depends on ports, times and a name server's mood.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, step } from "./support/browser.mjs";
import { NOW, assertGolden, difference, golden } from "./support/golden.mjs";
import { folder, run } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";
import { PNG } from "pngjs";

const ID = "023e105f4ecef8ad9ca31a8372d0c353";
const SERVERS = ["ns0001.secondary.example.net", "ns0002.secondary.example.net"];
const AT = NOW.toISOString();

const events = (list) =>
  list.map((event, seq) => `event: ${event.type}\nid: ${seq + 1}\ndata: ${JSON.stringify({ v: 1, seq: seq + 1, at: AT, ...event })}\n\n`).join("");
const soa = "example.com. 3600 IN SOA ns1.example.com. hostmaster.example.com. 2026112301 7200 3600 1209600 3600";
const PROBE = events([
  { type: "started", zone: "example.com.", peer: "192.0.2.53:53", local: "192.0.2.9:40112" },
  { type: "step", id: "tcp", state: "ok", tried: "a TCP connection to 192.0.2.53:53", got: "connected", ms: 1 },
  { type: "step", id: "udp", state: "ok", tried: "a SOA query over UDP", got: "an answer", ms: 1 },
  { type: "step", id: "soa", state: "ok", tried: "the SOA of example.com.", got: "serial 2026112301", ms: 1 },
  { type: "step", id: "tsig", state: "ok", tried: "the key k.example.", got: "signed by the same key", ms: 1 },
  { type: "step", id: "clock", state: "ok", tried: "the time in the answer's signature", got: "0 s apart", ms: 1 },
  { type: "step", id: "axfr", state: "ok", tried: "an AXFR", got: "25 records, 1,204 octets", ms: 1 },
  { type: "step", id: "ixfr", state: "unknown", tried: "an IXFR from serial 2026112301", got: "the same serial, which proves nothing", ms: 1 },
  { type: "done", serial: 2026112301, records: 25, bytes: 1204, ms: 9, soa },
]);
const address = (n) => ({ address: `192.0.2.${n}:53`, transport: "udp", ms: 1, rcode: "NOERROR", authoritative: true, serial: 2026112301, name_servers: SERVERS.map((name) => `${name}.`), signed: false, content: { compared: 19, total: 19, differ: 0, different: [] } });
const REPORT = {
  v: 1, zone: "example.com.", at: AT,
  primary: { serial: 2026112301, name_servers: SERVERS.map((name) => `${name}.`), rrsets: 19 },
  servers: SERVERS.map((name, n) => ({ name: `${name}.`, addresses: [address(2 * n + 1), address(2 * n + 2)] })),
  parent: { ds: [] }, safe: true, points: [],
};

/** The page at a fixed time, before a companion that says what is recorded. */
async function opened(t, server, options) {
  const before = async (page, context) => {
    await context.clock.setFixedTime(NOW);
    await page.emulateMedia({ reducedMotion: "reduce" });
    // The port is another one each time, and stands in the primary's configuration.
    await page.route("**/companion/v1/clock", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), dns: ["127.0.0.1:5300"] } });
    });
    await page.route("**/companion/v1/probe", (route) => route.fulfill({ contentType: "text/event-stream", body: PROBE }));
    await page.route("**/companion/v1/nameservers", (route) => route.fulfill({ json: REPORT }));
    await page.route("**/companion/v1/zones/**", (route) => route.fulfill({ status: 404, json: { v: 1, error: { code: "no-such-zone", message: "not held here" } } }));
  };
  const { page, problems } = await open(t, server.url, { ...options, before });
  await page.getByRole("navigation", { name: "Steps" }).waitFor();
  return { page, problems };
}

/** Each step filled in; `see` takes its picture. */
async function walk(page, see) {
  await step(page, "Zone");
  await page.getByRole("button", { name: "Load sample" }).click();
  await page.getByRole("status", { name: "Summary" }).getByText("25 records").waitFor();
  await page.getByRole("textbox", { name: "Zone file" }).waitFor();
  await see("zone");
  await step(page, "Provider");
  await page.getByRole("radio", { name: "This machine" }).check({ force: true });
  await page.getByRole("textbox", { name: "Account ID" }).fill(ID);
  await page.getByRole("checkbox", { name: /Create the zone/ }).check({ force: true });
  await page.getByRole("textbox", { name: "Name servers" }).fill(SERVERS.join(" "));
  await see("provider");
  await step(page, "Key");
  await page.getByRole("textbox", { name: "TSIG key" }).fill("hmac-sha256:k.example:7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=");
  await page.getByText("hmac-sha256").first().waitFor();
  await page.getByRole("heading", { level: 1, name: "Key" }).click();
  await see("key");
  await step(page, "Primary");
  await page.getByRole("textbox", { name: "Address" }).fill("192.0.2.53");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByText("serial 2026112301").first().waitFor();
  await see("primary");
  await step(page, "Rehearsal");
  await page.getByRole("button", { name: "Load a sample change" }).click();
  await page.getByText("4 RRsets would change.").waitFor();
  await page.getByRole("button", { name: "NOTIFY never arrives" }).click();
  await page.getByRole("listbox", { name: /^Timeline/ }).waitFor();
  await see("rehearsal");
  await step(page, "Submit");
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText(/\d+ changes/).first().waitFor();
  await see("submit");
  await step(page, "Watch");
  await page.getByRole("table", { name: "Serial and content at each place" }).getByRole("row", { name: /192\.0\.2\.4/ }).waitFor();
  await see("watch");
}

const fonts = async () => (await run("fc-match", ["Liberation Mono"])).stdout.includes("LiberationMono");

test("the main states look as they are kept", { timeout: 300_000 }, async (t) => {
  if (!(await fonts().catch(() => false))) return t.skip("the pictures want Debian's fonts-liberation");
  const found = [];
  const looks = [
    { name: "light", width: 1280, height: 1200, steps: null, full: false },
    { name: "dark", width: 1280, height: 1200, dark: true, steps: ["zone", "submit", "watch"], full: false },
    { name: "320", width: 320, height: 860, steps: ["zone", "provider", "watch"], full: true },
  ];
  for (const { name, steps, full, ...options } of looks) {
    // One each: a plan knows what the one before it made.
    const server = await serve(t, await folder(t));
    const { page, problems } = await opened(t, server, options);
    if (!steps) {
      await page.getByText("Nothing loaded yet.").waitFor();
      found.push(await golden(page, `start-${name}`));
    }
    await walk(page, async (state) => {
      if (!steps || steps.includes(state)) found.push(await golden(page, `${state}-${name}`, { fullPage: full }));
    });
    assertQuiet(problems);
  }
  assertGolden(found);
});

test("a word that moved is seen, a shade is not", async () => {
  const picture = (draw) => {
    const png = new PNG({ width: 200, height: 100 });
    png.data.fill(255);
    for (let y = 0; y < 100; y++) for (let x = 0; x < 200; x++) if (draw(x, y)) png.data.fill(draw(x, y), 4 * (200 * y + x), 4 * (200 * y + x) + 3);
    return png;
  };
  const word = (left, shade) => picture((x, y) => (x >= left && x < left + 60 && y > 40 && y < 52 && (x - left) % 4 < 2 ? shade : 0));
  assert.equal(await difference("test", word(50, 40), word(50, 44)), undefined);
  assert.match(await difference("test", word(50, 40), word(52, 40)), /pixels differ/);
  assert.match(await difference("test", word(50, 40), new PNG({ width: 200, height: 90 })), /200×90/);
});
