// Secret hygiene of the page: canaries are typed wherever it takes a secret, and looked for wherever it keeps, shows or sends
// on: URLs, storage, caches of the service worker, the document, the console, links, files, exports.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { assertQuiet, open, pasteZone, step } from "./support/browser.mjs";
import { named } from "./support/named.mjs";
import { folder, until } from "./support/processes.mjs";
import { KEY, fillIn, zone } from "./support/project.mjs";
import { serve } from "./support/understudy.mjs";

const CANARIES = { key: "canary-page-secret-0123456789-abcdef", token: "canary-page-token-0123456789-abcdef", other: "canary-page-other-0123456789-abcdef" };
const base64 = (text) => Buffer.from(text).toString("base64");

/** Every form of a canary that a search looks for: as it is, base64 at each place in its groups, hex, as URLs escape it. */
function forms(canary) {
  const hex = Buffer.from(canary).toString("hex");
  const escaped = hex.replace(/../g, "%$&");
  const found = [canary, hex, hex.toUpperCase(), escaped, escaped.toUpperCase(), canary.replaceAll("-", "%2D"), canary.replaceAll("-", "%2d"), encodeURIComponent(base64(canary))];
  for (const lead of [0, 1, 2]) {
    for (const kind of ["base64", "base64url"]) {
      const text = Buffer.from("x".repeat(lead) + canary).toString(kind).replace(/=+$/, "");
      found.push(text.slice(lead === 0 ? 0 : 4, -4));
    }
  }
  return found;
}

function search(place, text) {
  for (const canary of Object.values(CANARIES)) {
    for (const form of forms(canary)) assert.ok(!text.includes(form), `${place} has ${canary} as ${form}`);
  }
}

