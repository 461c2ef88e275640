// Scenarios in the page: one of the library walked through by keyboard, the form and its text as one, undo, own zone.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, pressAtOnce, shot, step } from "./support/browser.mjs";
import { folder, run } from "./support/processes.mjs";
import { BINARY, serve } from "./support/understudy.mjs";

test("scenarios", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);
  await step(page, "Rehearsal");
  const timeline = page.getByRole("listbox", { name: /^Timeline of \d+ events/ });
  const moment = page.getByRole("group", { name: "Events" }).getByRole("status");
  const form = page.getByRole("region", { name: "Scenario", exact: true });

  await t.test("one of the library, told as the program tells it, walked through by keyboard", async () => {
    await page.getByText("No scenario yet.").waitFor();
    await page.getByRole("textbox", { name: "Filter scenarios" }).fill("never arrives");
    await page.getByRole("button", { name: "NOTIFY never arrives" }).click();
    await timeline.waitFor();
    const told = (await run(BINARY, ["simulate", "notify-lost", "--format", "json"])).stdout;
    const { entries } = JSON.parse(told);
    assert.equal(await timeline.getByRole("option").count(), entries.length);
    const lines = await page.getByRole("list", { name: "Events" }).getByRole("listitem").allInnerTexts();
    const plain = (text) => text.toLowerCase().replace(/\s+/g, " ");
    entries.forEach((entry, n) => assert.ok(plain(lines[n]).includes(plain(entry.text)), `${lines[n]} lacks ${entry.text}`));

    await timeline.focus();
    await page.keyboard.press("End");
    assert.match(await timeline.getAttribute("aria-activedescendant"), new RegExp(`-${entries.length - 1}$`));
    await page.keyboard.press("Home");
    const at = (n) => page.locator(`svg[aria-activedescendant="scene-event-${n}"]`).waitFor();
    await pressAtOnce(page, ..."End ArrowLeft ArrowLeft".split(" "));
    await at(entries.length - 3);
    await pressAtOnce(page, ..."Home ArrowRight ArrowRight ArrowRight ArrowRight ArrowLeft".split(" "));
    await at(3);
    await page.keyboard.press("Home");
    const lost = entries.findIndex((entry) => entry.code === "rehearse-notify-given-up");
    for (let n = 0; n < lost; n += 1) await page.keyboard.press("ArrowRight");
    await moment.getByText("From here on only the refresh interval brings the change.").waitFor();
    assert.equal(await timeline.getByRole("option", { selected: true }).count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "listbox");
    await page.keyboard.press("PageDown");
    await moment.getByText("the refresh interval has passed").waitFor();
    await page.getByText("serves an old version for 47 min 52 s").waitFor();
    await shot(page, "scene-library");
  });

  await t.test("from the form to the text and back; each step can be undone", async () => {
    await page.getByRole("textbox", { name: "Filter scenarios" }).fill("");
    await form.getByRole("button", { name: "Clock off" }).click();
    await page.getByText(/10 min/).first().waitFor();
    await form.getByRole("button", { name: "Clock off", pressed: true }).waitFor();
    assert.equal(await form.getByRole("checkbox", { name: "Signed by a TSIG key" }).isChecked(), true);
    await form.getByRole("textbox", { name: "primary-clock: Value" }).fill("+20m");
    await page.keyboard.press("Tab");
    // The timeline of the new value moves what is below it.
    await page.getByText(/20 min/).first().waitFor();
    await form.getByRole("radio", { name: "Cloudflare documents" }).click({ force: true });
    await form.getByRole("radio", { name: "Cloudflare documents", checked: true }).waitFor();
    await form.getByRole("tab", { name: "TOML" }).click();
    const text = form.getByRole("textbox", { name: "Scenario as TOML" });
    await page.waitForFunction(() => /cloudflare/.test(document.querySelector("textarea[aria-label='Scenario as TOML']").value));
    const toml = await text.inputValue();
    assert.match(toml, /preset = "cloudflare"/);
    assert.match(toml, /what = "primary-clock"\n(.+\n)*off = "\+20m"/);

    await text.fill(toml.replace('what = "primary-clock"', 'what = "rain"'));
    await page.getByText("This scenario cannot be played.").waitFor();
    await page.getByRole("list", { name: "This scenario cannot be played." }).getByText(/unknown variant/).waitFor();
    await form.getByRole("button", { name: "Undo" }).click();
    await timeline.waitFor();
    await text.fill(toml.replace('lasts = "2h"', 'lasts = "5h"'));
    await form.getByRole("tab", { name: "TOML" }).focus();
    await pressAtOnce(page, "ArrowRight", "ArrowRight");
    await form.getByRole("tab", { name: "TOML", selected: true }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "TOML");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => [...document.querySelectorAll(".us-scene__fields input")].some((input) => input.value === "5h"));
    await form.getByRole("textbox", { name: "Lasts" }).fill("soon");
    await page.keyboard.press("Tab");
    await form.getByText("A length is written as 1h30m").waitFor();
  });

  await t.test("one of one's own; a reload keeps it", async () => {
    await form.getByRole("combobox", { name: "Add another fault" }).selectOption("stall");
    await form.getByRole("list", { name: "Faults" }).getByText("stall").waitFor();
    await page.reload();
    await form.getByRole("list", { name: "Faults" }).getByText("stall").waitFor();
    await page.getByRole("button", { name: "Load a sample change" }).click();
    await page.getByText("4 RRsets would change.").waitFor();
    await form.getByRole("button", { name: "Play it with the zone of step 4" }).click();
    await form.getByText(/a whole zone, \d+ lines/).first().waitFor();
    await page.getByRole("region", { name: "Timeline" }).getByText(/serial \d+ is served/).waitFor();
    // How it came out is not kept, and nobody changed it.
    await step(page, "Zone");
    await page.reload();
    await page.getByRole("navigation", { name: "Steps" }).getByText("Not played in this session").waitFor();
  });
  assertQuiet(problems);
});
