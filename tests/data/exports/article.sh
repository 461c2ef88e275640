#!/usr/bin/env bash
# As the article of 2018 says it: :account_tag is the account's id, a Master a primary.
# For this machine's /client/v4 alone; the provider's present API says peers and incoming.
set -euo pipefail
: "${UNDERSTUDY_TOKEN:?}"
account_tag=023e105f4ecef8ad9ca31a8372d0c353
zone_tag=${ZONE_ID:-ZONE_ID}
base='http://127.0.0.1:8053/client/v4'
call() { curl -fsS "$base/$1" "${@:2}" -K <(printf 'oauth2-bearer = "%s"' "$UNDERSTUDY_TOKEN"); }

tsig_0=$(jq -n --arg name 'xfr.example.com.' --arg algo 'hmac-sha256.' '{$name, $algo, secret: env.TSIG_SECRET}' |
  call "accounts/$account_tag/secondary_dns/tsigs" --json @- | jq -er .result.id)
masters=()
masters+=("$(jq -n --arg name 'one' --arg ip '192.0.2.53' --arg tsig_id "$tsig_0" '{$name, $ip, port: 53, ixfr_enable: true, $tsig_id}' |
  call "accounts/$account_tag/secondary_dns/masters" --json @- | jq -er .result.id)")
masters+=("$(jq -n --arg name 'two' --arg ip '2001:db8::53' --arg tsig_id "$tsig_0" '{$name, $ip, port: 53, ixfr_enable: true, $tsig_id}' |
  call "accounts/$account_tag/secondary_dns/masters" --json @- | jq -er .result.id)")
jq -n --arg name 'example.com.' '{id: $zone, $name, masters: $ARGS.positional, auto_refresh_seconds: 3600}' --arg zone "$zone_tag" \
  --args "${masters[@]}" | call "zones/$zone_tag/secondary_dns" --json @-