test("secrets of the page", { timeout: 180_000 }, async (t) => {
  const dir = await folder(t);
  const primary = await named(t, dir, { zone: "example.com", text: zone(2026112301), key: KEY });
  const server = await serve(t, dir);
  const { page, context, problems } = await open(t, server.url);
  const heard = [];
  context.on("request", (request) => heard.push(["a URL", request.url()]));
  context.on("console", (message) => heard.push(["the console", message.text()]));
  const key = { ...KEY, secret: base64(CANARIES.key) };

  /** All that the page keeps and shows now. */
  async function look(where) {
    const kept = await page.evaluate(async () => {
      const cached = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const response = await cache.match(request);
          cached.push(request.url, JSON.stringify([...response.headers]));
          if (!/\.(wasm|woff2)$/.test(request.url)) cached.push(await response.text());
        }
      }
      const databases = (await indexedDB.databases?.()) ?? [];
      return {
        "local storage": JSON.stringify({ ...localStorage }),
        "session storage": JSON.stringify({ ...sessionStorage }),
        "the caches": cached.join("\n"),
        "databases of the browser": JSON.stringify(databases),
        "cookies": document.cookie,
        "the address": location.href,
        "the history": JSON.stringify(history.state),
        "the document": document.documentElement.outerHTML,
      };
    });
    for (const [place, text] of Object.entries(kept)) search(`${place}, ${where}`, text ?? "");
    assert.ok(kept["local storage"].length > 10, "something is kept");
    for (const [place, text] of heard) search(`${place}, ${where}`, text);
    return kept;
  }

  await t.test("the search finds what it looks for", () => {
    for (const text of [CANARIES.key, `x${base64(`12${CANARIES.key}34`)}`, Buffer.from(CANARIES.token).toString("hex"), encodeURIComponent(base64(CANARIES.other))]) {
      assert.throws(() => search("here", text));
    }
  });

  await t.test("typed and looked at in every step", async () => {
    await fillIn(page, primary, { key });
    await step(page, "Zone");
    await pasteZone(page, zone(2026112301));
    // The other provider's token, then back to this machine.
    await step(page, "Provider");
    await page.getByRole("radio", { name: "Cloudflare" }).check({ force: true });
    await page.getByRole("textbox", { name: "API token" }).or(page.getByLabel("API token")).first().fill(CANARIES.token);
    await look("with a token typed");
    await step(page, "Submit");
    await look("before a plan for the provider");
    await step(page, "Provider");
    await page.getByRole("radio", { name: "This machine" }).check({ force: true });
    await step(page, "Primary");
    const configuration = page.getByRole("textbox", { name: "Configuration of the primary" });
    await configuration.fill(`key "${KEY.name}" { algorithm ${KEY.algorithm}; secret "${base64(CANARIES.other)}"; };\nzone "example.com" { allow-transfer { key "${KEY.name}"; }; };\n`);
    await page.getByText("Read as BIND").waitFor();
    search("the configuration as pasted", await configuration.inputValue());
    for (const name of ["Primary", "Key", "Zone", "Rehearsal", "Submit", "Watch"]) {
      await step(page, name);
      await look(name);
    }
  });

  await t.test("what is pasted over a masked key takes its place; what is no key is neither shown nor repeated", async () => {
    await step(page, "Key");
    const box = page.getByRole("textbox", { name: "TSIG key", exact: true });
    const masked = () => box.evaluate((element) => getComputedStyle(element).webkitTextSecurity === "disc");
    const json = `{"name":"${key.name}","secret":"${key.secret}","algo":"${key.algorithm}"}`;
    const bind = `key "${key.name}" { algorithm ${key.algorithm}; secret "${key.secret}"; };`;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await box.fill(json);
    await page.getByText("Read as provider JSON").waitFor();
    assert.ok(await masked(), "understood");
    await page.evaluate((text) => navigator.clipboard.writeText(text), bind);
    await box.click();
    await page.keyboard.press("Control+v");
    await page.getByText("Read as BIND").waitFor();
    assert.equal(await box.inputValue(), bind);
    assert.ok(await masked(), "pasted over");
    const broken = [
      json.replace(/}$/, `,"algo":"${key.secret}"}`),
      `${json}${bind.replace("algorithm", "")}`,
      `{"name":"${key.secret}","algo":"${key.secret}"}`,
      `key "${key.secret}" { algorithm ${key.secret}; };`,
      `key "${key.name}" { ${key.secret} ${key.secret} `,
      `${key.algorithm}:${key.secret}:${key.name}`,
      `${key.secret} ${key.algorithm}`,
    ];
    for (const text of broken) {
      await box.fill(text);
      await page.getByRole("region", { name: "Parts" }).waitFor();
      assert.ok(await masked(), text.replaceAll(key.secret, "SECRET"));
      await look(`with ${text.replaceAll(key.secret, "SECRET")}`);
      await page.getByRole("textbox", { name: "The primary’s key" }).fill(text);
      await look(`compared with ${text.replaceAll(key.secret, "SECRET")}`);
    }
    // Whoever asks sees it, to mend it.
    await page.getByRole("button", { name: "Show", exact: true }).first().click();
    assert.ok(!(await masked()), "asked for");
    await box.fill(bind);
    assert.ok(await masked(), "whole again");
    await page.getByRole("textbox", { name: "The primary’s key" }).fill("");
  });

  await t.test("a key that the primary does not know fails without a word of it", async () => {
    await step(page, "Submit");
    await page.getByRole("button", { name: "Apply" }).click();
    await until("the record is kept", () => page.evaluate(() => Object.keys({ ...localStorage }).some((name) => name.endsWith(".applied"))));
    await look("while it is applied");
  });

  await t.test("every export", async () => {
    const select = page.getByRole("combobox", { name: "Tool" });
    const tools = await select.locator("option").allTextContents();
    assert.ok(tools.length >= 15, `${tools}`);
    for (const tool of tools) {
      await select.selectOption(tool);
      await look(`export for ${tool}`);
    }
  });

  await t.test("a link and a file", async () => {
    await step(page, "Zone");
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: /^Projects: / }).click();
    const dialog = page.getByRole("dialog", { name: /Projects/ });
    await dialog.getByRole("button", { name: "Share as a link" }).click();
    await dialog.getByText("The link is on the clipboard").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    search("the link", link);
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: /^Export / }).first().click();
    await (await download).saveAs(join(dir, "project.json"));
    search("the project file", await readFile(join(dir, "project.json"), "utf8"));
    // Packed in the link, and unpacked where somebody opens it.
    const other = await (await context.browser().newContext()).newPage();
    await other.goto(link);
    await until("it is kept", () => other.evaluate(() => JSON.stringify({ ...localStorage }).includes("example.com")));
    search("what the link brought", await other.evaluate(() => JSON.stringify({ ...localStorage }) + document.documentElement.outerHTML));
    await other.context().close();
    await page.keyboard.press("Escape");
  });

  await t.test("after a reload, with the service worker's caches filled", async () => {
    await page.reload();
    await until("the worker has cached the page", () => page.evaluate(async () => (await caches.keys()).length > 0));
    const kept = await look("after a reload");
    assert.ok(kept["the caches"].includes("index") || kept["the caches"].includes("/"), "the caches were to be full");
  });

  search("the server's output", server.lines.join("\n"));
  assertQuiet(problems);
});
