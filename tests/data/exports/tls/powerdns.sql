-- pdns.conf needs primary=yes. Put the secret where SECRET stands.
-- PowerDNS gives no transfers over TLS of its own (PowerDNS/pdns, issue 9776): a proxy before it must end TLS, such
-- as dnsdist, and ask it from an address that is listed here. What follows is in the clear.
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '127.0.0.1' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALSO-NOTIFY', '127.0.0.1' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'TSIG-ALLOW-AXFR', 'xfr.example.com' FROM domains WHERE name = 'example.com';
INSERT INTO tsigkeys (name, algorithm, secret) VALUES ('xfr.example.com', 'hmac-sha256', 'SECRET');
