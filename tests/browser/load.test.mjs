// What the page begins with, and the rest of it: nothing of the rest is needed before it is asked for.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, pasteZone, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const ZONE = "$ORIGIN load.test.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\nwww A 192.0.2.300\n";
const isRest = (url) => /\/rest-[0-9a-f]+_bg\.wasm$/.test(url);
/** How the page asked for the rest so far; `xmlhttprequest` stood still for it (www/static/rest.js). */
const asked = (page) => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/rest-[0-9a-f]+_bg\.wasm$/.test(name)).map(({ initiatorType }) => initiatorType));

test("the first load and the rest", { timeout: 240_000 }, async (t) => {
  const server = await serve(t, await folder(t));
  const { page, context, problems } = await open(t, server.url);
  const summary = page.getByRole("status", { name: "Summary" });

  await t.test("the Zone step is there, and has its worker, without the rest", async () => {
    await page.getByRole("heading", { level: 1, name: "Zone" }).waitFor();
    await page.getByRole("textbox", { name: "Zone file" }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    assert.deepEqual(await asked(page), []);
  });

  await t.test("the first touch fetches the rest; a zone is checked, typed and looked through without waiting for it", async () => {
    await pasteZone(page, ZONE);
    await summary.getByText("4 records").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("mail A 192.0.2.25\n");
    await summary.getByText("5 records").waitFor();
    await page.getByRole("table", { name: "Records" }).getByText("192.0.2.53").click();
    await page.getByRole("region", { name: "A record" }).waitFor();
    assert.deepEqual(await asked(page), ["fetch"]);
  });

  await t.test("steps and dialogs open", async () => {
    for (const name of ["Provider", "Primary", "Key", "Rehearsal", "Submit", "Watch", "Zone"]) await step(page, name);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    assert.deepEqual(await asked(page), ["fetch"]);
  });

  await t.test("who comes back has both parts", async () => {
    await page.reload();
    await summary.getByText("5 records").waitFor();
    assert.deepEqual(await asked(page), ["fetch"]);
  });

  await t.test("a step that cannot be loaded says so and is tried again", async () => {
    const stranger = await context.browser().newContext({ serviceWorkers: "block" });
    t.after(() => stranger.close());
    const other = await stranger.newPage();
    let broken = true;
    await other.route((url) => isRest(url.href), (route) => (broken ? route.abort() : route.continue()));
    await other.goto(server.url);
    await other.getByRole("heading", { level: 1, name: "Zone" }).waitFor();
    await other.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Key/ }).click();
    await other.getByText("The step could not be loaded.").waitFor();
    broken = false;
    await other.getByRole("button", { name: "Try again" }).click();
    await other.getByRole("heading", { level: 1, name: "Key" }).waitFor();
  });
  assertQuiet(problems);
});
