// The page without a network, and a new version of it that is announced, not forced.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { assertQuiet, open, pasteZone, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const ZONE = "$ORIGIN offline.test.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\n";

test("offline and updates", { timeout: 120_000 }, async (t) => {
  const dir = await folder(t);
  const first = await serve(t, dir);
  // The files of the page as it is served, so that a later version of them can be.
  const www = join(dir, "www");
  const worker = await (await fetch(`${first.origin}/sw.js`)).text();
  const files = JSON.parse(/const FILES = (\[.*?\]);/s.exec(worker)[1]);
  for (const file of [...files, "sw.js"]) {
    const to = join(www, file);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, Buffer.from(await (await fetch(`${first.origin}/${file}`)).arrayBuffer()));
  }
  await first.stop();
  const server = await serve(t, dir, [], { www });
  const { page, context, problems } = await open(t, server.url);
  const summary = page.getByRole("status", { name: "Summary" });

  await t.test("without a network the page opens with what was typed, and checks", async () => {
    await pasteZone(page, ZONE);
    await summary.getByText("4 records").waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.goto(`${server.origin}/`);
    await page.getByRole("textbox", { name: "Zone file" }).getByText("offline.test.").first().waitFor();
    await summary.getByText("4 records").waitFor();
    await page.getByText("No companion").first().waitFor();
    for (const name of ["Provider", "Primary", "Key", "Rehearsal", "Submit", "Watch"]) await step(page, name);
    await page.getByText("understudy serve").first().waitFor();
    await context.setOffline(false);
  });

  await t.test("a new version is announced and waits until it is asked for", async () => {
    await page.goto(server.url);
    await step(page, "Zone");
    const path = join(www, "sw.js");
    await writeFile(path, (await readFile(path, "utf8")).replace(/const VERSION = "[^"]*"/, 'const VERSION = "later"'));
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => undefined));
    await page.getByText("A new version of this page is ready.").waitFor();
    assert.equal(await page.evaluate(() => caches.keys().then((names) => names.filter((name) => name.startsWith("understudy-")).length)), 2);
    const loaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Reload with it" }).click();
    await loaded;
    await page.getByRole("textbox", { name: "Zone file" }).getByText("offline.test.").first().waitFor();
    await page.waitForFunction(() => caches.keys().then((names) => names.filter((name) => name.startsWith("understudy-")).join() === "understudy-later"));
  });
  // What the browser says of a network that is off is no fault of the page.
  assertQuiet(problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem)));
});
