#!/usr/bin/env python3
"""The server beside Knot, BIND and NSD as a secondary, in one run: from an empty start until the zone is served, memory, one
record's change in a large zone, many small zones, queries per second. In docs/performance.md it writes what stands between
`<!-- secondary: PART -->` and `<!-- end -->`, for the parts that ran; what people wrote around it stays.
usage: benches/secondary.py [RECORDS [ZONES]]; needs the release binary and the peers (make peers). PREFIX is put before every
server and client that is measured: with "chrt -r 1" a machine that others use says what it would say without them."""
import asyncio, json, os, pathlib, re, shlex, shutil, signal, socket, struct, subprocess, sys, tempfile, threading, time

RECORDS = int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1] != "--reader" else 1_000_000
ZONES = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
PREFIX = shlex.split(os.environ.get("PREFIX", ""))
ROUNDS = int(os.environ.get("ROUNDS", 3))
UPDATES = 20
REFRESH_S = int(os.environ.get("REFRESH", 300))
SECTION = "## As a secondary"
BINARY = os.environ.get("BINARY") or str(pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target")).resolve() / "release/understudy")
os.environ["PATH"] += ":/usr/sbin"
FOLDER = pathlib.Path(tempfile.gettempdir()) / f"understudy-bench-{os.getpid()}"
figures = {}
part = None


def say(line):
    figures.setdefault(part, []).append(line)
    print(line, flush=True)


def begin(name):
    """What is said from now on is of this part; when and how it was measured comes first."""
    global part
    part = name
    how = f", with `{' '.join(PREFIX)}`" if PREFIX else ""
    say(f"Measured on {time.strftime('%Y-%m-%d', time.gmtime())}; load of the machine before it {os.getloadavg()[0]:.1f}{how}. Compare ratios.\n")


def free_port():
    while True:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port = tcp.getsockname()[1]
            try:
                udp.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def name(text):
    return b"".join(bytes([len(l)]) + l.encode() for l in text.rstrip(".").split(".")) + b"\0"


def message(zone, rtype=6, opcode=0):
    return struct.pack("!6H", 7, opcode << 11 | (0x400 if opcode else 0), 1, 0, 0, 0) + name(zone) + struct.pack("!HH", rtype, 1)


def soa(port, zone="example", wait=0.02):
    """The serial that is served; None when there is none."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.settimeout(wait)
        try:
            udp.connect(("127.0.0.1", port))
            udp.send(message(zone))
            answer = udp.recv(4096)
        except OSError:
            return None
    if answer[3] & 15 or answer[6:8] == b"\0\0":
        return None
    at = 12 + len(name(zone)) + 4
    # Owner (a pointer, or the name again), type, class, TTL, length; then two names and five numbers.
    at += 2 if answer[at] >= 0xC0 else len(name(zone))
    size = struct.unpack("!H", answer[at + 8:at + 10])[0]
    return struct.unpack("!I", answer[at + 10 + size - 20:at + 10 + size - 16])[0]


class Server:
    def __init__(self, argv, port, cores=None, **more):
        argv = PREFIX + (["taskset", "-c", cores, *argv] if cores else argv)
        self.began = time.monotonic()
        self.port = port
        self.child = subprocess.Popen(argv, stdout=subprocess.DEVNULL, **{"stderr": subprocess.DEVNULL, **more})

    def served(self, serial=None, every=0.02, patience=600):
        """Seconds since the start until the zone is served."""
        while time.monotonic() < self.began + patience:
            if self.child.poll() is not None:
                raise SystemExit(f"it ended: {self.child.args}")
            found = soa(self.port)
            if found is not None and serial in (None, found):
                return time.monotonic() - self.began
            time.sleep(every)
        raise SystemExit(f"never served: {self.child.args}")

    def family(self):
        """The process and all that descend from it."""
        found = [self.child.pid]
        for pid in found:
            children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
            found.extend(map(int, children))
        return found

    def peak_mb(self, what="VmHWM"):
        def one(pid):
            try:
                return int(re.search(what + r":\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024
            except (OSError, TypeError):
                return 0
        return sum(map(one, self.family()))

    def cpu_s(self):
        def one(pid):
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            except OSError:
                return 0
        return sum(map(one, self.family()))

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(60)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def folder(of):
    path = FOLDER / of
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path


def understudy(primary, cores=None, **more):
    at, port = folder("understudy"), free_port()
    (at / "config").write_text(
        f'version = 1\n[[peer]]\nname = "p"\naddress = "127.0.0.1"\nport = {primary}\n[[zone]]\nname = "example"\nprimaries = ["p"]\n')
    argv = [BINARY, "serve", "--listen", "127.0.0.1:0", "--dns", f"127.0.0.1:{port}", "--config", at / "config", "--data", at / "data"]
    return Server(argv, port, cores, **more)


def knot(primary=None, zone=None, cores=None):
    at, port = folder("knot-primary" if primary is None else "knot"), free_port()
    if zone:
        shutil.copy(zone, at / "example.zone")
    source = f"master: p\n    zonefile-sync: -1" if primary else "zonefile-sync: -1\n    zonefile-load: whole\n    journal-content: changes\n    serial-policy: increment"
    remote = f"remote:\n  - id: p\n    address: 127.0.0.1@{primary}\n" if primary else ""
    (at / "conf").write_text(
        f"server:\n  listen: 127.0.0.1@{port}\n  rundir: {at}\n  tcp-workers: 2\ncontrol:\n  listen: {at}/sock\ndatabase:\n  storage: {at}\n"
        f"{remote}acl:\n  - id: any\n    address: 127.0.0.1\n    action: [transfer, notify]\n"
        f"zone:\n  - domain: example\n    storage: {at}\n    file: example.zone\n    acl: any\n    {source}\n")
    return Server(["knotd", "-c", at / "conf"], port, cores)


def named(primary):
    at, port = folder("named"), free_port()
    # Debian's profile confines the program by its path.
    binary = shutil.copy(shutil.which("named"), at / "named")
    (at / "conf").write_text(
        f'options {{ directory "{at}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; pid-file none; recursion no; '
        f'dnssec-validation no; session-keyfile none; }};\ncontrols {{ }};\n'
        f'zone "example" {{ type secondary; file "{at}/zone"; primaries {{ 127.0.0.1 port {primary}; }}; }};\n')
    return Server([binary, "-g", "-c", at / "conf"], port)


def nsd(primary=None, zone=None, cores=None):
    at, port = folder("nsd"), free_port()
    source = f"request-xfr: AXFR 127.0.0.1@{primary} NOKEY\n  allow-notify: 127.0.0.1 NOKEY" if primary else f"zonefile: {zone}"
    (at / "conf").write_text(
        f'server:\n  ip-address: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  zonesdir: {at}\n  database: ""\n  pidfile: {at}/pid\n  xfrdfile: {at}/xfrd\n'
        f'  xfrdir: {at}\n  zonelistfile: {at}/list\n  server-count: 1\n  rrl-ratelimit: 0\nremote-control:\n  control-enable: no\nzone:\n  name: example\n  {source}\n')
    return Server(["nsd", "-d", "-c", at / "conf"], port, cores)


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def transfers(primary):
    took = {"dig AXFR": [], "understudy": [], "Knot": [], "BIND": [], "NSD": []}
    peak = {of: [] for of in took}
    for _ in range(ROUNDS):
        began = time.monotonic()
        subprocess.run([*PREFIX, "dig", "@127.0.0.1", "-p", str(primary), "example", "AXFR"], stdout=subprocess.DEVNULL, check=True)
        took["dig AXFR"].append(time.monotonic() - began)
        for of, start in [("understudy", understudy), ("Knot", knot), ("BIND", named), ("NSD", nsd)]:
            server = start(primary)
            took[of].append(server.served())
            peak[of].append(server.peak_mb())
            server.stop()
    say(f"From an empty start until the first answer, the mixed zone of {RECORDS:,} records from Knot over loopback; median of {ROUNDS}.\n")
    say("| program | seconds | against dig | peak MB |\n|---|---|---|---|")
    for of in took:
        mb = f"{median(peak[of]):.0f}" if peak[of] else ""
        say(f"| {of} | {median(took[of]):.2f} | {median(took[of]) / median(took['dig AXFR']):.2f} | {mb} |")
    say("")


class Reader:
    """Asks one question after the other in a process of its own, and keeps the longest wait."""
    def __init__(self, port):
        self.child = subprocess.Popen([*PREFIX, sys.executable, __file__, "--reader", str(port)], stdout=subprocess.PIPE, text=True)

    def ended(self):
        """Milliseconds of the longest wait, and how many were longer than five."""
        self.child.send_signal(signal.SIGTERM)
        longest, over, count = self.child.communicate()[0].split()
        return float(longest), int(over), int(count)


def read(port):
    over = []
    signal.signal(signal.SIGTERM, lambda *_: over.append(True))
    longest, slow, count = 0.0, 0, 0
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.settimeout(5)
        udp.connect(("127.0.0.1", port))
        while not over:
            began = time.monotonic()
            udp.send(message("example"))
            udp.recv(4096)
            wait = (time.monotonic() - began) * 1000
            longest, slow, count = max(longest, wait), slow + (wait > 5), count + 1
            # Not as fast as it can: it would be measured against itself.
            time.sleep(0.0005)
    print(longest, slow, count)


def updates(primary):
    log = FOLDER / "log"
    server = understudy(primary.port, stderr=open(log, "w"))
    server.served()
    conf = FOLDER / "knot-primary/conf"
    control = lambda *words: subprocess.run(["knotc", "-c", conf, *words], check=True, stdout=subprocess.DEVNULL)
    quiet = Reader(server.port)
    time.sleep(UPDATES * 1.2)
    quiet = quiet.ended()
    reader = Reader(server.port)
    took = []
    for n in range(UPDATES):
        control("zone-begin", "example")
        control("zone-set", "example", "one-record", "60", "TXT", f'"change {n}"')
        control("zone-commit", "example")
        serial = soa(primary.port, wait=1)
        # A check follows a check by a second.
        time.sleep(1.1)
        began = time.monotonic()
        with socket.socket(type=socket.SOCK_DGRAM) as udp:
            udp.sendto(message("example", opcode=4), ("127.0.0.1", server.port))
        while soa(server.port, wait=1) != serial:
            if time.monotonic() > began + 60:
                raise SystemExit("the change never came")
        took.append((time.monotonic() - began) * 1000)
    busy = reader.ended()
    server.stop()
    installed, heard = [], None
    for line in log.read_text().splitlines():
        at = re.match(r"\S*?T(\d+):(\d+):([\d.]+)Z", line)
        if at is None:
            continue
        at_ms = ((int(at[1]) * 60 + int(at[2])) * 60 + float(at[3])) * 1000
        if 'code="xfr-changes"' in line:
            heard = at_ms
        elif 'code="xfr-served"' in line and heard:
            installed.append(at_ms - heard)
            heard = None
    say(f"One record added to that zone, {UPDATES} times, by IXFR; a client asks all the while.\n")
    say("| | median | most |\n|---|---|---|")
    say(f"| difference received until it is on the disk and served, ms | {median(installed):.1f} | {max(installed):.1f} |")
    say(f"| NOTIFY until it is served, ms | {median(took):.1f} | {max(took):.1f} |")
    say(f"| the client's longest wait of {busy[2]:,}, ms (without changes, of {quiet[2]:,}: {quiet[0]:.1f}) | | {busy[0]:.1f} |")
    say(f"| waits above 5 ms (without changes {quiet[1]}) | | {busy[1]} |")
    say("")


class Many:
    """A primary of any zone, each with five records; remembers when each was asked."""
    def __init__(self):
        self.asked, self.counted, self.port = {}, 0, free_port()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        asyncio.set_event_loop(self.loop)
        outer = self

        class Datagrams(asyncio.DatagramProtocol):
            def connection_made(self, transport):
                self.transport = transport
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)

            def datagram_received(self, data, who):
                self.transport.sendto(outer.answer(data, 1), who)

        async def stream(reader, writer):
            try:
                while True:
                    size = struct.unpack("!H", await reader.readexactly(2))[0]
                    data = await reader.readexactly(size)
                    rtype = data[data.index(b"\0", 12) + 2]
                    whole = self.answer(data, 1 if rtype == 6 else 6)
                    writer.write(struct.pack("!H", len(whole)) + whole)
                    await writer.drain()
            except (OSError, asyncio.IncompleteReadError):
                writer.close()

        async def start():
            await self.loop.create_datagram_endpoint(Datagrams, ("127.0.0.1", self.port))
            await asyncio.start_server(stream, "127.0.0.1", self.port, backlog=4096)

        self.loop.run_until_complete(start())
        self.loop.run_forever()

    def answer(self, data, records):
        end = data.index(b"\0", 12) + 5
        if records == 1:
            self.asked[data[12:end - 4]] = time.monotonic()
            self.counted += 1
        head = struct.pack("!H", 7 if False else int.from_bytes(data[:2], "big")) + struct.pack("!5H", 0x8400, 1, records, 0, 0)
        soa = b"\xc0\x0c" + struct.pack("!HHIH", 6, 1, 300, 22) + b"\0\0" + struct.pack("!5I", 1, REFRESH_S, 60, 604800, 300)
        rows = [b"\xc0\x0c" + struct.pack("!HHIH", 2, 1, 300, 3) + b"\1a\0"]
        rows += [b"\2h%d\xc0\x0c" % n + struct.pack("!HHIHI", 1, 1, 300, 4, n) for n in range(3)]
        return head + data[12:end] + soa + (b"".join(rows) + soa if records > 1 else b"")


def many():
    primary, at, port = Many(), folder("many"), free_port()
    zones = "".join(f'[[zone]]\nname = "z{n}.example"\nprimaries = ["p"]\n' for n in range(ZONES))
    (at / "config").write_text(f'version = 1\n[[peer]]\nname = "p"\naddress = "127.0.0.1"\nport = {primary.port}\ntransfer = "axfr"\n{zones}')
    argv = [BINARY, "serve", "--listen", "127.0.0.1:0", "--dns", f"127.0.0.1:{port}", "--config", at / "config", "--data", at / "data"]
    server = Server(argv, port, env={**os.environ, "RUST_LOG": "error"})
    last = [f"z{n * (ZONES // 100)}.example" for n in range(100)]
    # A sample, then whatever is left of it.
    while last:
        if time.monotonic() > server.began + 1800 or server.child.poll() is not None:
            raise SystemExit(f"{len(last)} of 100 zones never came")
        last = [zone for zone in last if soa(port, zone, 1) is None]
        time.sleep(0.5)
    loaded = time.monotonic() - server.began
    time.sleep(10)
    memory, cpu, counted, began = server.peak_mb("VmRSS"), server.cpu_s(), primary.counted, time.monotonic()
    time.sleep(REFRESH_S * 1.2)
    spent, asked, now = server.cpu_s() - cpu, primary.counted - counted, time.monotonic()
    late = sum(now - at > REFRESH_S * 1.1 + 5 for at in primary.asked.values())
    server.stop()
    began_again = Server(argv, port, env={**os.environ, "RUST_LOG": "error"})
    while soa(port, "z0.example", 1) is None:
        time.sleep(0.05)
    again = time.monotonic() - began_again.began
    began_again.stop()
    say(f"{ZONES:,} zones of five records, REFRESH {REFRESH_S} s, from one primary (a script, which the first start waits for).\n")
    say("| | |\n|---|---|")
    say(f"| first start until all are served, s | {loaded:.0f} |")
    say(f"| start with all in the database until they are served, s | {again:.1f} |")
    say(f"| memory a zone, kB (resident, all in) | {memory * 1024 / ZONES:.1f} |")
    say(f"| checks in {REFRESH_S * 1.2:.0f} s; zones late with theirs | {asked:,}; {late} |")
    say(f"| CPU for that, share of one core | {spent / (now - began) * 100:.0f} % |")
    say("")


def rate(primary, zone):
    names = re.findall(r"^([0-9a-f]{6,}) ", pathlib.Path(zone).read_text(), re.M)[: 200_000]
    queries = FOLDER / "queries"
    queries.write_text("".join(f"{n}.example A\n" for n in names))
    found = {}
    for of, start in [("understudy", lambda: understudy(primary, "0")), ("Knot", lambda: knot(zone=None, primary=primary, cores="0")), ("NSD", lambda: nsd(zone=zone, cores="0"))]:
        server = start()
        server.served()
        runs = []
        for _ in range(ROUNDS):
            words = [*PREFIX, "taskset", "-c", "1", "dnsperf", "-s", "127.0.0.1", "-p", str(server.port), "-d", str(queries), "-l", os.environ.get("SECONDS", "5"), "-c", "4", "-q", "200"]
            spent = server.cpu_s()
            text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            spent = server.cpu_s() - spent
            number = lambda what: float(re.search(what + r":\s+([\d.]+)", text)[1])
            runs.append((number("Queries per second"), spent * 1e6 / max(1, number("Queries completed")), int(number("Queries lost"))))
        found[of] = (max(run[0] for run in runs), min(run[1] for run in runs), sum(run[2] for run in runs))
        server.stop()
    say(f"Queries on one core, dnsperf on the other; names of that zone, type A, over UDP; best of {ROUNDS}. The processor's time a query says more than queries a second where others use the machine.\n")
    say("| program | queries per second | against ours | µs of CPU a query | against ours | lost |\n|---|---|---|---|---|---|")
    for of, (speed, cost, lost) in found.items():
        ours = found["understudy"]
        say(f"| {of} | {speed:,.0f} | {speed / ours[0]:.2f} | {cost:.1f} | {cost / ours[1]:.2f} | {lost} |")
    say("")


def main():
    parts = set(filter(None, os.environ.get("PARTS", "").split(","))) or {"transfers", "updates", "many", "rate"}
    FOLDER.mkdir()
    try:
        if parts & {"transfers", "updates", "rate"}:
            zone = FOLDER / "mixed.zone"
            with open(zone, "w") as out:
                subprocess.run([sys.executable, "benches/gen_zone.py", "mixed", str(RECORDS)], stdout=out, check=True)
            primary = knot(zone=zone)
            primary.served()
            if "transfers" in parts:
                begin("transfers")
                transfers(primary.port)
            if "rate" in parts and not shutil.which("dnsperf"):
                print("skipped: dnsperf is not installed")
            elif "rate" in parts:
                begin("rate")
                rate(primary.port, zone)
            if "updates" in parts:
                begin("updates")
                updates(primary)
            primary.stop()
        if "many" in parts:
            begin("many")
            many()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    if not os.environ.get("DRY"):
        target = pathlib.Path("docs/performance.md")
        target.write_text(with_figures(target.read_text() if target.exists() else "# Performance\n"))


def with_figures(text):
    """The text with the figures of the parts that ran in their places; parts without a place go behind the section."""
    for name, lines in figures.items():
        opens, closes, body = f"<!-- secondary: {name} -->", "<!-- end -->", "\n".join(lines).rstrip()
        block = f"{opens}\n{body}\n{closes}"
        if opens in text:
            before, _, rest = text.partition(opens)
            text = before + block + rest.partition(closes)[2]
            continue
        if SECTION not in text:
            text = f"{text.rstrip()}\n\n{SECTION}\n"
        before, _, rest = text.partition(SECTION)
        behind = re.search(r"^## ", rest, re.M)
        at = len(rest) if behind is None else behind.start()
        text = before + SECTION + f"{rest[:at].rstrip()}\n\n{block}\n\n{rest[at:]}".rstrip() + "\n"
    return text


if sys.argv[1:2] == ["--reader"]:
    read(int(sys.argv[2]))
else:
    main()
