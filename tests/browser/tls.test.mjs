// A primary over TLS (RFC 9103), live: BIND gives its zone to whoever has the key and comes over TLS; the page tests it and
// loads the zone from it, and is told who it is not.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { assertQuiet, open, shot, step } from "./support/browser.mjs";
import { dig } from "./support/named.mjs";
import { folder, freePort, run, start, until } from "./support/processes.mjs";
import { fillIn, KEY, zone } from "./support/project.mjs";
import { serve } from "./support/understudy.mjs";

const NAME = "ns1.example.com";
const NAMES = "xn--bcher-kva CNAME www\n";

/** A certificate that bears NAME, signed by itself; `{cert, key, pin}`. */
async function papers(dir) {
  const [cert, key] = ["cert.pem", "key.pem"].map((file) => join(dir, file));
  await run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`, "-keyout", key, "-out", cert]);
  const pin = await run("sh", ["-c", `openssl x509 -in ${cert} -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`]);
  return { cert, key, pin: pin.stdout.trim() };
}

/** named by a text that the page made, its papers and what belongs into its options put in: `{port}`, in the clear. */
async function named(t, dir, text, { cert, key }) {
  const home = join(dir, "named");
  await mkdir(home, { recursive: true });
  // Debian's AppArmor profile confines named by its path; a copy runs where the test wants it.
  const program = join(home, "named");
  await copyFile((await run("sh", ["-c", "command -v named || echo /usr/sbin/named"])).stdout.trim(), program);
  const port = await freePort();
  const lines = text.split("\n");
  const options = lines.filter((line) => line.startsWith("//     listen-on port")).map((line) => line.slice(2));
  const conf = `options { directory "${home}"; pid-file "${home}/pid"; session-keyfile "${home}/session"; listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; }; recursion no; dnssec-validation no; managed-keys-directory "${home}";\n${options.join("\n")}\n};\ncontrols { };
${text.replace("/etc/bind/tls.crt", cert).replace("/etc/bind/tls.key", key)}`;
  await writeFile(join(home, "example.com.zone"), zone(2026112601, NAMES));
  await writeFile(join(home, "named.conf"), conf);
  const { child, lines: said } = start(t, program, ["-g", "-c", join(home, "named.conf"), "-n", "1"]);
  await until("named answers", async () => {
    if (child.exitCode !== null) throw new Error(said.slice(-8).join("\n"));
    return (await dig(port, ["example.com", "SOA", "+short", "+time=1", "+tries=1"])).trim();
  });
  return { port };
}

test("a primary over TLS", { timeout: 240_000 }, async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  const tls = await freePort();
  const made = await papers(dir);
  const { page, context, problems } = await open(t, server.url);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const textbox = (name) => page.getByRole("textbox", { name, exact: true });
  const trace = page.getByRole("table", { name: "Probe trace" });
  let text;

  await t.test("the page writes BIND's side of it", async () => {
    await fillIn(page, { port: tls });
    await step(page, "Primary");
    await page.getByRole("radio", { name: "TLS" }).check({ force: true });
    const configuration = page.getByRole("region", { name: "Configuration for the primary" });
    await configuration.getByRole("tab", { name: "Knot", exact: true }).click();
    await configuration.getByText("need Knot 3.4 or newer").waitFor();
    await configuration.getByRole("tab", { name: "BIND", exact: true }).click();
    await configuration.getByText("allow-transfer transport tls").waitFor();
    await configuration.getByRole("button", { name: /^Copy/ }).click();
    text = await until("the configuration is copied", async () => {
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      return copied.includes(KEY.secret) ? copied : undefined;
    });
    await named(t, dir, text, made);
  });

  await t.test("a test believes the pin of its key alone", async () => {
    await textbox("Certificate name or pin").fill("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Primary" }).locator("..").getByText("Transfers would fail.").waitFor();
    await trace.getByText(`sha256/${made.pin}, is none of those pinned`).first().waitFor();
    await trace.getByText("nothing goes in the clear").waitFor();
    await shot(page, "tls-wrong-pin");
    await textbox("Certificate name or pin").fill(made.pin);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByRole("navigation", { name: "Steps" }).getByText("127.0.0.1 answers").waitFor();
    await page.getByText(/ALPN dot/).first().waitFor();
    await shot(page, "tls-probe");
  });

  await t.test("the zone is loaded over it, and its names are shown in both forms", async () => {
    await step(page, "Zone");
    await page.getByRole("button", { name: "Load from the primary" }).click();
    await page.getByRole("status", { name: "Summary" }).getByText("6 records").waitFor();
    await shot(page, "tls-zone");
  });
  assertQuiet(problems);
});
