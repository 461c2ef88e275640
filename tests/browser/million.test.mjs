// A zone of a million rows, opened as a file: the last row is scrolled to, one row is filtered for.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertQuiet, open, shot } from "./support/browser.mjs";
import { folder, until } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const HEAD = "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\n";
const HOSTS = 1_000_000;

test("a million rows", { timeout: 240_000 }, async (t) => {
  const dir = await folder(t);
  const rows = [HEAD];
  for (let n = 0; n < HOSTS; n++) rows.push(`h${String(n).padStart(7, "0")} A 198.51.${(n >> 8) % 256}.${n % 256}\n`);
  const path = join(dir, "million.zone");
  await writeFile(path, rows.join(""));
  const server = await serve(t, dir);
  const { page, problems } = await open(t, server.url);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open file" }).click();
  await (await chooser).setFiles(path);
  await page.getByRole("status", { name: "Summary" }).getByText("1,000,004 records").waitFor({ timeout: 180_000 });
  const table = page.getByRole("table", { name: "Records" });

  await t.test("the last row by keyboard", async () => {
    await table.getByRole("row").nth(1).focus();
    await page.keyboard.press("End");
    await page.waitForFunction(() => /ns1\b/.test(document.activeElement.textContent), undefined, { timeout: 60_000 });
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => /h0999999/.test(document.activeElement.textContent), undefined, { timeout: 60_000 });
    assert.ok((await table.getByRole("row").count()) < 400, "only a window of the rows is in the page");
    await shot(page, "million-last");
  });

  await t.test("the last row by scrolling", async () => {
    await page.keyboard.press("Home");
    await page.waitForFunction(() => !/h0999999/.test(document.querySelector(".us-rows").textContent), undefined, { timeout: 60_000 });
    await page.evaluate(() => document.querySelector(".us-rows").scrollTo(0, Number.MAX_SAFE_INTEGER));
    await table.getByRole("row", { name: /h0999999/ }).waitFor({ timeout: 60_000 });
  });

  await t.test("one row by the filter", async () => {
    await page.getByRole("textbox", { name: "Filter records" }).fill("h0777777");
    await until("one row", async () => (await table.getByRole("row").count()) === 2, 60);
    await table.getByRole("row", { name: /h0777777.*198\.51/ }).waitFor();
  });
  await t.test("a reload says what it does not keep", async () => {
    await page.reload();
    await page.getByText("million.zone has to be opened again.").waitFor();
  });
  assertQuiet(problems);
});
