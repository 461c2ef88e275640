// The rehearsal of a change: what differs, what would carry it, what RFC 1982 makes of serials.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, pasteZone, shot, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

test("rehearsal", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);

  await t.test("a sample change: RRsets, IXFR, sizes", async () => {
    await step(page, "Rehearsal");
    await page.getByText("Nothing to compare yet.").waitFor();
    await page.getByRole("button", { name: "Load a sample change" }).click();
    await page.getByText("4 RRsets would change.").waitFor();
    const changes = page.getByRole("table", { name: "Changes by RRset" });
    assert.match(await changes.innerText(), /vpn\s+A\s+TTL only/);
    assert.match(await changes.innerText(), /minimum: 3600 → 1800/);
    const carried = page.getByRole("table", { name: /Message 1 of 1/ });
    assert.equal(await carried.getByRole("row").count(), 10);
    assert.match(await carried.getByRole("row").nth(1).innerText(), /SOA .*from/s);
    await page.getByRole("img", { name: /IXFR \d+ bytes against AXFR \d+ bytes/ }).waitFor();
    await shot(page, "rehearsal-change");
  });

  await t.test("the same as text: line by line, walked through, with the equal lines too", async () => {
    const shown = page.getByRole("radiogroup", { name: "Shown as" });
    await shown.getByRole("radio", { name: "Text" }).check({ force: true });
    const [before, now] = ["Zone file before", "Zone file now"].map((name) => page.getByRole("textbox", { name }));
    await now.waitFor();
    await page.getByText(/^[2-9] places differ$/).waitFor();
    assert.match(await before.innerText(), /ftp\s+IN\s+CNAME|ftp/);
    assert.doesNotMatch(await now.innerText(), /^ftp/m);
    assert.equal(await now.getAttribute("aria-readonly"), "true");
    await page.getByRole("button", { name: "Next difference" }).click();
    await page.waitForFunction(() => document.querySelector("zone-merge").shadowRoot.activeElement?.getAttribute("aria-label") === "Zone file now");
    await page.getByRole("button", { name: "Equal lines too" }).click();
    await page.getByRole("button", { name: "Equal lines too", pressed: true }).waitFor();
    await shot(page, "rehearsal-text");
    // Under each other where there is no room for two.
    await page.setViewportSize({ width: 320, height: 860 });
    await page.waitForFunction(() => document.querySelector("zone-merge").shadowRoot.querySelectorAll(".cm-editor").length === 1);
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
    await shot(page, "rehearsal-text-320");
    await page.setViewportSize({ width: 1280, height: 860 });
    await before.waitFor();
    await shown.getByRole("radio", { name: "RRsets" }).check({ force: true });
    await page.getByRole("table", { name: "Changes by RRset" }).waitFor();
  });

  await t.test("a version is kept, the zone is changed, an unraised serial is said", async () => {
    await page.getByRole("button", { name: "Keep the present version" }).click();
    await page.getByText("Both versions are the same.").waitFor();
    await step(page, "Zone");
    await pasteZone(page, "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 2026112304 7200 3600 1209600 1800\n@ NS ns1\nns1 A 192.0.2.53\n");
    await page.getByRole("status", { name: "Summary" }).getByText("3 records").waitFor();
    await step(page, "Rehearsal");
    await page.getByText("The change would never be transferred.").waitFor();
    await page.getByText("None: the serial was not raised").waitFor();
  });

  await t.test("the clock of serials", async () => {
    await page.getByRole("textbox", { name: "Serial that the primary publishes" }).fill("1795451469");
    await page.getByRole("status").getByText("Go there by way of 4173595951, then 1795451469").waitFor();
    await page.getByRole("textbox", { name: "Serial that the primary publishes" }).fill("4294967296");
    await page.getByText("A serial is a whole number from 0 to 4294967295.").waitFor();
  });
  assertQuiet(problems);
});
