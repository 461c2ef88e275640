// Palette, shortcuts and help by keyboard alone; help without a network; steps by link, by key and by the back button; undo
// in the text over steps and projects.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, pasteZone, pressAtOnce, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const ZONE = "$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 7 7200 3600 1209600 1800\n@ NS ns1\nns1 A 192.0.2.53\n";

test("keyboard, help, history", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, context, problems } = await open(t, server.url);
  const at = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("aria-label") || document.activeElement?.textContent.trim());
  const focusOn = (name) => page.waitForFunction((name) => [document.activeElement?.id, document.activeElement?.getAttribute("aria-label"), document.activeElement?.textContent.trim()].includes(name), name);
  const command = async (words) => {
    await page.keyboard.press("Control+k");
    await focusOn("Find a step or a command");
    await page.keyboard.type(words);
    await page.getByRole("dialog").getByRole("status").getByText("1 command").waitFor();
    await page.keyboard.press("Enter");
  };
  await at("Zone");

  await t.test("the palette goes to a step and gives the focus back", async () => {
    await page.getByRole("button", { name: "Help", exact: true }).focus();
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Find a step or a command" });
    await field.waitFor();
    await focusOn("Find a step or a command");
    await pressAtOnce(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp");
    await page.waitForFunction(() => document.activeElement.getAttribute("aria-activedescendant") === "palette-2");
    await page.keyboard.type("reh");
    await page.getByRole("option", { name: "Go to Rehearsal", selected: true }).waitFor();
    await page.getByRole("dialog").getByRole("status").getByText("1 command").waitFor();
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "detached" });
    await focusOn("Help");
    await command("submit");
    await at("Submit");
    await focusOn("step");
    await command("requests");
    await page.getByRole("dialog", { name: "Requests" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Requests" }).waitFor({ state: "hidden" });
    // The browser closes it at once; it is empty when the page knows of it, and hears its own keys again.
    await page.waitForFunction(() => !document.querySelector('dialog[aria-label="Requests"]')?.childElementCount);
  });

  await t.test("steps by key, by link and by the back button; the title says the zone", async () => {
    await page.keyboard.press("Alt+3");
    await at("Key");
    await page.keyboard.press("Alt+4");
    await at("Zone");
    await pasteZone(page, ZONE);
    await page.waitForFunction(() => document.title.startsWith("example.com."));
    await page.evaluate(() => (location.hash = "#/watch"));
    await at("Watch");
    await page.waitForFunction(() => document.title === "example.com. · Watch · Understudy");
    await page.goBack();
    await at("Zone");
    await page.goBack();
    await at("Key");
    await page.goForward();
    await at("Zone");
  });

  await t.test("a step begins with its heading, however far the one before was scrolled", async () => {
    const seen = (name) => page.waitForFunction((name) => {
      const heading = document.querySelector("h1");
      const { top, bottom } = heading.getBoundingClientRect();
      const drawn = document.elementFromPoint(heading.getBoundingClientRect().left + 4, (top + bottom) / 2);
      return heading.textContent === name && drawn === heading && document.getElementById("step").scrollTop === 0;
    }, name);
    for (const [width, height] of [[1280, 480], [320, 480]]) {
      await page.setViewportSize({ width, height });
      await step(page, "Provider");
      await seen("Provider");
      const scrolled = await page.evaluate(() => {
        const main = document.getElementById("step");
        main.scrollTop = 1e6;
        scrollTo(0, 1e6);
        return main.scrollTop + scrollY;
      });
      assert.ok(scrolled > 100, `${scrolled} pixels at ${width}`);
      await page.keyboard.press("Alt+2");
      await at("Primary");
      await seen("Primary");
      await focusOn("step");
    }
    await page.setViewportSize({ width: 1280, height: 860 });
    await step(page, "Zone");
  });

  await t.test("undo in the text outlives a change of step, and ends where a project begins", async () => {
    const records = (text) => page.getByRole("status", { name: "Summary" }).getByText(text).waitFor();
    await records("3 records");
    await pasteZone(page, `${ZONE}www A 192.0.2.80\n`);
    await records("4 records");
    await step(page, "Key");
    await step(page, "Zone");
    await page.getByRole("button", { name: "Undo" }).first().click();
    await records("3 records");
    await page.getByRole("button", { name: "Redo" }).first().click();
    await records("4 records");
    await command("new project");
    await page.getByText("Nothing loaded yet.").waitFor();
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.getByText("Nothing loaded yet.").waitFor();
  });

  await t.test("the list of keys opens by ? where nothing is typed, and can be switched off", async () => {
    await step(page, "Provider");
    await page.getByRole("textbox", { name: "Account ID" }).focus();
    await page.keyboard.press("?");
    assert.equal(await page.getByRole("textbox", { name: "Account ID" }).inputValue(), "?");
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await keys.getByText("Find a step or a command").waitFor();
    await keys.getByRole("checkbox", { name: /alone opens/ }).uncheck();
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    assert.equal(await keys.isVisible(), false);
  });

  await t.test("help works offline", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.reload();
    await at("Provider");
    await page.getByRole("button", { name: "Help", exact: true }).click();
    const help = page.getByRole("dialog", { name: "Help" });
    await help.getByText("The checklist says what must be there").waitFor();
    await help.getByText("5 Rehearsal").click();
    await help.getByText("Play a scenario: NOTIFY gets lost").waitFor();
    await help.getByRole("link", { name: "Open the step" }).nth(1).click();
    await at("Rehearsal");
    await page.getByRole("button", { name: "NOTIFY never arrives" }).click();
    await page.getByRole("listbox", { name: /^Timeline/ }).waitFor();
    await context.setOffline(false);
  });
  // Requests to the companion fail while there is no network.
  assertQuiet(problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem)));
});
