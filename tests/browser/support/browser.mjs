// Debian's Chromium. Every request that leaves the page's origin fails the test, and so does an error on the console.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** A page: `{page, problems}`; `problems` lists foreign requests and console errors. `before` prepares it for its first load. */
export async function open(t, url, { width = 1280, height = 860, dark = false, locale = "en-US", before } = {}) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", locale });
  const page = await context.newPage();
  // A bound for what hangs, not a measure: the machine may be busy.
  page.setDefaultTimeout(60_000);
  const problems = [];
  const origin = new URL(url).origin;
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (!["blob:", "data:"].includes(to.protocol) && to.origin !== origin) problems.push(`request to ${to.origin}`);
  });
  page.on("console", (message) => {
    // The browser itself logs answers of 4xx; what the page makes of them is asserted where it matters.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  await before?.(page, context);
  await page.goto(url);
  return { page, context, problems };
}

/** Opens a step of the page by its link. */
export async function step(page, name) {
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: new RegExp(name) }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Replaces what is in the zone editor, as a person pastes it. */
export async function pasteZone(page, text) {
  const editor = page.getByRole("textbox", { name: "Zone file" });
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.evaluate((zone) => {
    const data = new DataTransfer();
    data.setData("text/plain", zone);
    const deepest = (node) => (node?.shadowRoot?.activeElement ? deepest(node.shadowRoot.activeElement) : node);
    deepest(document.activeElement).dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
  }, text);
}

/** Presses keys on what has the focus before the page can render anew, as keys come on a busy machine. */
export async function pressAtOnce(page, ...keys) {
  await page.evaluate((keys) => {
    for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }, keys);
}

/** Focuses what `locator` names by Tab alone, as a person without a mouse does. */
export async function tabTo(page, locator, most = 80) {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await locator.evaluateAll((found) => found.some((element) => element === document.activeElement))) return;
    await page.keyboard.press("Tab");
    const lost = await page.evaluate(() => document.activeElement === null);
    assert.ok(!lost, "the focus is lost");
  }
  throw new Error(`not reached by ${most} presses of Tab: ${locator}`);
}

/** The findings as `line:column code`. */
export async function findings(page) {
  const items = await page.getByRole("region", { name: "Diagnostics" }).getByRole("listitem").allInnerTexts();
  return items.map((text) => /(\d+:\d+)\s+([a-z0-9-]+)/.exec(text)?.slice(1, 3).join(" ") ?? text);
}

/** A picture for a person to look at, in tests/browser/out. */
export async function shot(page, name) {
  const out = new URL("../out", import.meta.url).pathname;
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: join(out, `${name}.png`) });
}

/** Nothing left the origin and nothing was logged as an error. */
export function assertQuiet(problems) {
  assert.deepEqual(problems, []);
}
