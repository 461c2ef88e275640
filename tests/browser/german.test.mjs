// The page in German: chosen by hand or by the browser, kept, without English left over, and as accessible and narrow as
// the English one.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import { assertQuiet, open, shot } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { english, spoken } from "./support/texts.mjs";
import { serve } from "./support/understudy.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const STEPS = ["Provider", "Primary", "Schlüssel", "Zone", "Probelauf", "Einreichen", "Beobachten"];
const ID = "023e105f4ecef8ad9ca31a8372d0c353";
const lang = (page) => page.evaluate(() => document.documentElement.lang);

const schritt = async (page, name) => {
  await page.getByRole("navigation", { name: "Schritte" }).getByRole("link", { name: new RegExp(name) }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
};

test("the page speaks German", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript({ path: AXE });
  await page.reload();
  await page.getByRole("navigation", { name: "Steps" }).waitFor();
  const patterns = await english();

  const found = [];
  const look = async (where) => {
    const left = (await spoken(page)).filter((text) => patterns.some((pattern) => pattern.test(text)));
    found.push(...left.map((text) => `${where}: English is left: ${text}`));
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
      const violations = await page.evaluate(async () => {
        const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
        return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.flat().join(" ")).slice(0, 3).join(" | ")}`);
      });
      found.push(...violations.map((v) => `${where}, ${width}: ${v}`));
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sideways > 0) found.push(`${where}, ${width}: ${sideways} pixels too wide`);
      await shot(page, `german-${where.replaceAll(" ", "-").toLowerCase()}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  };

  await t.test("English readers do not load it", () => {
    assert.ok(!asked.some((path) => /\/de(-rest)?\.txt$/.test(path)), asked.join(" "));
  });

  await t.test("it is chosen in the masthead, and the focus stays there", async () => {
    await page.getByRole("button", { name: "Load sample" }).click();
    await page.getByRole("status", { name: "Summary" }).getByText("25 records").waitFor();
    // What a table was cut down to outlives the language.
    await page.getByRole("textbox", { name: "Filter records" }).fill("mail");
    await page.getByRole("group", { name: "Filter by type" }).getByRole("button", { name: /^MX/ }).click();
    const choice = page.getByRole("combobox", { name: "Language" });
    await choice.focus();
    await choice.selectOption("Deutsch");
    await page.getByRole("navigation", { name: "Schritte" }).waitFor();
    assert.equal(await lang(page), "de");
    assert.match(await page.title(), /Zone · Understudy$/);
    await page.waitForFunction(() => document.activeElement?.id === "language");
    assert.equal(await page.getByRole("textbox", { name: "Records filtern" }).inputValue(), "mail");
    await page.getByRole("button", { name: /^MX/, pressed: true }).waitFor();
    await page.getByRole("button", { name: /^Alle\s*25$/ }).click();
    await page.getByRole("region", { name: "Diagnosen" }).getByText(/wahrscheinlich war .* gemeint/).first().waitFor();
    await page.getByRole("button", { name: /BIND: \d+ Gründe/ }).click();
  });

  await t.test("full of errors", async () => {
    for (const name of STEPS) {
      await schritt(page, name);
      if (name === "Schlüssel") await page.getByRole("textbox", { name: "TSIG-Schlüssel", exact: true }).fill("hmac-sha256:k.example:7Qx0hVb");
      await look(`${name} with errors`);
    }
  });

  await t.test("filled in", async () => {
    await schritt(page, "Provider");
    await page.getByRole("textbox", { name: "Konto-ID", exact: true }).fill(ID);
    await schritt(page, "Schlüssel");
    await page.getByRole("textbox", { name: "TSIG-Schlüssel", exact: true }).fill("hmac-sha256:k.example:7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=");
    await schritt(page, "Primary");
    await page.getByRole("textbox", { name: "Adresse", exact: true }).fill("127.0.0.1");
    await page.getByRole("textbox", { name: "Port", exact: true }).fill("9");
    await page.getByRole("button", { name: "Testen", exact: true }).click();
    await page.getByText(/lauscht nichts/i).first().waitFor({ timeout: 60_000 });
    await page.getByRole("textbox", { name: "Logzeile oder Fehlermeldung" }).fill("zone example.com/IN: refresh: unexpected rcode (REFUSED) from primary 192.0.2.1#53 (source 0.0.0.0#0)");
    await look("Primary tested");
    await schritt(page, "Schlüssel");
    await page.getByRole("textbox", { name: "Der Schlüssel des Primarys" }).fill("hmac-sha512:k.example:8Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=");
    await page.getByRole("button", { name: "Eine SOA-Anfrage signieren" }).click();
    await look("Keys compared");
    await schritt(page, "Probelauf");
    await page.getByRole("button", { name: "Beispieländerung laden" }).click();
    await page.getByText("4 RRsets würden sich ändern.").waitFor();
    await look("Change rehearsed");
    await schritt(page, "Einreichen");
    await page.getByRole("button", { name: "Trockenlauf" }).click();
    await page.getByText(/es wurde nichts angegeben/).first().waitFor({ timeout: 20_000 });
    await look("Submit tried");
  });

  await t.test("a reload keeps it", async () => {
    await page.reload();
    await page.getByRole("navigation", { name: "Schritte" }).waitFor();
    assert.equal(await lang(page), "de");
  });

  await t.test("dialogs", async () => {
    await page.getByRole("button", { name: /^Projekte: / }).click();
    await page.getByRole("list", { name: "Projekte" }).waitFor();
    await look("Projects");
    await page.keyboard.press("Escape");
  });

  await t.test("without its texts the language stays, and that is said", async () => {
    await page.getByRole("combobox", { name: "Sprache" }).selectOption("English");
    await page.getByRole("navigation", { name: "Steps" }).waitFor();
    // Neither the network nor the service worker has it.
    await page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
    // A worker that comes back meanwhile would ask past the route.
    await page.addInitScript(() => (navigator.serviceWorker.register = () => new Promise(() => {})));
    await page.reload();
    for (const file of ["**/assets/de-rest.txt", "**/assets/de.txt"]) {
      await page.route(file, (route) => route.abort());
      await page.getByRole("combobox", { name: "Language" }).selectOption("Deutsch");
      await page.getByText(/“Deutsch” could not be loaded/).waitFor();
      assert.equal(await lang(page), "en");
      await page.unroute(file);
      await page.reload();
      await page.getByRole("navigation", { name: "Steps" }).waitFor();
    }
  });

  assert.deepEqual([...new Set(found)], []);
  assertQuiet(problems.filter((problem) => !problem.includes("ERR_FAILED")));
});

