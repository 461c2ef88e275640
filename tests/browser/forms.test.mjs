// The forms: what was changed is taken back, names in both forms, TLS towards a primary, the primary's configuration for
// every server, and what became of a rehearsal.
import assert from "node:assert/strict";
import test from "node:test";
import { assertQuiet, open, pasteZone, shot, step } from "./support/browser.mjs";
import { folder } from "./support/processes.mjs";
import { serve } from "./support/understudy.mjs";

const ZONE = "$ORIGIN xn--bcher-kva.example.\n$TTL 3600\n@ SOA ns1 hostmaster 7 7200 3600 1209600 1800\n@ NS ns1\n@ NS ns2.example.net.\nns1 A 192.0.2.53\nxn--mnchen-3ya CNAME ns1\n";

test("forms", { timeout: 240_000 }, async (t) => {
  const server = await serve(t, await folder(t));
  const { page, problems } = await open(t, server.url);
  const textbox = (name) => page.getByRole("textbox", { name, exact: true });
  const holds = async (locator, value) => {
    await page.waitForFunction(([element, value]) => element.value === value, [await locator.elementHandle(), value]);
  };

  await t.test("a removed primary comes back", async () => {
    await step(page, "Primary");
    await textbox("Address").fill("192.0.2.53");
    await page.getByRole("button", { name: "Add address" }).click();
    await textbox("Address 2").fill("2001:db8::53");
    await page.getByRole("button", { name: "Remove 2001:db8::53" }).click();
    await textbox("Address 2").waitFor({ state: "detached" });
    const status = page.getByRole("status").filter({ hasText: "The primary was removed." });
    await status.getByRole("button", { name: "Undo" }).click();
    await holds(textbox("Address 2"), "2001:db8::53");
    await page.getByText("Primary: the last change was undone.").waitFor();
    await shot(page, "forms-undone");
    await page.getByRole("status").getByRole("button", { name: "Redo" }).click();
    await textbox("Address 2").waitFor({ state: "detached" });
  });

  await t.test("Ctrl Z takes back what was chosen, Ctrl Y makes it again", async () => {
    const ixfr = page.getByRole("radio", { name: "IXFR" });
    await ixfr.check({ force: true });
    await ixfr.focus();
    await page.keyboard.press("Control+z");
    await page.getByRole("radio", { name: "AXFR", checked: true }).waitFor({ state: "attached" });
    await page.keyboard.press("Control+y");
    await page.getByRole("radio", { name: "IXFR", checked: true }).waitFor({ state: "attached" });
  });

  await t.test("over TLS a primary is believed by a name or a pin", async () => {
    await page.getByText("its peers have no field for TLS").waitFor();
    await page.getByRole("radio", { name: "TLS" }).check({ force: true });
    await page.getByRole("alert").getByText("Choose TCP, or this machine").waitFor();
    await holds(textbox("Port"), "853");
    await textbox("Certificate name or pin").fill("not a name");
    await page.getByText("Write the host name in its certificate").waitFor();
    await textbox("Certificate name or pin").fill("ns1.example.com");
    await step(page, "Provider");
    await page.getByRole("radio", { name: "This machine" }).check({ force: true });
    await step(page, "Primary");
    const lines = page.getByRole("group", { name: "In the file of serve --config" });
    await lines.getByText('tls_name = "ns1.example.com"').waitFor();
    await textbox("Certificate name or pin").fill("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    await lines.getByText('tls_pins = ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]').waitFor();
    await shot(page, "forms-tls");
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Primary" }).waitFor();
    await lines.getByText('transport = "tls"').waitFor();
    await page.getByRole("radio", { name: "TCP" }).check({ force: true });
    await holds(textbox("Port"), "53");
  });

  await t.test("the primary is configured for every server", async () => {
    const configuration = page.getByRole("region", { name: "Configuration for the primary" });
    const words = { BIND: "allow-transfer", Knot: "action: transfer", NSD: "provide-xfr", PowerDNS: "ALLOW-AXFR-FROM", Technitium: "zoneTransferNetworkACL", "Windows DNS": "Set-DnsServerPrimaryZone", nftables: "table inet dns_transfer" };
    for (const [name, word] of Object.entries(words)) {
      await configuration.getByRole("tab", { name, exact: true }).click();
      await configuration.getByRole("group").getByText(word).first().waitFor();
    }
  });

  await t.test("a zone's name is read and typed in both forms", async () => {
    await textbox("Zone name").fill("bücher.example");
    await page.getByText("In the DNS: xn--bcher-kva.example.").waitFor();
    await textbox("Refresh interval").focus();
    await holds(textbox("Zone name"), "xn--bcher-kva.example");
    await page.getByText("Read as bücher.example.").waitFor();
    await textbox("Zone name").fill("bücher..example");
    await page.getByText("Not a domain name").waitFor();
    await textbox("Zone name").fill("");
  });

  await t.test("and so are those of its records", async () => {
    await step(page, "Zone");
    await pasteZone(page, ZONE);
    const table = page.getByRole("table", { name: "Records" });
    await table.getByRole("row", { name: /münchen\.bücher\.example/ }).click();
    await page.getByRole("region", { name: "CNAME record" }).getByText("ns1.bücher.example").waitFor();
    await page.getByRole("textbox", { name: "Filter records" }).fill("münchen");
    await page.waitForFunction(() => document.querySelectorAll("tr.us-row").length === 1);
    await page.getByRole("textbox", { name: "Filter records" }).fill("");
  });

  await t.test("and those of the masthead, the title, the projects and the findings", async () => {
    const both = /xn--bcher-kva\.example\.? \(\u2068bücher\.example\u2069\)/;
    await page.getByRole("button", { name: /^Projects: / }).getByText(both).waitFor();
    await page.waitForFunction(() => document.title.includes("bücher.example"));
    assert.match(await page.title(), both);
    await pasteZone(page, `${ZONE}mail MX 10 xn--mnchen-3ya\n`);
    const findings = page.getByRole("region", { name: "Diagnostics" });
    await findings.getByText(/xn--mnchen-3ya\.xn--bcher-kva\.example\.? \(\u2068münchen\.bücher\.example\u2069\)/).first().waitFor();
    await shot(page, "forms-names");
    await page.getByRole("button", { name: /^Projects: / }).click();
    await page.getByRole("dialog").getByRole("list").getByText(both).first().waitFor();
    await page.keyboard.press("Escape");
  });

  await t.test("a rehearsal is marked until it is changed", async () => {
    const link = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Rehearsal/ });
    assert.match(await link.innerText(), /What a change does/);
    await step(page, "Rehearsal");
    // One of the library is about an invented zone.
    await page.getByRole("button", { name: /NOTIFY/ }).first().click();
    await page.getByRole("listbox", { name: /^Timeline/ }).waitFor();
    assert.match(await link.innerText(), /What a change does/);
    assert.equal(await page.getByRole("complementary").getByText(/^Ends /).count(), 0);
    await page.getByRole("button", { name: "Play it with the zone of step 4" }).click();
    await link.getByText(/Ends (current|behind)/).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Rehearsal" }).waitFor();
    await link.getByText(/Ends (current|behind)/).waitFor();
  });
  assertQuiet(problems);
});
