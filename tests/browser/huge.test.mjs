// Watch with hundreds of addresses, some of them silent: counted first, cut down to those to look at, drawn in parts,
// each failure written down.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, shot, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const AT = "2026-11-26T10:00:00Z";
const content = { compared: 9, total: 9, differ: 0, different: [] };
const silent = (n) => n % 20 === 7;
const address = (n) => {
  const answers = { address: `192.0.${2 + Math.floor(n / 250)}.${n % 250}:53`, transport: "udp", ms: 1, rcode: "NOERROR", authoritative: true, serial: 7, name_servers: [], signed: false, content };
  return silent(n) ? { address: answers.address, failure: { code: "probe-timeout", message: "no answer within 5 s" } } : answers;
};
const REPORT = {
  v: 1, zone: "example.com.", at: AT, primary: { serial: 7, name_servers: [], rrsets: 9 },
  servers: Array.from({ length: 15 }, (_, s) => ({ name: `ns${s}.secondary.example.net.`, addresses: Array.from({ length: 20 }, (_, a) => address(20 * s + a)) })),
  parent: { ds: [] }, safe: false, points: [],
};
const SILENT = Array.from({ length: 300 }, (_, n) => n).filter(silent).length;

test("Watch stays legible with hundreds of places", async (t) => {
  const server = await serve(t, await folder(t));
  const before = (page) => page.route("**/companion/v1/nameservers", (route) => route.fulfill({ json: REPORT }));
  const { page, problems } = await open(t, server.url, { before });
  await step(page, "Provider");
  await page.getByRole("textbox", { name: "Name servers" }).fill(REPORT.servers.map((one) => one.name).join(" "));
  await step(page, "Primary");
  await page.getByRole("textbox", { name: "Zone name" }).fill("example.com.");
  await step(page, "Watch");

  const table = page.getByRole("table", { name: "Serial and content at each place" });
  const tally = page.getByRole("list", { name: "Places by state" });
  await t.test("counted, the worst first", async () => {
    await tally.waitFor();
    const counts = await tally.getByRole("listitem").allInnerTexts();
    assert.match(counts[0], new RegExp(`^${SILENT} No answer`));
    assert.ok(counts.some((text) => new RegExp(`^${300 - SILENT} Same`).test(text)), counts.join(", "));
  });
  await t.test("drawn in parts", async () => {
    assert.equal(await table.getByRole("row").count(), 61);
    await page.getByRole("button", { name: "60 more places" }).click();
    await table.getByRole("row").nth(120).waitFor();
  });
  await t.test("cut down to those to look at, by keyboard too", async () => {
    const choice = page.getByRole("radiogroup", { name: "Places shown" });
    await choice.getByRole("radio", { name: /^All/ }).focus();
    await page.keyboard.press("ArrowRight");
    await choice.getByRole("radio", { name: /^To look at/, checked: true }).waitFor();
    assert.equal(await table.getByRole("row", { name: /No answer/ }).count(), SILENT);
    assert.equal(await table.getByRole("row", { name: /Same/ }).count(), 0);
    await shot(page, "watch-huge");
  });
  await t.test("each failure is written down, what is well in one line", async () => {
    const history = page.getByRole("table", { name: "History" });
    assert.equal(await history.getByRole("row", { name: /No answer/ }).count(), SILENT);
    await history.getByRole("row", { name: new RegExp(`${300 - SILENT} addresses: Same`) }).waitFor();
  });
  await t.test("narrow, it does not run over the edge", async () => {
    await page.setViewportSize({ width: 320, height: 860 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await shot(page, "watch-huge-320");
  });
  assertQuiet(problems);
});
