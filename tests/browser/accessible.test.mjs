// axe on each of the seven steps, empty, with errors and filled in, light and dark, 320 and 1280 pixels wide; dialogs too.
// No violation, and nothing wider than the screen.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import { assertQuiet, open, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const STEPS = ["Provider", "Primary", "Key", "Zone", "Rehearsal", "Submit", "Watch"];
const ID = "023e105f4ecef8ad9ca31a8372d0c353";

test("no step has an accessibility violation", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);
  await page.addInitScript({ path: AXE });
  await page.reload();
  await page.getByRole("navigation", { name: "Steps" }).waitFor();

  const found = [];
  const look = async (where) => {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 860 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        // Colours are judged once they stand.
        // Asked anew each frame: the promise of an animation whose element goes may never settle.
        await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
        const run = () => page.evaluate(async () => {
          const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
          return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.flat().join(" ")).slice(0, 3).join(" | ")}`);
        });
        let violations = await run();
        // What was still on its way to another colour is looked at once more.
        if (violations.length > 0) {
          await page.waitForTimeout(1_000);
          violations = await run();
        }
        found.push(...violations.map((v) => `${where}, ${width} ${colorScheme}: ${v}`));
      }
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sideways > 0) found.push(`${where}, ${width}: ${sideways} pixels too wide`);
    }
  };
  const all = async (state) => {
    for (const name of STEPS) {
      await step(page, name);
      await look(`${name} ${state}`);
    }
  };
  const fill = async (values) => {
    for (const [name, fields] of Object.entries(values)) {
      await step(page, name);
      for (const [label, value] of Object.entries(fields)) {
        await page.getByRole("textbox", { name: label, exact: true }).fill(value);
      }
    }
  };

  await t.test("empty", () => all("empty"));
  await t.test("with errors", async () => {
    await fill({
      Provider: { "Account ID": "x", "Zone ID": "y", "Name servers": "ns1.example.net" },
      Primary: { Address: "192.0.2.999", Port: "0" },
      Key: { "TSIG key": "nonsense here" },
    });
    await step(page, "Zone");
    await page.getByRole("button", { name: "Load sample" }).click();
    await page.getByRole("status", { name: "Summary" }).getByText("25 records").waitFor();
    await page.getByRole("button", { name: /BIND: \d+ reasons/ }).click();
    await page.getByRole("button", { name: "Download report" }).click();
    await page.getByRole("group", { name: "Download report" }).waitFor();
    await look("the report's forms");
    await page.setViewportSize({ width: 1280, height: 860 });
    await step(page, "Primary");
    await page.getByRole("radio", { name: "TLS" }).check({ force: true });
    await page.getByRole("textbox", { name: "Certificate name or pin" }).fill("no name");
    await all("with errors");
  });
  await t.test("filled in", async () => {
    await step(page, "Primary");
    await page.getByRole("radio", { name: "TCP" }).check({ force: true });
    // One primary more or less, with what is said about it.
    await page.getByRole("button", { name: "Add address" }).click();
    await page.getByRole("textbox", { name: "Address 2" }).fill("192.0.2.2");
    await page.getByRole("button", { name: "Remove 192.0.2.2" }).click();
    await look("a primary was removed");
    await page.setViewportSize({ width: 1280, height: 860 });
    await fill({
      Provider: { "Account ID": ID, "Zone ID": ID, "Name servers": "ns0001.secondary.example.net" },
      Primary: { Address: "127.0.0.1", Port: "9" },
      Key: { "TSIG key": "hmac-sha256:k.example:7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=" },
    });
    await step(page, "Primary");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText(/Nothing listens/i).first().waitFor({ timeout: 60_000 });
    await step(page, "Key");
    await page.getByRole("button", { name: "Sign a SOA query" }).click();
    await step(page, "Rehearsal");
    await page.getByRole("button", { name: "Load a sample change" }).click();
    await page.getByText("4 RRsets would change.").waitFor();
    await page.getByRole("button", { name: "Cloudflare ignores SOA REFRESH" }).click();
    await page.getByRole("listbox", { name: /^Timeline/ }).waitFor();
    await step(page, "Zone");
    await page.getByRole("table", { name: "Records" }).getByRole("row").nth(2).click();
    await all("filled in");
  });
  await t.test("dialogs", async () => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.getByRole("button", { name: /^Projects: / }).click();
    await page.getByRole("list", { name: "Projects" }).waitFor();
    await look("projects");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.getByRole("button", { name: /^Requests/ }).click();
    await page.getByRole("dialog", { name: "Requests" }).waitFor();
    await look("requests");
    for (const [name, keys] of [["Commands", "Control+k"], ["Keyboard shortcuts", "?"], ["Help", "h"]]) {
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 1280, height: 860 });
      if (name === "Help") await page.getByRole("button", { name: "Help", exact: true }).click();
      else await page.keyboard.press(keys);
      await page.getByRole("dialog", { name }).waitFor();
      await look(name);
    }
  });
  await t.test("a scenario that cannot be played, and its text", async () => {
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1280, height: 860 });
    await step(page, "Rehearsal");
    await page.getByRole("tab", { name: "TOML" }).click();
    await page.getByRole("textbox", { name: "Scenario as TOML" }).fill("rehearsal = 1\ntitle = 5\n");
    await page.getByText("This scenario cannot be played.").first().waitFor();
    await look("wrong scenario");
  });
  assert.deepEqual([...new Set(found)], []);
  assertQuiet(problems);
});
