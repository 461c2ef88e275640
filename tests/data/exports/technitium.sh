#!/usr/bin/env bash
# Technitium DNS Server 13: a token of the web console in TECHNITIUM_TOKEN.
set -euo pipefail
: "${TECHNITIUM_TOKEN:?}"
api=${TECHNITIUM_URL:-http://127.0.0.1:5380}/api
# This replaces all TSIG keys of the server: add those it has, separated by |.
curl -fsS "$api/settings/set" --data-urlencode "token=$TECHNITIUM_TOKEN" \
  --data-urlencode tsigKeys='xfr.example.com'"|${TSIG_SECRET:?}|hmac-sha256"
curl -fsS "$api/zones/options/set" --data-urlencode "token=$TECHNITIUM_TOKEN" \
  --data-urlencode zone='example.com' --data-urlencode zoneTransfer=UseSpecifiedNetworkACL \
  --data-urlencode zoneTransferNetworkACL=104.30.167.163,104.30.167.173,2a09:bac0:1000:c47::/64,198.41.144.240/28,198.41.150.240/28,2a06:98c0:1401::/48,2a06:98c0:3601::/48 \
  --data-urlencode zoneTransferTsigKeyNames='xfr.example.com' \
  --data-urlencode notify=BothZoneAndSpecifiedNameServers --data-urlencode notifyNameServers=172.65.30.82,172.65.50.145,2606:4700:60:0:317:26ee:3bdf:5774,2606:4700:60:0:35a:4be3:4144:c5ee
