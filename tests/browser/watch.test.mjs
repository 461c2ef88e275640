// Watch, live: named as primary, our binary as the provider. Nothing to watch, every point proved, a change that arrives
// by itself, content that differs under one serial, the primary stopped, the companion lost and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, open, shot, step } from "./support/browser.mjs";
import { dig, named } from "./support/named.mjs";
import { folder, until } from "./support/processes.mjs";
import { KEY, companion, fillIn, zone } from "./support/project.mjs";
import { serve } from "./support/understudy.mjs";

// The parent delegates without a DS.
const PARENT = "$TTL 60\n@ SOA ns hostmaster 1 60 60 600 60\n@ NS ns\nns A 127.0.0.1\nexample NS ns0001.secondary.understudy.test.\n";

test("Watch sees every place and judges", { timeout: 240_000 }, async (t) => {
  const dir = await folder(t);
  const primary = await named(t, dir, { zone: "example.com", text: zone(2026112301), key: KEY, also: { com: PARENT } });
  let server = await serve(t, dir);
  const { page, problems } = await open(t, server.url);
  const places = page.getByRole("table", { name: "Serial and content at each place" });
  const row = (name) => places.getByRole("row", { name });
  const points = page.getByRole("list", { name: "Delegation" }).getByRole("listitem");
  const history = page.getByRole("table", { name: "History" });
  const rail = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Watch/ });
  const ready = { timeout: 60_000 };
  const check = async () => {
    const button = page.getByRole("button", { name: "Check now" });
    await button.click(ready);
    await page.waitForFunction(() => [...document.querySelectorAll("button")].some((b) => b.textContent.includes("Check now") && !b.disabled), undefined, ready);
  };

  /** Changes the primary's zone and waits until it answers `name` with `answer`. */
  const change = async (text, name, answer) => {
    await primary.change(text);
    await until(`named answers ${answer}`, async () => (await dig(primary.port, [...name, "+short"])).includes(answer), 60);
  };

  await t.test("empty: what lacks is said, and nothing is asked", async () => {
    await step(page, "Watch");
    await page.getByText("Nothing to watch yet.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Check now" }).isDisabled(), true);
    await shot(page, "watch-empty");
  });

  await t.test("before the first transfer nobody serves it, and each point says so", async () => {
    await fillIn(page, primary);
    await step(page, "Provider");
    const names = page.getByRole("textbox", { name: "Name servers" });
    await names.fill("ns0001.secondary.understudy.test ns0002.secondary.understudy.test");
    await step(page, "Watch");
    await page.getByText("Do not delegate yet.").waitFor(ready);
    await row(/ns0001.*(Answers|No SOA|Not authoritative)/).first().waitFor();
    await row(/Primary.*Reference.*2026112301/).waitFor();
    await step(page, "Provider");
    await names.fill("");
  });

  await t.test("applied, every place has it; the provider names the servers; the parent alone is unproved", async () => {
    await step(page, "Submit");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText(/Serial 2026112301 is served/).first().waitFor(ready);
    await step(page, "Watch");
    await check();
    await row(/ns0001\.secondary.*Same.*2026112301/).filter({ hasText: "RRsets equal" }).waitFor(ready);
    await row(/ns0002\.secondary.*Same.*2026112301/).waitFor();
    await row(/The provider’s API.*Same serial.*2026112301/).waitFor();
    await row(/This machine.*Same serial.*2026112301/).waitFor();
    await page.getByText("Events of this machine come as they happen").waitFor(ready);
    assert.equal(await points.count(), 5);
    await shot(page, "watch-partial");
  });

  await t.test("names that the provider did not assign are not asked, and both steps say so", async () => {
    const other = /The provider assigned ns0001\.secondary\.understudy\.test, ns0002/;
    await step(page, "Provider");
    await page.getByRole("textbox", { name: "Name servers" }).fill("ns0001.secondary.cloudflare.com");
    await step(page, "Watch");
    await page.getByText(other).waitFor(ready);
    await row(/ns0001\.secondary\.understudy.*Same.*2026112301/).waitFor(ready);
    assert.equal(await row(/cloudflare/).count(), 0);
    await shot(page, "watch-assigned");
    await step(page, "Provider");
    await page.getByText(other).waitFor();
    await page.getByRole("button", { name: "Enter the assigned ones" }).click();
    await page.getByText(other).waitFor({ state: "detached" });
    await page.getByRole("textbox", { name: "Name servers" }).fill("");
    await step(page, "Watch");
  });

  await t.test("with a resolver that knows the parent, every point is proved", async () => {
    await page.getByRole("textbox", { name: "Resolver for the parent’s DS" }).fill(`127.0.0.1:${primary.port}`);
    await page.getByText("The rehearsal passed.").waitFor(ready);
    assert.deepEqual(await points.allInnerTexts().then((all) => all.map((text) => /: (proved|not proved|not met)/.exec(text)?.[1])), Array(5).fill("proved"));
    await page.getByRole("complementary", { name: "If you go on" }).getByText("The rehearsal passed").filter({ visible: true }).waitFor();
    await until("the mark is green", async () => /\bok\b/.test(await rail.evaluate((link) => document.getElementById(link.getAttribute("aria-describedby").split(" ")[0]).textContent)));
    await shot(page, "watch-safe");
  });

  await t.test("a change arrives by the event stream, without a check", async () => {
    await change(zone(2026112302, "new IN A 192.0.2.9\n"), ["example.com", "SOA"], "2026112302");
    await companion(server, "zones/example.com./refresh", { method: "POST" });
    await row(/This machine.*2026112302/).waitFor(ready);
    // The event that it is served brings the next round.
    await row(/ns0001\.secondary.*Same.*2026112302/).waitFor(ready);
  });

  await t.test("a whole transfer is ordered from here, whatever the serial", async () => {
    await page.getByRole("button", { name: "Transfer again" }).click();
    await page.getByText(/The provider took the order at \d\d:\d\d:\d\d/).waitFor(ready);
    await history.getByRole("row", { name: /This machine: A transfer of the whole zone was ordered/ }).first().waitFor(ready);
  });

  await t.test("content that differs under one serial is seen", async () => {
    await change(zone(2026112302, "other IN A 192.0.2.10\n"), ["other.example.com", "A"], "192.0.2.10");
    await check();
    await row(/ns0001\.secondary.*Content differs/).waitFor(ready);
    await page.getByText("Do not delegate yet.").waitFor();
    await row(/ns0001/).getByText("Show which").click();
    await row(/ns0001/).getByText(/other\.example\.com\. A/).first().waitFor();
    await shot(page, "watch-differs");
    await change(zone(2026112302, "new IN A 192.0.2.9\n"), ["new.example.com", "A"], "192.0.2.9");
    await check();
    await row(/ns0001\.secondary.*Same/).waitFor(ready);
  });

  await t.test("a primary that is silent is written down, with what failed", async () => {
    await primary.stop();
    await check();
    await row(/Primary.*No answer/).waitFor(ready);
    await history.getByRole("row", { name: /Primary: No answer/ }).first().waitFor();
    await companion(server, "zones/example.com./refresh", { method: "POST" });
    await history.getByRole("row", { name: /This machine: .*(tcp|udp)/i }).first().waitFor(ready);
    await shot(page, "watch-primary-silent");
    await primary.start();
  });

  await t.test("the companion is lost, what was seen stays, and it comes back by itself", async () => {
    await server.stop();
    await page.getByText("The companion is lost.").waitFor(ready);
    await row(/ns0001/).waitFor();
    await shot(page, "watch-lost");
    server = await serve(t, dir, [], { as: server });
    await history.getByRole("row", { name: /The companion is back/ }).first().waitFor(ready);
    await page.getByText("The rehearsal passed.").waitFor({ timeout: 90_000 });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("paused").waitFor();
  });

  // The browser writes down that the lost companion's stream was cut; the page does not.
  assertQuiet(problems.filter((problem) => !/ERR_/.test(problem)));
});
