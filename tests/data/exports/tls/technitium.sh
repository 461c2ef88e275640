#!/usr/bin/env bash
# Technitium DNS Server 13: a token of the web console in TECHNITIUM_TOKEN.
# Over TLS: in the settings switch on the optional protocol DNS-over-TLS and give its certificate, by hand; from
# memory, not proved here. What follows lets in over either.
set -euo pipefail
: "${TECHNITIUM_TOKEN:?}"
api=${TECHNITIUM_URL:-http://127.0.0.1:5380}/api
# This replaces all TSIG keys of the server: add those it has, separated by |.
curl -fsS "$api/settings/set" --data-urlencode "token=$TECHNITIUM_TOKEN" \
  --data-urlencode tsigKeys='xfr.example.com'"|${TSIG_SECRET:?}|hmac-sha256"
curl -fsS "$api/zones/options/set" --data-urlencode "token=$TECHNITIUM_TOKEN" \
  --data-urlencode zone='example.com' --data-urlencode zoneTransfer=UseSpecifiedNetworkACL \
  --data-urlencode zoneTransferNetworkACL=127.0.0.1 \
  --data-urlencode zoneTransferTsigKeyNames='xfr.example.com' \
  --data-urlencode notify=BothZoneAndSpecifiedNameServers --data-urlencode notifyNameServers=127.0.0.1
