// The binary under test, with an empty data directory and free ports.
import assert from "node:assert/strict";
import { join } from "node:path";
import { start, until } from "./processes.mjs";

/** Where the release binary is; scripts/browser.sh says it. */
export const BINARY = process.env.UNDERSTUDY ?? new URL("../../../target/release/understudy", import.meta.url).pathname;

/** A page to serve in place of the embedded one, such as a development build's dist/. */
const WWW = process.env.UNDERSTUDY_WWW ? ["--www", process.env.UNDERSTUDY_WWW] : [];

/**
 * Starts `understudy serve`: `{url, token, dnsPort, stop, lines}`. `url` is the address to open, token included. One that
 * was started before and ended comes back as it was when it is given as `as`; `www` is a page to serve in place of the
 * embedded one.
 */
export async function serve(t, dir, args = [], { as, www } = {}) {
  const [listen, answers] = as ? [new URL(as.origin).host, `127.0.0.1:${as.dnsPort}`] : ["127.0.0.1:0", "127.0.0.1:0"];
  const page = www ? ["--www", www] : WWW;
  const env = as ? { ...process.env, UNDERSTUDY_TOKEN: as.token } : process.env;
  const server = start(t, BINARY, ["serve", "--listen", listen, "--dns", answers, "--data", join(dir, "data"), ...page, ...args], { env });
  const open = await until("serve prints its address", () => {
    if (server.child.exitCode !== null) throw new Error(server.lines.join("\n"));
    return server.lines.find((line) => line.startsWith("Open "));
  });
  const dns = server.lines.find((line) => line.startsWith("DNS "));
  const match = /^Open (http:\/\/127\.0\.0\.1:(\d+)\/#\/\?token=(\S+))$/.exec(open);
  assert.ok(match, `not the line of contracts.md §2: ${open}`);
  return { ...server, url: match[1], origin: `http://127.0.0.1:${match[2]}`, token: match[3], dnsPort: Number(/:(\d+)$/.exec(dns)[1]) };
}
