#!/bin/sh
# pdns.conf needs primary=yes.
# PowerDNS gives no transfers over TLS of its own (PowerDNS/pdns, issue 9776): a proxy before it must end TLS, such
# as dnsdist, and ask it from an address that is listed here. What follows is in the clear.
set -eu
pdnsutil import-tsig-key 'xfr.example.com' hmac-sha256 "${TSIG_SECRET:?}"
pdnsutil activate-tsig-key 'example.com' 'xfr.example.com' primary
pdnsutil set-meta 'example.com' ALLOW-AXFR-FROM 127.0.0.1
pdnsutil set-meta 'example.com' ALSO-NOTIFY 127.0.0.1
