// A real BIND on a free port, serving one zone to whoever has the key.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, run, start, until } from "./processes.mjs";

/**
 * Starts named: `{port, stop, start, change}`. `dir` must exist; `key` is `{name, algorithm, secret}`; `also` are zones for
 * anyone, by name; `change` takes another text of the zone.
 */
export async function named(t, dir, { zone, text, key, also = {} }) {
  const home = join(dir, "named");
  await mkdir(home, { recursive: true });
  // Debian's AppArmor profile confines named by its path; a copy runs where the test wants it.
  const program = join(home, "named");
  await copyFile((await run("sh", ["-c", "command -v named || echo /usr/sbin/named"])).stdout.trim(), program);
  const port = await freePort();
  const conf = `
options { directory "${home}"; pid-file "${home}/named.pid"; session-keyfile "${home}/session.key"; listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; }; recursion no; notify no; dnssec-validation no; managed-keys-directory "${home}"; };
controls { };
key "${key.name}" { algorithm ${key.algorithm}; secret "${key.secret}"; };
zone "${zone}" { type primary; file "${home}/zone"; allow-transfer { key "${key.name}"; }; };
${Object.keys(also).map((name) => `zone "${name}" { type primary; file "${home}/zone-${name}"; };`).join("\n")}
`;
  for (const [name, content] of Object.entries(also)) await writeFile(join(home, `zone-${name}`), content);
  await writeFile(join(home, "zone"), text);
  await writeFile(join(home, "named.conf"), conf);
  const server = { port, stop: undefined, start: undefined, change: undefined };
  server.start = async () => {
    const { child, lines, stop } = start(t, program, ["-g", "-c", join(home, "named.conf"), "-p", String(port), "-n", "1"]);
    server.stop = stop;
    server.change = async (other) => {
      await writeFile(join(home, "zone"), other);
      child.kill("SIGHUP");
    };
    await until("named answers", async () => {
      if (child.exitCode !== null) throw new Error(lines.slice(-5).join("\n"));
      return (await dig(port, [zone, "SOA", "+short", "+time=1", "+tries=1"])).trim();
    });
  };
  await server.start();
  return server;
}

/** What dig prints. */
export async function dig(port, args) {
  const { stdout } = await run("dig", ["@127.0.0.1", "-p", String(port), "+nocookie", ...args], { maxBuffer: 1 << 26 });
  return stdout;
}

/** The records of a transfer as dig prints them, one a line with single spaces, in the order sent. */
export async function axfr(port, zone, key) {
  const sign = key ? ["-y", `${key.algorithm}:${key.name}:${key.secret}`] : [];
  const text = await dig(port, [zone, "AXFR", ...sign]);
  return text
    .split("\n")
    .filter((line) => line && !line.startsWith(";") && !/\sTSIG\s/.test(line))
    .map((line) => line.replace(/\s+/g, " ").trim());
}
