// A zone in several files: the page says which it lacks, takes them, keeps them over a reload.
import assert from "node:assert/strict";
import { test } from "node:test";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assertQuiet, findings, open, pasteZone, shot, step } from "./support/browser.mjs";
import { folder, until } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const ZONE = `$ORIGIN example.com.
$TTL 3600
@ IN SOA ns1 hostmaster 7 7200 3600 1209600 3600
@ IN NS ns1
@ IN NS ns2
ns1 IN A 192.0.2.1
ns2 IN A 198.51.100.2
$INCLUDE hosts.inc
`;

/** What a person would click at each button of the list is that button: nothing lies over it. */
async function standsAlone(page, list) {
  for (const button of await list.getByRole("button").all()) {
    const covered = await button.evaluate((node) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      return !node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    assert.ok(!covered, `${await button.innerText()} is covered`);
  }
  // The rows, not the pane: a pane that is too small lets them run over.
  const [row, verdicts] = await Promise.all([list.getByRole("listitem").last().boundingBox(), page.locator(".us-verdicts").boundingBox()]);
  assert.ok(row.y + row.height <= verdicts.y + 1, "the list reaches into the verdicts");
}

test("an included file is supplied by hand", { timeout: 120_000 }, async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  const { page, problems } = await open(t, server.url);
  await writeFile(join(dir, "hosts.inc"), "www IN A 192.0.2.7\nbad IN A 192.0.2.777\n");
  await step(page, "Zone");
  await pasteZone(page, ZONE);
  const list = page.getByRole("region", { name: "Included files" });
  await list.getByText("Not given: its records are missing").waitFor();
  await until("the missing file is a finding", async () => (await findings(page)).some((f) => f === "8:1 include-missing" || f === "8:10 include-missing"));
  await standsAlone(page, list);
  await shot(page, "include-missing");

  const chooser = page.waitForEvent("filechooser");
  await list.getByRole("button", { name: "Choose hosts.inc" }).click();
  await (await chooser).setFiles(join(dir, "hosts.inc"));
  await until("what is wrong inside it is named", async () => (await findings(page)).includes("2:18 ipv4-octet-range"));
  const item = page.getByRole("region", { name: "Diagnostics" }).getByRole("listitem").filter({ hasText: "ipv4-octet-range" });
  await item.getByText("hosts.inc", { exact: true }).waitFor();
  await page.getByRole("table", { name: "Records" }).getByText("192.0.2.7").first().waitFor();
  await standsAlone(page, list);
  await shot(page, "include-given");

  await page.reload();
  await step(page, "Zone");
  await until("the file is kept with the project", async () => (await findings(page)).includes("2:18 ipv4-octet-range"));
  await list.getByRole("button", { name: "Take hosts.inc away" }).click();
  await list.getByText("Not given: its records are missing").waitFor();
  assertQuiet(problems);
});
