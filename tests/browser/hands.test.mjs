// As people work who use no mouse, want no motion, or enlarge to 200 %.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, open, shot, step, tabTo } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { ACCOUNT, KEY } from "./support/project.mjs";
import { serve } from "./support/understudy.mjs";

const STEPS = ["Provider", "Primary", "Key", "Zone", "Rehearsal", "Submit", "Watch"];

test("other hands and eyes", { timeout: 180_000 }, async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);
  const steps = page.getByRole("navigation", { name: "Steps" });
  await steps.waitFor();

  await t.test("the whole way by keyboard", async () => {
    const go = async (name) => {
      // From the top, as after a reload: the skip link first, then the masthead, then the rail.
      await page.evaluate(() => document.activeElement?.blur());
      await tabTo(page, steps.getByRole("link", { name: new RegExp(name) }));
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name }).waitFor();
      await page.waitForFunction(() => document.activeElement?.id === "step");
    };
    const type = async (name, text) => {
      await tabTo(page, page.getByRole("textbox", { name, exact: true }));
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text);
    };
    const press = async (locator, key = "Enter") => {
      await tabTo(page, locator);
      const seen = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        // The page's own ring: what a browser draws by itself is thin, and grey or black.
        return style.outlineStyle === "solid" && Number.parseFloat(style.outlineWidth) >= 2;
      });
      assert.ok(seen, `the focus on ${locator} is not visible`);
      await page.keyboard.press(key);
    };
    // Where the button itself goes, or cannot be pressed for a while, its region keeps the place.
    const kept = () => page.waitForFunction(() => ![null, document.body].includes(document.activeElement));
    // What keeps the focus comes with the first key.
    await page.keyboard.press("Shift");
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/focus.js")));
    // The page opens at this step.
    await press(page.getByRole("button", { name: "Load sample" }));
    await page.getByRole("status", { name: "Summary" }).getByText("25 records").waitFor();
    await kept();
    await press(page.getByRole("button", { name: /^Apply all/ }));
    await page.getByRole("button", { name: /^Apply all/ }).waitFor({ state: "detached" });
    await kept();
    await go("Provider");
    await tabTo(page, page.getByRole("radio"));
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.getByRole("radio", { name: "This machine" }).isChecked());
    await type("Account ID", ACCOUNT);
    const create = page.getByRole("checkbox", { name: /Create the zone/ });
    await tabTo(page, create);
    // This machine has no zone yet, so the page chose it already.
    assert.ok(await create.isChecked());
    await go("Primary");
    await type("Address", "127.0.0.1");
    await type("Port", "9");
    await page.evaluate(() => document.getElementById("step").focus());
    await press(page.getByRole("button", { name: "Test", exact: true }));
    await page.getByText(/Nothing listens/i).first().waitFor({ timeout: 60_000 });
    await kept();
    await type("Configuration of the primary", 'zone "example.com" { type primary; allow-transfer { none; }; };');
    await page.getByRole("list", { name: "What the configuration lets the provider do" }).getByText(/may not transfer/).first().waitFor();
    await go("Key");
    await press(page.getByRole("button", { name: "Generate a new key" }));
    await page.getByRole("button", { name: "Generate a new key" }).waitFor({ state: "detached" });
    await kept();
    await type("TSIG key", `${KEY.algorithm}:${KEY.name}:${KEY.secret}`);
    await go("Submit");
    await press(page.getByRole("button", { name: "Dry run" }));
    await page.getByRole("table", { name: "Calls in order" }).waitFor();
    await go("Watch");
    await press(page.getByRole("button", { name: /^Projects: / }));
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => /^Projects: /.test(document.activeElement?.getAttribute("aria-label") ?? ""));
  });

  await t.test("the primary's secret is taken out as it is pasted", async () => {
    await step(page, "Primary");
    const text = page.getByRole("textbox", { name: "Configuration of the primary" });
    await text.fill(`key "${KEY.name}" { algorithm ${KEY.algorithm}; secret "${KEY.secret}"; };\nzone "example.com" { allow-transfer { key "${KEY.name}"; }; };\n`);
    await page.waitForFunction(() => /secret "hidden-[0-9a-f]{16}"/.test(document.querySelector('textarea[aria-label="Configuration of the primary"]').value));
    await page.getByText("Read as BIND").waitFor();
    assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes(KEY.secret));
    await shot(page, "primary-pasted");
  });

  await t.test("a key that the primary defines otherwise is said there, in Key and in the summary", async () => {
    const lines = page.getByRole("list", { name: "What the configuration lets the provider do" });
    await lines.getByText(/is defined and lets in/).waitFor();
    const text = page.getByRole("textbox", { name: "Configuration of the primary" });
    const define = (algorithm, secret) => text.fill(`key "${KEY.name}" { algorithm ${algorithm}; secret "${secret}"; };\nzone "example.com" { allow-transfer { key "${KEY.name}"; }; };\n`);
    const other = KEY.secret.replace("7Qx0", "8Qx0");
    await define(KEY.algorithm, other);
    await lines.getByText(/is defined with another secret/).waitFor();
    assert.ok(!(await page.content()).includes(other) && !(await page.content()).includes(KEY.secret));
    await define("hmac-sha512", KEY.secret);
    const said = /is defined with hmac-sha512; the key in step 3 has hmac-sha256/;
    await lines.getByText(said).waitFor();
    await page.getByRole("complementary").getByText(said).waitFor();
    await shot(page, "primary-other-key");
    await lines.getByRole("link", { name: "To the key" }).click();
    await page.getByRole("heading", { level: 1, name: "Key" }).waitFor();
    const head = page.locator(".us-step__head");
    await head.getByText("The two sides hold different keys.").waitFor();
    await head.getByText(said).waitFor();
    assert.equal(await page.getByRole("complementary").getByText(/is whole/).count(), 0);
    await step(page, "Primary");
    await define(KEY.algorithm, KEY.secret);
    await lines.getByText(/is defined and lets in/).waitFor();
  });

  await t.test("at 200 % nothing is cut off", async () => {
    await page.setViewportSize({ width: 640, height: 430 });
    for (const name of STEPS) {
      await step(page, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
      const hidden = await page.evaluate(() => {
        const acts = [...document.querySelectorAll(".us-step__acts button")];
        return acts.filter((button) => {
          button.scrollIntoView();
          const box = button.getBoundingClientRect();
          return box.width < 1 || box.left < 0 || box.right > innerWidth;
        }).length;
      });
      assert.equal(hidden, 0, `${name} hides a button`);
    }
    await shot(page, "zoom-watch");
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  await t.test("who wants no motion gets none", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const name of STEPS) {
      await step(page, name);
      const moving = await page.evaluate(() => {
        const seconds = (text) => Math.max(...text.split(",").map((part) => Number.parseFloat(part) * (part.includes("ms") ? 0.001 : 1)));
        const moves = (element) => {
          const style = getComputedStyle(element);
          return seconds(style.transitionDuration) > 0.01 || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
        };
        return [...document.querySelectorAll("*")].filter(moves).map((element) => element.className?.baseVal ?? element.className);
      });
      assert.deepEqual(moving, [], name);
    }
    await page.emulateMedia({ reducedMotion: "no-preference" });
  });
  assertQuiet(problems);
});
