#!/bin/sh
# pdns.conf needs primary=yes.
set -eu
pdnsutil import-tsig-key 'xfr.example.com' hmac-sha256 "${TSIG_SECRET:?}"
pdnsutil activate-tsig-key 'example.com' 'xfr.example.com' primary
pdnsutil set-meta 'example.com' ALLOW-AXFR-FROM 104.30.167.163 104.30.167.173 2a09:bac0:1000:c47::/64 198.41.144.240/28 198.41.150.240/28 2a06:98c0:1401::/48 2a06:98c0:3601::/48
pdnsutil set-meta 'example.com' ALSO-NOTIFY 172.65.30.82 172.65.50.145 2606:4700:60:0:317:26ee:3bdf:5774 2606:4700:60:0:35a:4be3:4144:c5ee
