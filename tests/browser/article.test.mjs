// A newcomer with the help article at hand: its prose, its curl calls of 2018 and the API's answers are pasted into step 1,
// what was found is shown beside what stands in the fields, taken over by one press, and what was left is said.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, pasteZone, shot, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const ACCOUNT = "9a3f1c5b7d2e4a6f8c0b1d3e5f7a9b2c";
const ZONE = "5b7d2e4a6f8c0b1d3e5f7a9b2c9a3f1c";
const ARTICLE = `For each POST example replace :account_tag with your Account ID.
Account ID: ${ACCOUNT}
Zone Transfer type: IXFR
curl -X POST "https://api.cloudflare.com/client/v4/accounts/:account_tag/secondary_dns/tsigs" \\
  -H "X-Auth-Email: user@example.com" -H "X-Auth-Key: c2547eb745079dac9320b638f5e225cf483cc5cfdda41" \\
  --data '{"name":"tsig.customer.cf.","secret":"c2VjcmV0IG9mIHRoZSBhcnRpY2xl","algo":"hmac-sha512."}'
curl -X POST "https://api.cloudflare.com/client/v4/accounts/:account_tag/secondary_dns/masters" \\
  --data '{"ip":"198.18.0.53","port":5353,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a","name":"Master 1"}'
curl -X POST "https://api.cloudflare.com/client/v4/zones/${ZONE}/secondary_dns" \\
  --data '{"id":"${ZONE}","name":"corp.example.dev.","masters":["23ff594956f20c2a721606e94745a8aa"],"auto_refresh_seconds":86400}'
The name servers are ns0123.secondary.cloudflare.com and ns0124.secondary.cloudflare.com.`;

test("the help article fills in the form", async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);
  const pasted = page.getByRole("textbox", { name: "Help article, calls or answers" });
  const found = page.getByRole("table", { name: "Found in the text" });
  const left = page.getByRole("list", { name: "Left in the text" }).getByRole("listitem");
  const row = async (name) => (await found.getByRole("row", { name }).innerText()).replace(/\s+/g, " ");

  await t.test("text that is nothing of it says so", async () => {
    await step(page, "Provider");
    await pasted.fill("hello");
    await page.getByText("Nothing of it is known here").waitFor();
  });

  await t.test("what is found stands beside what is there, and nothing is changed yet", async () => {
    await pasted.fill(ARTICLE);
    await found.waitFor();
    assert.match(await row(/^Account ID/), new RegExp(`${ACCOUNT} now empty`));
    assert.match(await row(/^Port/), /5353 now: 53/);
    assert.match(await row(/^Zone transfer type/), /ixfr now: axfr/);
    assert.match(await row(/^Refresh interval/), /86400 already set/);
    assert.equal(await page.getByRole("textbox", { name: "Account ID" }).inputValue(), "");
    await shot(page, "article-found");
  });

  await t.test("what has no field is said", async () => {
    const texts = await left.allInnerTexts();
    for (const words of ["The key tsig.customer.cf. (hmac-sha512.)", "“Master”", "secret", "API token"]) {
      assert.ok(texts.some((text) => text.includes(words)), `${words}: ${texts.join(" | ")}`);
    }
  });

  await t.test("one press takes it over, in both steps; again there is nothing to take", async () => {
    await page.getByRole("button", { name: /^Take 7 values$/ }).click();
    await page.getByText("Everything that has a field is taken.").waitFor();
    const undo = await page.getByRole("status").filter({ hasText: "Undo" }).boundingBox();
    assert.ok(undo.y >= 0 && undo.y + undo.height <= page.viewportSize().height, "the way back is where the person looks");
    assert.equal(await page.getByRole("textbox", { name: "Account ID" }).inputValue(), ACCOUNT);
    assert.equal(await page.getByRole("textbox", { name: "Zone ID" }).inputValue(), ZONE);
    assert.match(await page.getByRole("textbox", { name: "Name servers" }).inputValue(), /^ns0123\.secondary\.\S+ ns0124\.secondary\.\S+$/);
    await step(page, "Primary");
    assert.equal(await page.getByRole("textbox", { name: "Address", exact: true }).inputValue(), "198.18.0.53");
    assert.equal(await page.getByRole("textbox", { name: "Port", exact: true }).inputValue(), "5353");
    assert.equal(await page.getByRole("radio", { name: "IXFR" }).isChecked(), true);
    assert.equal(await page.getByRole("textbox", { name: "Zone name" }).inputValue(), "corp.example.dev.");
  });

  await t.test("an example takes no value's place, and is called one", async () => {
    await step(page, "Provider");
    await pasted.fill(ARTICLE.replace("198.18.0.53", "192.0.2.53").replaceAll("ns012", "ns000").replaceAll(/ns000[34]/g, (name) => name.replace("3", "1").replace("4", "2")));
    await found.getByRole("row", { name: /^Address/ }).getByText("an example: put yours").waitFor();
    assert.match(await row(/^Port/), /5353 already set/);
    assert.match(await row(/^Name servers/), /ns0001\S+ ns0002\S+ an example: put yours/);
    await page.getByText("Everything that has a field is taken.").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Take/ }).count(), 0);
    await shot(page, "article-examples");
  });

  await t.test("pasted as a zone it is taken where it belongs, and is kept nowhere", async () => {
    await step(page, "Provider");
    await pasted.fill("");
    await step(page, "Zone");
    await page.getByRole("link", { name: /help article/ }).waitFor();
    await pasteZone(page, ARTICLE);
    await page.getByText("This reads like a help article, not a zone.").waitFor();
    await shot(page, "article-zone");
    await page.getByRole("link", { name: "Take it to Provider" }).click();
    await page.getByText("Everything that has a field is taken.").waitFor();
    assert.match(await pasted.inputValue(), /^For each POST example/);
    // It can be undone, until something else is typed.
    const moved = page.getByRole("status").filter({ hasText: "moved here from Zone" });
    await shot(page, "article-moved");
    await moved.getByRole("button", { name: "Undo" }).click();
    await moved.getByText("moved here").waitFor({ state: "detached" });
    assert.equal(await pasted.inputValue(), "");
    await page.getByRole("button", { name: "Help", exact: true }).focus();
    await step(page, "Zone");
    await page.getByText("This reads like a help article, not a zone.").waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Provider" }).waitFor();
    assert.equal(await pasted.inputValue(), "", "what was undone stays");
    await step(page, "Zone");
    // Far down a narrow page it is brought into sight, between the rail and the summary.
    await page.setViewportSize({ width: 320, height: 640 });
    await page.getByRole("link", { name: "Take it to Provider" }).click();
    await moved.getByText("moved here").waitFor();
    const { y, height } = await moved.boundingBox();
    assert.ok(y > 40 && y + height < 640 - 52, `${y} to ${y + height}`);
    await shot(page, "article-moved-narrow");
    await page.setViewportSize({ width: 1280, height: 860 });
    await pasted.press("End");
    await page.keyboard.type(" ");
    await moved.getByText("moved here").waitFor({ state: "detached" });
    await step(page, "Zone");
    await page.getByText("Nothing loaded yet.").waitFor();
  });

  await t.test("nothing secret of it is kept", async () => {
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(kept.includes(ACCOUNT));
    for (const secret of ["c2VjcmV0IG9m", "c2547eb745"]) assert.ok(!kept.includes(secret));
  });
  assertQuiet(problems);
});
