// A reload in the middle of an apply: what was done and what was meant is known, and is finished or undone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, open, shot, step } from "./support/browser.mjs";
import { named } from "./support/named.mjs";
import { folder, until } from "./support/processes.mjs";
import { ACCOUNT, KEY, api, fillIn, pasteKey, zone } from "./support/project.mjs";
import { serve } from "./support/understudy.mjs";

test("a reload in the middle of an apply", { timeout: 180_000 }, async (t) => {
  const dir = await folder(t);
  const primary = await named(t, dir, { zone: "example.com", text: zone(7), key: KEY });
  const server = await serve(t, dir);
  const { page, problems } = await open(t, server.url);
  const lists = ["/zones?name=example.com", `/accounts/${ACCOUNT}/secondary_dns/peers`, `/accounts/${ACCOUNT}/secondary_dns/tsigs`];
  const counts = async () => (await Promise.all(lists.map((list) => api(server, list)))).map((answer) => answer.result.length);
  const begin = async (pattern, { arrives }) => {
    let armed = true;
    const out = new Promise((resolve) => {
      page.route(pattern, async (route) => {
        if (!armed || route.request().method() !== "POST") return route.fallback();
        armed = false;
        // The page never hears of it; the provider may have.
        if (arrives) await route.fetch();
        resolve();
      });
    });
    await step(page, "Submit");
    await page.getByRole("button", { name: "Apply" }).click();
    await out;
    await page.reload();
    await step(page, "Submit");
    await page.getByText("A run was interrupted.").waitFor();
  };
  const kept = () => page.evaluate(() => Object.entries({ ...localStorage }).filter(([name]) => name.endsWith(".applied")).map(([, text]) => text));

  await fillIn(page, primary);
  await t.test("undone: the call whose answer was lost is found by looking", async () => {
    await begin("**/secondary_dns/peers", { arrives: true });
    assert.deepEqual(await counts(), [0, 1, 1]);
    await shot(page, "submit-interrupted");
    const [record] = await kept();
    assert.match(record, /"intended"/);
    assert.ok(!record.includes(KEY.secret), "the record has the secret");
    await pasteKey(page);
    await step(page, "Submit");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("What was done is undone.").first().waitFor();
    assert.deepEqual(await counts(), [0, 0, 0]);
    assert.deepEqual(await kept(), []);
  });

  await t.test("finished: without the key nothing is sent, with it the rest is done", async () => {
    await begin("**/secondary_dns/incoming", { arrives: false });
    assert.deepEqual(await counts(), [1, 1, 1]);
    await page.getByRole("complementary", { name: "If you go on" }).getByText("Paste the key again").filter({ visible: true }).waitFor();
    for (const name of ["Apply", "Dry run"]) {
      await page.getByRole("button", { name }).click();
      await page.getByText(/paste it again in step 3/).first().waitFor();
    }
    await pasteKey(page);
    await step(page, "Submit");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText(/Serial 7 is served/).first().waitFor({ timeout: 60_000 });
    assert.deepEqual(await counts(), [1, 1, 1]);
  });

  await t.test("an apply of an earlier visit can be undone, only where it was made", async () => {
    await page.reload();
    await step(page, "Submit");
    await page.getByText("An earlier apply can still be undone.").waitFor();
    await step(page, "Provider");
    await page.getByRole("textbox", { name: "Account ID" }).fill(ACCOUNT.replace("0", "1"));
    await step(page, "Submit");
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText(/The record of an earlier apply is about/).waitFor();
    await step(page, "Provider");
    await page.getByRole("textbox", { name: "Account ID" }).fill(ACCOUNT);
    await pasteKey(page);
    await step(page, "Submit");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await until("nothing is left", async () => (await counts()).every((count) => count === 0));
    await until("the record is gone", async () => (await kept()).length === 0);
  });
  assertQuiet(problems);
});
