-- pdns.conf needs primary=yes. Put the secret where SECRET stands.
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '104.30.167.163' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '104.30.167.173' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '2a09:bac0:1000:c47::/64' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '198.41.144.240/28' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '198.41.150.240/28' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '2a06:98c0:1401::/48' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALLOW-AXFR-FROM', '2a06:98c0:3601::/48' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALSO-NOTIFY', '172.65.30.82' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALSO-NOTIFY', '172.65.50.145' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALSO-NOTIFY', '2606:4700:60:0:317:26ee:3bdf:5774' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'ALSO-NOTIFY', '2606:4700:60:0:35a:4be3:4144:c5ee' FROM domains WHERE name = 'example.com';
INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, 'TSIG-ALLOW-AXFR', 'xfr.example.com' FROM domains WHERE name = 'example.com';
INSERT INTO tsigkeys (name, algorithm, secret) VALUES ('xfr.example.com', 'hmac-sha256', 'SECRET');
