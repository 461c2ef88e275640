// The npm package in a page: the example that its README points to, typed into as a person would.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { test } from "node:test";
import { extname, join, normalize } from "node:path";
import { open } from "./support/browser.mjs";

const ROOT = new URL("../..", import.meta.url).pathname;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

test("the example checks what is typed", async (t) => {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const body = await readFile(join(ROOT, path.endsWith("/") ? `${path}index.html` : path)).catch(() => null);
    response.writeHead(body ? 200 : 404, { "content-type": TYPES[extname(path) || ".html"] ?? "text/plain" });
    response.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());

  const { page, problems } = await open(t, `http://127.0.0.1:${server.address().port}/examples/module/`);
  const summary = page.getByRole("status");
  await summary.getByText("example.com.: 4 records, 1 errors").waitFor();
  await page.getByRole("listitem").filter({ hasText: "7:22 error ipv4-octet-range" }).waitFor();
  const zone = page.getByRole("textbox", { name: "Zone file" });
  await zone.fill((await zone.inputValue()).replace("256", "25"));
  await summary.getByText("example.com.: 5 records, 0 errors").waitFor();
  assert.deepEqual(problems.filter((problem) => !/favicon/.test(problem)), []);
});
