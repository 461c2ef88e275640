// What several tests work with: a zone of named that this machine is to serve, and the steps filled in for it.
import { step } from "./browser.mjs";

export const KEY = { name: "xfr-understudy.", algorithm: "hmac-sha256", secret: "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=" };
export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

/** A zone that names the servers which this machine assigns. */
export const zone = (serial, more = "") => `$ORIGIN example.com.
$TTL 3600
@ IN SOA ns0001.secondary.understudy.test. hostmaster ${serial} 7200 3600 1209600 3600
@ IN NS ns0001.secondary.understudy.test.
@ IN NS ns0002.secondary.understudy.test.
www IN A 192.0.2.4
mail IN A 192.0.2.3
${more}`;

/** Fills in provider, primary and key: this machine serves what `primary` has. */
export async function fillIn(page, primary, { key = KEY, zoneName = "example.com." } = {}) {
  await step(page, "Provider");
  await page.getByRole("radio", { name: "This machine" }).check({ force: true });
  await page.getByRole("textbox", { name: "Account ID" }).fill(ACCOUNT);
  await page.getByRole("checkbox", { name: /Create the zone/ }).check({ force: true });
  await step(page, "Primary");
  await page.getByRole("textbox", { name: "Address" }).fill("127.0.0.1");
  await page.getByRole("textbox", { name: "Port" }).fill(String(primary.port));
  await page.getByRole("textbox", { name: "Zone name", exact: true }).fill(zoneName);
  await pasteKey(page, key);
}

/** Enters the key, which no reload keeps. */
export async function pasteKey(page, key = KEY) {
  await step(page, "Key");
  await page.getByRole("textbox", { name: "TSIG key" }).fill(`${key.algorithm}:${key.name}:${key.secret}`);
  await page.getByText(key.algorithm).first().waitFor();
}

/** A call of the provider API on this machine. */
export async function api(server, path, { method = "GET", body } = {}) {
  const headers = { Authorization: `Bearer ${server.token}`, "Content-Type": "application/json" };
  const response = await fetch(`${server.origin}/client/v4${path}`, { method, headers, body: body && JSON.stringify(body) });
  return response.json();
}

/** A call of the companion. */
export async function companion(server, path, { method = "GET" } = {}) {
  const response = await fetch(`${server.origin}/companion/v1/${path}`, { method, headers: { "X-Understudy-Token": server.token } });
  return response.json();
}
