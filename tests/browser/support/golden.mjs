// A picture of the page against the one that is kept in goldens/. UPDATE_GOLDENS=1 keeps the present one instead.
//
// What changes from run to run is held still: the clock, times and ports in texts, animation, the caret. A difference is
// what a person would see: so many pixels within a square that a word or an edge has moved.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const GOLDENS = new URL("../goldens", import.meta.url).pathname;
const OUT = new URL("../out", import.meta.url).pathname;
const UPDATE = process.env.UPDATE_GOLDENS === "1";

/** The moment at which every picture is taken. */
export const NOW = new Date("2026-11-26T10:00:00Z");

/** A square of this side, in pixels, and how many of its pixels may differ: less than a letter's worth. */
const [SIDE, PIXELS] = [24, 24];

/** Puts what no two runs have in common into one form. */
async function still(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const forms = [
      [/\b\d\d:\d\d:\d\d\b/g, "10:00:00"],
      [/\b\d+(\.\d+)? ms\b/g, "1 ms"],
      [/\b127\.0\.0\.1:\d{4,5}\b/g, "127.0.0.1:8053"],
      [/\b[0-9a-f]{32}\b/g, (id) => (id === "023e105f4ecef8ad9ca31a8372d0c353" ? id : "0".repeat(32))],
    ];
    // Typing into a field may have scrolled to it, or not yet.
    scrollTo(0, 0);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = forms.reduce((now, [from, to]) => now.replace(from, to), node.data);
      if (text !== node.data) node.data = text;
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** A picture once the next one is the same: what is drawn late is drawn by then. */
async function settled(page, options) {
  let before;
  for (let tries = 0; tries < 50; tries++) {
    await still(page);
    const now = await page.screenshot(options);
    if (before?.equals(now)) return now;
    before = now;
    await page.waitForTimeout(200);
  }
  return before;
}

async function read(path) {
  try {
    return PNG.sync.read(await readFile(path));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/** Compares; what differs is told and drawn into tests/browser/out/NAME.difference.png. Gives nothing when all is well. */
export async function golden(page, name, options = {}) {
  await page.mouse.move(0, 0);
  const bytes = await settled(page, { animations: "disabled", caret: "hide", ...options });
  await mkdir(OUT, { recursive: true });
  await writeFile(join(OUT, `${name}.png`), bytes);
  const path = join(GOLDENS, `${name}.png`);
  if (UPDATE) {
    await mkdir(GOLDENS, { recursive: true });
    await writeFile(path, bytes);
    return undefined;
  }
  const kept = await read(path);
  if (!kept) return `${name}: no golden is kept; UPDATE_GOLDENS=1 keeps this one`;
  return difference(name, kept, PNG.sync.read(bytes));
}

/** What a person would see differ between two pictures; nothing when nothing. */
export async function difference(name, kept, now) {
  const { width, height } = kept;
  if (now.width !== width || now.height !== height) {
    return `${name}: ${now.width}×${now.height} pixels, the golden has ${width}×${height}`;
  }
  const drawn = new PNG({ width, height });
  const most = pixelmatch(kept.data, now.data, drawn.data, width, height, { threshold: 0.1, includeAA: true, windowSize: SIDE });
  if (most <= PIXELS) return undefined;
  await writeFile(join(OUT, `${name}.difference.png`), PNG.sync.write(drawn));
  return `${name}: ${most} pixels differ within ${SIDE}×${SIDE}; see tests/browser/out/${name}.difference.png`;
}

/** Fails with all that differs. */
export function assertGolden(found) {
  assert.deepEqual(found.filter(Boolean), []);
}