test("a browser that prefers German gets it", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url, { locale: "de-AT" });
  await page.getByRole("navigation", { name: "Schritte" }).waitFor();
  assert.equal(await lang(page), "de");
  await page.getByText("Noch nichts geladen.").waitFor();
  assertQuiet(problems);
});

test("where the rest of its texts cannot be had, a step says in English what it says", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url, { locale: "de-AT" });
  // A service worker would ask past the route.
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  await page.addInitScript(() => (navigator.serviceWorker.register = () => new Promise(() => {})));
  await page.route("**/assets/de-rest.txt", (route) => route.abort());
  await page.reload();
  await page.getByRole("navigation", { name: "Schritte" }).getByRole("link", { name: /Schlüssel/ }).click();
  await page.getByRole("textbox", { name: "TSIG key", exact: true }).waitFor();
  // Nothing but texts lacks, so English can be chosen.
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("English");
  await page.getByRole("navigation", { name: "Steps" }).waitFor();
  assertQuiet(problems.filter((problem) => !problem.includes("ERR_FAILED")));
});

test("a phone's head holds any zone's name, and none", async (t) => {
  const server = await serve(t, await folder(t));
  for (const locale of ["en-US", "de"]) {
    const { page } = await open(t, server.url, { width: 320, locale });
    await page.getByRole("heading", { level: 1, name: "Zone" }).waitFor();
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(await sideways(), 0, `${locale}, no zone yet`);
    await page.locator("#step input[type=file]").first().setInputFiles({
      name: "long.zone",
      mimeType: "text/plain",
      buffer: Buffer.from("$ORIGIN a-rather-long-customer-name.transfers.example.com.\n$TTL 3600\n@ SOA ns1 h 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2\nns1 A 198.18.0.1\nns2 A 198.18.0.2\n"),
    });
    await page.getByRole("banner").getByText("a-rather-long-customer-name").waitFor();
    assert.equal(await sideways(), 0, `${locale}, a long name`);
  }
});
