// The plan of the page is the plan of the command line: the calls that the page makes are those that `understudy plan`
// shows of the project exported from it, path by path and body by body.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { assertQuiet, open, pasteZone, step } from "./support/browser.mjs";
import { folder, freePort, run, until } from "./support/processes.mjs";
import { KEY, fillIn, zone } from "./support/project.mjs";
import { BINARY, serve } from "./support/understudy.mjs";

/** What two runs do not have in common: the objects' own IDs, which a plan writes as {peer}, {key} and {zone}. */
function plain(call, named) {
  const text = JSON.stringify({ method: call.method, path: call.path, body: call.body ?? null });
  return JSON.parse(Object.entries(named).reduce((now, [id, name]) => now.replaceAll(id, `{${name}}`), text));
}

test("the page makes the calls that the command line plans", { timeout: 120_000 }, async (t) => {
  const dir = await folder(t);
  const server = await serve(t, dir);
  const { page, problems } = await open(t, server.url);
  // Nobody listens there: the transfer is asked for, which is the last call that changes something.
  await fillIn(page, { port: await freePort() });
  await step(page, "Zone");
  await pasteZone(page, zone(2026112301));
  await page.getByRole("status", { name: "Summary" }).getByText("5 records").waitFor();

  await page.getByRole("button", { name: /^Projects: / }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export example.com." }).click();
  const project = join(dir, "project.json");
  await (await download).saveAs(project);
  await page.keyboard.press("Escape");
  const env = { ...process.env, UNDERSTUDY_TOKEN: server.token, TSIG_SECRET: KEY.secret };
  // It ends with 1 when there is something to change.
  const { stdout, code } = await run(BINARY, ["plan", project, "--format", "json"], { env }).catch((ended) => ended);
  assert.equal(code, 1);
  const [planned] = JSON.parse(stdout).zones;

  const made = [];
  const named = {};
  page.on("response", async (response) => {
    const request = response.request();
    const path = new URL(request.url()).pathname.split("/client/v4")[1];
    if (!path || request.method() === "GET") return;
    const call = { method: request.method(), path, body: request.postDataJSON() };
    made.push(call);
    const id = (await response.json()).result?.id;
    const kind = { tsigs: "key", peers: "peer", zones: "zone" }[path.split("/").at(-1)];
    if (id && kind) named[id] = kind;
  });
  await step(page, "Submit");
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText(/secondary_dns\/incoming/).first().waitFor();
  await page.getByRole("button", { name: "Apply" }).click();
  await until("the transfer is asked for", async () => made.some(({ path }) => path.endsWith("/force_axfr")));
  await page.getByRole("button", { name: "Stop" }).click();

  const changes = planned.calls.filter(({ method }) => method !== "GET");
  // The page has the secret; a plan that is printed has none.
  const secret = (call) => (call.body?.secret ? { ...call, body: { ...call.body, secret: "…" } } : call);
  assert.deepEqual(
    made.map((call) => plain(secret(call), named)),
    changes.map((call) => plain(secret(call), {})),
  );
  assert.ok(!stdout.includes(KEY.secret));
  assertQuiet(problems);
});
