// The checker in Chromium beside the native one, in one run: a million records in the worker, cancelling, and a keystroke in
// a zone of 10,000 lines. Puts its section into docs/performance.md.
// usage: node benches/browser.mjs [RECORDS]; needs dist/, the release binary (make build), chromium and python3.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const { chromium } = createRequire(new URL("../tests/browser/package.json", import.meta.url))("playwright-core");
const records = Number(process.argv[2] ?? 1_000_000);
const rounds = 5;
// Milliseconds after which the worker has warmed up (src/roles/worker/warming.rs).
const WARM = 3_000;
const binary = join(process.env.CARGO_TARGET_DIR ?? "target", "release/understudy");
const folder = mkdtempSync(join(tmpdir(), "understudy-bench-"));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

// The worker as the page starts it, and a question of ours: how much memory its Wasm has.
const LOADER = `import init from "/worker.js";
const exports = await init({ module_or_path: "/worker_bg.wasm" });
addEventListener("message", ({ data }) => data?.bench === "memory" && postMessage({ bench: "memory", bytes: exports.memory.buffer.byteLength }));`;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** dist/ and the loader on a port of loopback. */
async function site() {
  const extra = { "/bench.html": "<!doctype html><title>bench</title><input type=file>", "/bench.js": LOADER };
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    try {
      response.end(extra[path] ?? readFileSync(join("dist", path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/bench.html`, close: () => server.close() };
}

/** Checks the chosen file in a worker that was left alone for `idle` ms: `{ms, gap, counts, memory, records}`; with `cancelAfter`, how long the end took. */
function checkInWorker(page, idle, cancelAfter) {
  return page.evaluate(async ([idle, cancelAfter]) => {
    const file = document.querySelector("input").files[0];
    const worker = new Worker("/bench.js", { type: "module" });
    const next = (wanted) =>
      new Promise((resolve) => {
        const hear = ({ data }) => {
          // Replies are JSON; the bench's own are not.
          const found = wanted(typeof data === "string" ? JSON.parse(data) : data);
          if (found === undefined) return;
          worker.removeEventListener("message", hear);
          resolve(found);
        };
        worker.addEventListener("message", hear);
      });
    await next((m) => (m.ready ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, idle));
    let last = performance.now();
    let gap = 0;
    worker.addEventListener("message", ({ data: text }) => {
      const data = typeof text === "string" ? JSON.parse(text) : text;
      if (!data.progress) return;
      gap = Math.max(gap, performance.now() - last);
      last = performance.now();
    });
    const started = performance.now();
    last = started;
    worker.postMessage({ type: "job", id: 1, doc: 1, rev: 1, job: { do: "check", text: { is: "file", name: file.name }, origin: "example" }, file });
    let cancelled = 0;
    if (cancelAfter) setTimeout(() => ((cancelled = performance.now()), worker.postMessage({ type: "cancel", id: 1 })), cancelAfter);
    const done = await next((m) => m.result ?? m.failed);
    const ended = performance.now();
    const memory = next((m) => (m.bench === "memory" ? m.bytes : undefined));
    worker.postMessage({ bench: "memory" });
    const bytes = await memory;
    worker.terminate();
    const report = done.result?.check?.report;
    return { ms: ended - started, gap, cancel: ended - cancelled, code: done.code, memory: bytes / 1e6, records: report?.records, counts: report?.counts };
  }, [idle, cancelAfter]);
}

/** Seconds of wall time of the native check on one core; its findings are the worker's. */
function native(zone) {
  const began = process.hrtime.bigint();
  let out = "";
  try {
    out = execFileSync("taskset", ["-c", "0", binary, "check", zone, "--origin", "example", "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 28 });
  } catch (error) {
    if (error.status !== 1) throw error;
    out = error.stdout;
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  return { seconds, report: JSON.parse(out) };
}

/** Milliseconds from a keystroke that spoils a line of a 10,000-line zone until its finding is in the panel. */
async function keystroke(browser) {
  const server = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--data", join(folder, "data")], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const url = await new Promise((resolve) => {
      let text = "";
      server.stdout.on("data", (data) => {
        const found = /Open (\S+)\n/.exec((text += data));
        if (found) resolve(found[1]);
      });
    });
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Zone/ }).click();
    const editor = page.getByRole("textbox", { name: "Zone file" });
    await editor.click();
    const head = "$ORIGIN example.\n$TTL 3600\n@ IN SOA ns1 host 1 7200 3600 1209600 3600\n@ IN NS ns1\n@ IN NS ns2\nns1 IN A 192.0.2.1\nns2 IN A 198.51.100.1\n";
    const body = Array.from({ length: 9_993 }, (_, i) => `host${i} IN A 192.0.2.${i % 250}\n`).join("");
    await page.evaluate((zone) => {
      const data = new DataTransfer();
      data.setData("text/plain", zone);
      const deepest = (node) => (node?.shadowRoot?.activeElement ? deepest(node.shadowRoot.activeElement) : node);
      deepest(document.activeElement).dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
    }, head + body);
    const panel = page.getByRole("region", { name: "Diagnostics" });
    await page.getByRole("status", { name: "Summary" }).getByText(/10,?000 records/).waitFor({ timeout: 60_000 }).catch(() => {});
    // The caret stands at the end of the pasted text: a word alone in a line is a record without a type.
    await page.keyboard.press("Control+End");
    const times = [];
    for (let round = 0; round < 9; round += 1) {
      await page.waitForTimeout(600);
      const seen = panel.evaluate((region) => new Promise((resolve) => {
        const shows = () => /type-missing/.test(region.innerText);
        addEventListener("keydown", () => {
          const began = performance.now();
          if (shows()) return resolve(NaN);
          new MutationObserver((_, observer) => shows() && (observer.disconnect(), resolve(performance.now() - began))).observe(region, { subtree: true, childList: true, characterData: true });
        }, { once: true, capture: true });
      }));
      await page.waitForTimeout(50);
      await page.keyboard.press("x");
      times.push(await seen);
      await page.keyboard.press("Backspace");
    }
    await page.close();
    return times;
  } finally {
    server.kill("SIGTERM");
  }
}

const lines = ["## In the browser\n"];
const say = (line) => (lines.push(line), console.log(line));
const zone = join(folder, "mixed.zone");
execFileSync("python3", ["benches/gen_zone.py", "mixed", String(records)], { stdio: ["ignore", openSync(zone, "w"), "inherit"] });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const server = await site();
try {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.locator("input").setInputFiles(zone);
  const alone = [];
  const atOnce = [];
  const inside = [];
  for (let round = 0; round < rounds; round += 1) {
    alone.push(native(zone));
    atOnce.push(await checkInWorker(page, 0));
    inside.push(await checkInWorker(page, WARM));
  }
  for (const run of [...atOnce, ...inside]) {
    const { records: count, counts } = alone[0].report;
    if (run.records !== count || JSON.stringify(run.counts) !== JSON.stringify(counts)) {
      throw new Error(`the worker found ${JSON.stringify([run.records, run.counts])}, the program ${JSON.stringify([count, counts])}`);
    }
  }
  const cancel = await checkInWorker(page, WARM, 150);
  const one = median(alone.map((run) => run.seconds));
  say(`The mixed zone as a file in the page's worker (Chromium ${browser.version()}), beside the program on one core; median of ${rounds}; same records and counts of findings.\n`);
  say("| | seconds | against native | MB of Wasm memory | longest silence, ms |\n|---|---|---|---|---|");
  say(`| program, one core | ${one.toFixed(2)} | 1.0 | | |`);
  for (const [name, runs] of [["worker, page open for three seconds", inside], ["worker, at once", atOnce]]) {
    const [seconds, memory, gap] = [median(runs.map((run) => run.ms)) / 1000, median(runs.map((run) => run.memory)), median(runs.map((run) => run.gap))];
    say(`| ${name} | ${seconds.toFixed(2)} | ${(seconds / one).toFixed(2)} | ${memory.toFixed(0)} | ${gap.toFixed(0)} |`);
  }
  say(`\nCancelled after 150 ms, the job ended ${cancel.code === "cancelled" ? `${cancel.cancel.toFixed(0)} ms later` : "before it could be cancelled"}.`);
  const times = (await keystroke(browser)).filter((ms) => !Number.isNaN(ms));
  say(`From a key in a zone of 10,000 lines to its finding in the panel: median ${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms of ${times.length}.`);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}
// Its section is put in the place of the one that is there; the others stay.
const [before, old = ""] = readFileSync("docs/performance.md", "utf8").split("## In the browser\n");
const next = old.indexOf("\n## ");
const behind = next < 0 ? "" : old.slice(next);
writeFileSync("docs/performance.md", `${before.trim()}\n\n${lines.join("\n").trim()}\n${behind}`);
