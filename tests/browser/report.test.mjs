// The report of a check as a download: what the command line prints, byte by byte, and one page to read.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { assertQuiet, open, pasteZone } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { BINARY, serve } from "./support/understudy.mjs";

const ZONE = `$ORIGIN example.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 1800
@ NS ns1
@ NS ns2.example.net.
ns1 A 192.0.2.53
www 300 A 192.0.2.10
www A 192.0.2.11
bad A 192.0.2.999
quiet TXT "said to nobody"
<script>alert(1)</script> A 192.0.2.1
`;

test("the report", { timeout: 180_000 }, async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  const { page, context, problems } = await open(t, server.url);
  // A typed text is named as its download in normal form is.
  await writeFile(join(dir, "example.com.zone"), ZONE);
  const printed = (format) => new Promise((resolve) => {
    execFile(BINARY, ["check", "example.com.zone", "--format", format], { cwd: dir, maxBuffer: 1 << 24 }, (_, stdout) => resolve(stdout));
  });
  await pasteZone(page, ZONE);
  await page.getByRole("status", { name: "Summary" }).getByText(/\d records/).waitFor();
  const forms = page.getByRole("group", { name: "Download report" });
  const saved = async (format) => {
    const download = page.waitForEvent("download");
    await forms.getByRole("button", { name: format, exact: true }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `example.com.zone.${format.toLowerCase()}`);
    return readFile(await file.path(), "utf8");
  };

  await t.test("it opens by keyboard", async () => {
    const button = page.getByRole("button", { name: "Download report", expanded: false });
    await button.focus();
    await page.keyboard.press("Enter");
    await forms.waitFor();
    await page.getByRole("button", { name: "Download report", expanded: true }).waitFor();
  });

  for (const format of ["JSON", "SARIF", "CSV", "HTML"]) {
    await t.test(`${format} is what the command line prints`, async () => {
      const text = await saved(format);
      assert.equal(text, await printed(format.toLowerCase()));
      assert.ok(text.includes("ipv4-octet-range"));
      assert.ok(!text.includes("said to nobody"), "a record that no finding is about is in it");
    });
  }

  await t.test("the page needs nothing and runs nothing", async () => {
    const path = join(dir, "report.html");
    await writeFile(path, await saved("HTML"));
    const other = await context.newPage();
    const asked = [];
    other.on("request", (request) => asked.push(request.url()));
    other.on("dialog", () => assert.fail("a script ran"));
    await other.goto(`file://${path}`);
    await other.getByRole("heading", { level: 1, name: "example.com." }).waitFor();
    await other.getByRole("table").getByRole("row", { name: /^BIND/ }).waitFor();
    assert.equal(await other.locator("script").count(), 0);
    assert.equal(await other.getByText("999", { exact: true }).count(), 1);
    for (const width of [1280, 320]) {
      await other.setViewportSize({ width, height: 860 });
      assert.ok(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: too wide`);
    }
    assert.equal(asked.length, 1);
    await other.close();
  });
  assertQuiet(problems);
});
