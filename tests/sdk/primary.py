"""A primary for tests: SOA over UDP and TCP, AXFR over TCP, of one zone, unsigned or with a key."""

import socketserver
import struct
import threading

import dns.flags
import dns.message
import dns.rdatatype
import dns.tsig
import dns.zone

ZONE = """
$ORIGIN sdk.example.
$TTL 3600
@ SOA ns1 hostmaster 2026010107 86400 7200 3600000 3600
@ NS ns1
@ NS ns0001.secondary.understudy.test.
@ MX 10 mail
@ TXT "v=spf1 -all"
@ CAA 0 issue "ca.example"
ns1 A 192.0.2.1
mail AAAA 2001:db8::1
www CNAME @
_sip._tcp SRV 10 5 5060 mail
"""


class Primary:
    """Listens on a free port of 127.0.0.1 until it is closed."""

    def __init__(self, key=None):
        self.zone = dns.zone.from_text(ZONE, relativize=False)
        self.keyring = {} if key is None else {key.name: key}
        # Whether anybody has asked with the key.
        self.signed = False
        primary = self

        class Tcp(socketserver.StreamRequestHandler):
            def handle(self):
                while size := self.rfile.read(2):
                    wire = primary.answer(self.rfile.read(struct.unpack("!H", size)[0]))
                    self.wfile.write(struct.pack("!H", len(wire)) + wire)

        class Udp(socketserver.BaseRequestHandler):
            def handle(self):
                self.request[1].sendto(primary.answer(self.request[0]), self.client_address)

        self.tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tcp)
        self.tcp.daemon_threads = True
        self.port = self.tcp.server_address[1]
        self.udp = socketserver.ThreadingUDPServer(("127.0.0.1", self.port), Udp)
        for server in [self.tcp, self.udp]:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def answer(self, wire):
        query = dns.message.from_wire(wire, keyring=self.keyring)
        self.signed |= query.had_tsig
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA
        soa = self.zone.get_rrset(self.zone.origin, "SOA")
        response.answer.append(soa)
        if query.question[0].rdtype == dns.rdatatype.AXFR:
            for name, rdataset in self.zone.iterate_rdatasets():
                if rdataset.rdtype != dns.rdatatype.SOA:
                    rrset = dns.rrset.from_rdata_list(name, rdataset.ttl, list(rdataset))
                    response.answer.append(rrset)
            # The SOA again at the end: appended as an object of its own, since rendering merges nothing.
            response.answer.append(soa.copy())
        return response.to_wire()

    def close(self):
        for server in [self.tcp, self.udp]:
            server.shutdown()
            server.server_close()
