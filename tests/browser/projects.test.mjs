// Projects: listed, made, named, deleted and put back, exported and imported, shared as a link; two tabs do not overwrite
// each other.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { assertQuiet, open, pasteZone, shot, step } from "./support/browser.mjs";
import { folder, until } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const zone = (name) => `$ORIGIN ${name}\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\n`;
const SECRET = "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=";

test("projects", async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  const { page, context, problems } = await open(t, server.url);
  const switcher = page.getByRole("button", { name: /^Projects: / });
  const dialog = page.getByRole("dialog", { name: /Projects/ });
  const list = dialog.getByRole("list", { name: "Projects" });
  const openList = async () => {
    await switcher.click();
    await list.waitFor();
  };
  const summary = page.getByRole("status", { name: "Summary" });

  await t.test("made, named, opened", async () => {
    await pasteZone(page, zone("one.test."));
    await summary.getByText("4 records").waitFor();
    await step(page, "Key");
    await page.getByRole("textbox", { name: "TSIG key" }).fill(`hmac-sha256:k.one.test:${SECRET}`);
    await step(page, "Zone");
    await openList();
    await dialog.getByRole("button", { name: "New project" }).click();
    await page.getByText("Nothing loaded yet.").waitFor();
    await pasteZone(page, zone("two.test."));
    await summary.getByText("4 records").waitFor();
    await openList();
    await dialog.getByRole("button", { name: "Rename two.test." }).click();
    await dialog.getByRole("textbox", { name: "Name" }).fill("the second");
    await page.keyboard.press("Enter");
    await list.getByRole("button", { name: "the second", exact: true }).waitFor();
    await shot(page, "projects-list");
    await list.getByRole("button", { name: "one.test.", exact: true }).click();
    await page.getByRole("textbox", { name: "Zone file" }).getByText("one.test.").first().waitFor();
    await step(page, "Key");
    // What another project knew of its key stays there; the secret is nowhere.
    assert.equal(await page.getByRole("textbox", { name: "TSIG key" }).inputValue(), "");
    await step(page, "Zone");
  });

  await t.test("a link brings the zone and no secret", async () => {
    await step(page, "Key");
    await page.getByRole("textbox", { name: "TSIG key" }).fill(`hmac-sha256:k.one.test:${SECRET}`);
    await step(page, "Zone");
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openList();
    await dialog.getByRole("button", { name: "Share as a link" }).click();
    await dialog.getByText("The link is on the clipboard").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /#\/zone\?p=[\w-]+$/);
    await page.keyboard.press("Escape");
    const other = await (await page.context().browser().newContext()).newPage();
    await other.goto(link);
    await other.getByRole("status", { name: "Summary" }).getByText("4 records").waitFor();
    assert.ok(!other.url().includes("p="));
    const kept = await other.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(kept.includes("one.test.") && !kept.includes(SECRET));
    await other.goto(`${server.origin}/#/zone?p=AAAA`);
    await other.getByText("The link is damaged").waitFor();
    await other.context().close();
  });

  await t.test("exported, deleted, put back, imported", async () => {
    await openList();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Export one.test." }).click();
    const path = join(dir, "one.json");
    await (await download).saveAs(path);
    const text = await readFile(path, "utf8");
    assert.ok(!text.includes(SECRET));
    // The command line's format, TOML or JSON (contracts.md §3).
    assert.equal(JSON.parse(text).project, 1);
    await dialog.getByRole("button", { name: "Delete one.test." }).click();
    await dialog.getByText("one.test. was deleted.").waitFor();
    assert.equal(await list.getByRole("button", { name: "one.test.", exact: true }).count(), 0);
    await dialog.getByRole("button", { name: "Put it back" }).click();
    await list.getByRole("button", { name: "one.test.", exact: true }).waitFor();
    // An old project: fields that came later are missing.
    await writeFile(join(dir, "old.json"), JSON.stringify({ project: 1, zone_text: zone("old.test.") }));
    const chooser = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Import" }).click();
    await (await chooser).setFiles(join(dir, "old.json"));
    await page.getByRole("textbox", { name: "Zone file" }).getByText("old.test.").first().waitFor();
    // A project file of the command line: each of its zones is a project; what the page has no place for is named.
    await openList();
    const toml = `project = 1\n[provider]\nkind = "local"\naccount_id = "${"0".repeat(32)}"\n[[primary]]\nname = "p"\nip = "192.0.2.77"\nport = 5353\n`;
    const zones = ["first.test", "second.test"].map((name) => `[[zone]]\nname = "${name}"\ncreate = true\nprimaries = ["p"]\ndnssec = "live"\n`);
    await writeFile(join(dir, "project.toml"), toml + zones.join(""));
    const file = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Import" }).click();
    await (await file).setFiles(join(dir, "project.toml"));
    await dialog.getByText(/no place for: dnssec/).waitFor();
    // The check of an empty zone adds the final dot.
    for (const name of [/^first\.test\.?$/, /^second\.test\.?$/]) await list.getByRole("button", { name }).waitFor();
    await page.keyboard.press("Escape");
    await step(page, "Primary");
    assert.equal(await page.getByRole("textbox", { name: "Port" }).inputValue(), "5353");
    await step(page, "Zone");
    await openList();
    await writeFile(join(dir, "new.json"), '{"project":99}');
    const again = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Import" }).click();
    await (await again).setFiles(join(dir, "new.json"));
    await dialog.getByText(/newer version \(project format 99\)/).waitFor();
    await page.keyboard.press("Escape");
  });

  await t.test("a scenario is its project's, over a reload too", async () => {
    await step(page, "Rehearsal");
    await page.getByRole("button", { name: "NOTIFY never arrives" }).click();
    const timeline = page.getByRole("listbox", { name: /^Timeline/ });
    await timeline.waitFor();
    const name = (await switcher.getAttribute("aria-label")).replace("Projects: ", "");
    await openList();
    await dialog.getByRole("button", { name: "New project" }).click();
    await page.getByText("No scenario yet.").waitFor();
    await openList();
    await list.getByRole("button", { name, exact: true }).first().click();
    await timeline.waitFor();
    // Another project's steps back are not this one's.
    assert.equal(await page.getByRole("region", { name: "Scenario", exact: true }).getByRole("button", { name: "Undo" }).isDisabled(), true);
    await page.reload();
    await timeline.waitFor();
    await step(page, "Zone");
  });

  await t.test("two tabs: one keeps, the other says so, and the word changes hands", async () => {
    const second = await context.newPage();
    await second.goto(server.origin);
    await second.getByText("open in another tab").waitFor();
    await pasteZone(page, zone("tabs.test."));
    // What the first keeps, the second shows.
    await second.getByRole("textbox", { name: "Zone file" }).getByText("tabs.test.").first().waitFor();
    await pasteZone(second, zone("lost.test."));
    await second.getByRole("button", { name: "Work here instead" }).click();
    await page.getByText("open in another tab").waitFor();
    await second.getByRole("textbox", { name: "Zone file" }).getByText("tabs.test.").first().waitFor();
    await pasteZone(second, zone("won.test."));
    await page.getByRole("textbox", { name: "Zone file" }).getByText("won.test.").first().waitFor();
    const kept = await until("it is kept", () => page.evaluate(() => JSON.stringify({ ...localStorage }).includes("won.test.")));
    assert.ok(kept);
    assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("lost.test."))));
    await second.close();
  });
  assertQuiet(problems);
});
