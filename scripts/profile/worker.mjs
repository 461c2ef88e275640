// Has the recording build of the worker check zones in Chromium, and writes what it counted as LLVM's raw profile.
// usage: node scripts/profile/worker.mjs FOLDER OUT.profraw ORIGIN=ZONE…; FOLDER holds worker.js and worker_bg.wasm.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const { chromium } = createRequire(new URL("../../tests/browser/package.json", import.meta.url))("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const [folder, out, ...zones] = process.argv.slice(2);
const all = zones.map((zone) => /^([^=]+)=(.+)$/.exec(zone).slice(1));

// The worker as the page starts it; counting keeps alive what only wasm-bindgen called, and that wants an import.
const LOADER = `import init from "/worker.js";
const module = await WebAssembly.compileStreaming(fetch("/worker_bg.wasm"));
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (module, imports) => {
  for (const wanted of WebAssembly.Module.imports(module)) (imports[wanted.module] ??= {})[wanted.name] ??= () => {};
  return { module, instance: await instantiate(module, imports) };
};
const exports = await init({ module_or_path: module });
addEventListener("message", ({ data }) => {
  if (data?.profile === undefined) return;
  const edges = [0, 1, 2, 3, 4, 5].map((n) => exports.profile_edge(n) >>> 0);
  const parts = [0, 2, 4].map((n) => new Uint8Array(exports.memory.buffer.slice(edges[n], edges[n + 1])));
  postMessage({ profile: { version: exports.profile_version(), edges, parts } });
});`;

const extra = { "/": "<!doctype html><title>profile</title>", "/loader.js": LOADER };
const server = createServer((request, response) => {
  const path = request.url;
  response.setHeader("content-type", TYPES[extname(path)] ?? "text/html");
  try {
    response.end(extra[path] ?? readFileSync(path.startsWith("/zone/") ? all[Number(path.slice(6))][1] : join(folder, path)));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const page = await browser.newPage();
page.on("console", (message) => message.type() === "error" && console.error(message.text()));
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const { version, edges, parts } = await page.evaluate(async (origins) => {
  const worker = new Worker("/loader.js", { type: "module" });
  const next = (wanted) =>
    new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) => {
        const found = wanted(typeof data === "string" ? JSON.parse(data) : data);
        if (found !== undefined) resolve(found);
      };
    });
  await next((m) => (m.ready ? true : undefined));
  for (const [n, origin] of origins.entries()) {
    const file = new File([await (await fetch(`/zone/${n}`)).arrayBuffer()], "a.zone");
    worker.postMessage({ type: "job", id: n + 1, doc: 1, rev: n + 1, job: { do: "check", text: { is: "file", name: file.name }, origin }, file });
    await next((m) => (m.result || m.failed ? true : undefined));
  }
  worker.postMessage({ profile: "now" });
  const { version, edges, parts } = await next((m) => m.profile);
  const base64 = (octets) => btoa(Array.from({ length: Math.ceil(octets.length / 8192) }, (_, n) => String.fromCharCode(...octets.subarray(n * 8192, (n + 1) * 8192))).join(""));
  return { version: String(version), edges, parts: parts.map(base64) };
}, all.map(([origin]) => origin));
await browser.close();
server.close();

// LLVM's InstrProfData.inc, version 10, with pointers of 32 bits; the upper bits say what was counted, here branches.
const form = BigInt.asUintN(64, BigInt(version));
if ((form & 0xffn) !== 10n) throw new Error(`this compiler writes profiles of version ${form & 0xffn}; see LLVM's InstrProfData.inc for what its header has`);
const [functions, counts, names] = parts.map((part) => Buffer.from(part, "base64"));
const FUNCTION = 48;
const header = [
  0xff6c_7072_6f66_5281n, form, 0, functions.length / FUNCTION, 0, counts.length / 8, 0, 0, 0, names.length,
  BigInt.asUintN(32, BigInt(edges[2] - edges[0])), 0, edges[4], 0, 0, 2,
];
const octets = Buffer.alloc(header.length * 8);
header.forEach((word, n) => octets.writeBigUInt64LE(BigInt(word), n * 8));
writeFileSync(out, Buffer.concat([octets, functions, counts, names, Buffer.alloc((8 - (names.length % 8)) % 8)]));
