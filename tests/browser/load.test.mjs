// What the page begins with, and the rest of it: nothing of the rest is needed before somebody waits for it. The rest is held
// back meanwhile, so that what needs it is found however fast the machine is.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { assertQuiet, open, pasteZone, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { english, spoken } from "./support/texts.mjs";
import { serve } from "./support/understudy.mjs";

const HEAD = "$ORIGIN load.test.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\n";
const ZONE = `${HEAD}www A 192.0.2.300\n`;
const isRest = (url) => /\/rest-[0-9a-f]+_bg\.wasm$/.test(url);

/** In the page: the rest comes once `letRestCome` is called. */
const HOLD = () => {
  const ask = window.fetch;
  const may = new Promise((resolve) => (window.letRestCome = resolve));
  window.fetch = async (what, ...more) => {
    if (/\/?rest-[0-9a-f]+_bg\.wasm$/.test(what.url ?? what)) await may;
    return ask(what, ...more);
  };
};

/** Fills in when something needed the rest there and then; the page stood still for it (www/static/rest.js). */
const watch = (page) => {
  const needed = [];
  page.on("console", (message) => {
    if (message.text().includes("was needed at once")) needed.push(message.text());
  });
  return needed;
};

test("the first load and the rest", { timeout: 240_000 }, async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  let needed = [];
  const before = async (page) => {
    needed = watch(page);
    await page.addInitScript(HOLD);
  };
  const { page, context, problems } = await open(t, server.url, { before });
  const browser = context.browser();
  const summary = page.getByRole("status", { name: "Summary" });
  const table = page.getByRole("table", { name: "Records" });
  const fetched = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /\/rest-[0-9a-f]+_bg\.wasm$/.test(name)).length);
  const quiet = (what) => assert.deepEqual(needed, [], what);
  const another = async (options = {}) => {
    const stranger = await browser.newContext(options);
    t.after(() => stranger.close());
    const other = await stranger.newPage();
    other.setDefaultTimeout(60_000);
    other.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
    return { other, needed: watch(other) };
  };
  const put = async (name, content) => {
    const path = join(dir, name);
    await writeFile(path, content);
    return path;
  };
  const openFile = async (path) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open file" }).click();
    await (await chooser).setFiles(path);
  };

  await t.test("the Zone step is there, and has its worker, without the rest", async () => {
    await page.getByRole("heading", { level: 1, name: "Zone" }).waitFor();
    await page.getByRole("textbox", { name: "Zone file" }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    assert.equal(await fetched(), 0);
    quiet("start");
  });

  await t.test("a sample is checked", async () => {
    await page.getByRole("button", { name: "Load sample" }).click();
    await summary.getByText("25 records").waitFor();
    await page.keyboard.press("F8");
    await page.getByRole("button", { name: /BIND: \d+ reasons/ }).click();
    quiet("a sample");
  });

  await t.test("a zone is pasted, typed and looked through", async () => {
    await pasteZone(page, ZONE);
    await summary.getByText("4 records").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("mail A 192.0.2.25\n");
    await summary.getByText("5 records").waitFor();
    await table.getByText("192.0.2.53").click();
    await page.getByRole("region", { name: "A record" }).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    quiet("a paste");
  });

  await t.test("a zone that includes files is pasted", async () => {
    await pasteZone(page, `${HEAD}$INCLUDE hosts.inc\n`);
    await page.getByText("hosts.inc").nth(1).waitFor();
    quiet("includes");
  });

  await t.test("files are opened and dropped, small ones and those that the worker alone reads", async () => {
    await openFile(await put("small.zone", `${HEAD}www A 192.0.2.10\n`));
    await summary.getByText("5 records").waitFor();
    await openFile(await put("large.zone", HEAD + Array.from({ length: 100_000 }, (_, n) => `host${n} A 192.0.2.${n % 250}\n`).join("")));
    await summary.getByText("100,004 records").waitFor();
    await table.getByText("192.0.2.53").click();
    quiet("files");
    await page.evaluate((zone) => {
      const data = new DataTransfer();
      data.items.add(new File([zone], "dropped.zone"));
      const event = (name) => new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
      for (const name of ["dragover", "drop"]) document.querySelector("#step h1").dispatchEvent(event(name));
    }, `${HEAD}www A 192.0.2.10\nmail A 192.0.2.25\n`);
    await summary.getByText("6 records").waitFor();
    quiet("a drop");
  });

  await t.test("a step, the palette and another language wait for the rest, and are there when it comes", async () => {
    await page.getByRole("button", { name: "Load from the primary" }).click();
    await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Provider/ }).click();
    await page.locator(".us-late").waitFor();
    await page.getByRole("combobox", { name: "Language" }).selectOption("Deutsch");
    await page.keyboard.press("Control+k");
    assert.equal(await page.getByRole("dialog").count(), 0);
    quiet("what waits");
    await page.evaluate(() => window.letRestCome());
    await page.getByRole("navigation", { name: "Schritte" }).waitFor();
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Sprache" }).selectOption("English");
    await page.getByRole("navigation", { name: "Steps" }).waitFor();
    for (const name of ["Provider", "Primary", "Key", "Rehearsal", "Submit", "Watch", "Zone"]) await step(page, name);
    assert.equal(await fetched(), 1);
    quiet("steps");
  });

  await t.test("who comes back, by a kept project, a link to a step or a shared one, has both parts", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: /^Projects: / }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Share as a link" }).click();
    await page.getByText("The link is on the clipboard").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const back = await context.newPage();
    const missed = watch(back);
    await back.goto(server.origin);
    await back.getByRole("status", { name: "Summary" }).getByText("6 records").waitFor();
    await step(back, "Key");
    assert.deepEqual(missed, [], "a kept project");
    for (const [what, url] of [["a shared link", link], ["a step", `${server.origin}/#/submit`]]) {
      const { other, needed } = await another();
      await other.goto(url);
      if (url === link) await other.getByRole("status", { name: "Summary" }).getByText("6 records").waitFor();
      else await other.getByRole("heading", { level: 1, name: "Submit" }).waitFor();
      assert.deepEqual(needed, [], what);
    }
  });

  await t.test("a browser that speaks German begins so, and has its diagnostics before the rest", async () => {
    const { other, needed } = await another({ locale: "de-AT" });
    await other.addInitScript(HOLD);
    const asked = [];
    other.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await other.goto(server.url);
    await other.getByRole("textbox", { name: "Zonendatei" }).waitFor();
    assert.ok(!asked.some((path) => /de-rest\.txt$/.test(path)), "what is not shown is not waited for");
    const left = async (where) => {
      const patterns = await english();
      const found = (await spoken(other)).filter((text) => patterns.some((pattern) => pattern.test(text)));
      assert.deepEqual(found, [], `${where}: English is left`);
    };
    await left("at the start");
    await other.getByRole("button", { name: "Beispiel laden" }).click();
    await other.getByRole("region", { name: "Diagnosen" }).getByText(/wahrscheinlich war .* gemeint/).first().waitFor();
    await left("a sample");
    assert.deepEqual(needed, []);
    await other.evaluate(() => window.letRestCome());
    await other.getByRole("navigation", { name: "Schritte" }).getByRole("link", { name: /Beobachten/ }).click();
    await other.getByRole("heading", { level: 1, name: "Beobachten" }).waitFor();
    await left("another step");
  });

  await t.test("a step that cannot be loaded says so and is tried again; service workers may be blocked", async () => {
    const { other } = await another({ serviceWorkers: "block" });
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
