// The zone step: files of every kind, rows and lines that lead to one another, the table by keyboard, fixes.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { assertQuiet, findings, open, pressAtOnce, shot, step } from "./support/browser.mjs";
import { folder, until } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const HEAD = "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\n";

test("the zone step", async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  // Windows of rows can be asked for late, as a busy worker answers.
  const before = (page) => page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      const late = message?.job?.do === "rows" ? (window.rowsLate ?? 0) : 0;
      if (late) setTimeout(() => post.call(this, message, ...rest), late);
      else post.call(this, message, ...rest);
    };
  });
  const { page, problems } = await open(t, server.url, { before });
  const summary = page.getByRole("status", { name: "Summary" });
  const editor = page.getByRole("textbox", { name: "Zone file" });
  const table = page.getByRole("table", { name: "Records" });
  const openFile = async (name, content) => {
    const path = join(dir, name);
    await writeFile(path, content);
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open file" }).click();
    await (await chooser).setFiles(path);
  };

  await t.test("samples are one click away", async () => {
    await page.getByRole("button", { name: "A reverse zone" }).click();
    await summary.getByText("203 records").waitFor();
  });

  await t.test("a caret leads to its row, a row to its line", async () => {
    await openFile("small.zone", HEAD + "www A 192.0.2.10\nmail A 192.0.2.25\n");
    await summary.getByText("6 records").waitFor();
    await editor.getByText("mail A").click();
    await page.locator("tr.is-here").getByText("192.0.2.25").waitFor();
    await table.getByRole("row", { name: /192\.0\.2\.10/ }).click();
    await page.locator("zone-text .us-shown").getByText("192.0.2.10").waitFor();
    await page.getByRole("region", { name: "A record" }).getByText("c0 00 02 0a").waitFor();
    await shot(page, "zone-linked");
    await page.getByRole("button", { name: "Close" }).click();
  });

  await t.test("the table is walked by keyboard and filtered by part", async () => {
    const rows = table.getByRole("row");
    await rows.nth(1).focus();
    await page.keyboard.press("End");
    await page.waitForFunction(() => /www/.test(document.activeElement.textContent));
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => /ns1/.test(document.activeElement.textContent));
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "A record" }).getByText("c0 00 02 35").waitFor();
    await page.keyboard.press("Enter");
    const filter = page.getByRole("textbox", { name: "Filter records" });
    const part = page.getByRole("combobox", { name: "Where the text is looked for" });
    await filter.fill("ns1");
    await until("three rows", async () => (await rows.count()) === 4);
    await part.selectOption("in names");
    await until("one row", async () => (await rows.count()) === 2);
    await filter.fill("");
    await part.selectOption("anywhere");
  });

  await t.test("no key is lost while rows are on their way", async () => {
    await openFile("long.zone", HEAD + Array.from({ length: 600 }, (_, n) => `h${String(n).padStart(3, "0")} A 192.0.2.1\n`).join(""));
    await summary.getByText("604 records").waitFor();
    const row = (index) => page.waitForFunction((index) => document.activeElement.dataset.index === String(index), index);
    const late = (ms) => page.evaluate((ms) => (window.rowsLate = ms), ms);
    await table.locator("[data-index='0']").focus();
    await pressAtOnce(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp");
    await row(2);
    await pressAtOnce(page, "Enter", "ArrowDown");
    await page.getByRole("region", { name: "NS record" }).waitFor({ state: "detached" });
    await page.getByRole("region", { name: "A record" }).waitFor();
    await late(1000);
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await row(601);
    await page.getByRole("region", { name: "A record" }).getByText("h598").waitFor();
    // The answer about the end comes when the first row has the focus again.
    await page.keyboard.press("Home");
    await row(0);
    await page.keyboard.press("End");
    await page.waitForTimeout(500);
    await page.keyboard.press("Home");
    await row(0);
    await table.locator("[data-index='603']").waitFor();
    await page.keyboard.press("ArrowDown");
    await row(1);
    await late(0);
    await page.keyboard.press("Escape");
  });

  await t.test("assigned name servers that the zone does not name are said with the records to add", async () => {
    const servers = page.getByRole("textbox", { name: "Name servers" });
    const said = page.getByRole("region", { name: "Diagnostics" }).getByText("The zone’s NS lack what the provider assigned.");
    await step(page, "Provider");
    await servers.fill("ns2.example.net ns0123.secondary.cloudflare.com");
    await step(page, "Zone");
    await said.waitFor();
    assert.match(await said.innerText(), /example\.com\. IN NS ns0123\.secondary\.cloudflare\.com\.$/);
    await page.getByRole("button", { name: "Copy the records" }).waitFor();
    await shot(page, "zone-ns");
    await step(page, "Provider");
    await servers.fill("");
    await step(page, "Zone");
    await summary.waitFor();
    assert.equal(await said.count(), 0);
  });

  await t.test("all fixes are one step that can be undone", async () => {
    await openFile("faulty.zone", HEAD + "www 300 A 192.0.2.10\nwww A 192.0.2.11\nmx MX 10 mail.example.com\nmail A 192.0.2.25\n");
    await page.getByRole("button", { name: /Apply all \d+ fixes/ }).click();
    await until("the finding is gone", async () => !(await findings(page)).some((f) => f.endsWith("ttl-mismatch")));
    await page.getByRole("button", { name: "Undo" }).click();
    await until("the finding is back", async () => (await findings(page)).some((f) => f.endsWith("ttl-mismatch")));
  });

  await t.test("normal form is a download that reads back", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download in normal form" }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), "example.com.zone");
    const text = await readFile(await file.path(), "utf8");
    assert.match(text, /^example\.com\.\t3600\tIN\tSOA\tns1\.example\.com\. /);
    assert.match(text, /^mail\.example\.com\.\t3600\tIN\tA\t192\.0\.2\.25$/m);
  });

  await t.test("octets that are not UTF-8 are shown, not changed", async () => {
    await openFile("latin1.zone", Buffer.concat([Buffer.from(HEAD + 'txt TXT "caf'), Buffer.from([0xe9]), Buffer.from('"\n')]));
    await page.getByText("Not UTF-8: read-only here").waitFor();
    await summary.getByText("5 records").waitFor();
    assert.equal(await editor.count(), 0);
    await page.getByRole("group", { name: "Text of the file" }).getByText("caf�").waitFor();
  });

  await t.test("a packed zone too large for the editor is held by the worker", async () => {
    let text = HEAD;
    for (let n = 0; n < 60_000; n++) text += `host-${n} A 198.51.100.${n % 250}\n`;
    text += "last A 192.0.2.999\n";
    assert.ok(text.length > 1.6e6);
    text += "; padding\n".repeat(60_000);
    await openFile("large.zone.gz", gzipSync(text));
    await summary.getByText("60,004 records").waitFor({ timeout: 60_000 });
    await page.getByText("Larger than the editor takes").waitFor();
    await page.getByText("large.zone, ").waitFor();
    // The finding leads to its line, the line to the last record.
    await page.getByRole("region", { name: "Diagnostics" }).getByRole("link").first().click();
    const held = page.getByRole("group", { name: "Text of the file" });
    await held.getByText("last A 192.0.2.999").click();
    await page.locator("tr.is-here").getByText("host-59999").waitFor();
    await held.focus();
    await page.keyboard.press("Home");
    await held.getByText("$ORIGIN example.com.").waitFor();
    await shot(page, "zone-held");
  });

  await t.test("what was typed the moment before a reload is there", async () => {
    await openFile("before.zone", HEAD);
    await summary.getByText("4 records").waitFor();
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "; the last words\n");
      const deepest = (node) => (node?.shadowRoot?.activeElement ? deepest(node.shadowRoot.activeElement) : node);
      deepest(document.activeElement).dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
      if (!document.querySelector("zone-text").text().includes("the last words")) throw new Error("the words never came to the text");
      // No answer of the worker can come in between.
      location.reload();
    });
    await editor.getByText("; the last words").waitFor();
  });

  await t.test("keys change the text, and leave nothing behind in the browser", async () => {
    await openFile("typed.zone", HEAD + "www A 192.0.2.10\n");
    await summary.getByText("5 records").waitFor();
    await editor.click();
    await page.keyboard.press("Control+End");
    const wrong = editor.locator(".cm-lintRange-error");
    await page.keyboard.press("x");
    await wrong.waitFor();
    await page.keyboard.press("Backspace");
    await wrong.waitFor({ state: "detached" });
    // Chromium holds up to a thousand steps of its own undo, each with the nodes that it changed; the history here is CodeMirror's.
    assert.equal(await page.evaluate(() => document.queryCommandEnabled("undo")), false, "the browser kept what was typed");
    await editor.getByText("www A").click();
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.type("ftp A 192.0.2.21");
    await table.getByRole("row", { name: /ftp.*192\.0\.2\.21/ }).waitFor();
    assert.ok(await editor.getByText("www A").isHidden(), "what is typed replaces what was chosen");
    await page.keyboard.press("Control+z");
    await editor.getByText("www A 192.0.2.10").waitFor();
  });

  await t.test("a damaged file is said", async () => {
    await openFile("broken.gz", Buffer.concat([gzipSync("x".repeat(1000)).subarray(0, 20)]));
    await page.getByText("The file could not be read.").waitFor();
  });
  assertQuiet(problems);
});
