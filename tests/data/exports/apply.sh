#!/usr/bin/env bash
# Secrets from the environment. A second run changes nothing.
set -euo pipefail
: "${CLOUDFLARE_API_TOKEN:?}" "${TSIG_SECRET:?}"
acc=accounts/023e105f4ecef8ad9ca31a8372d0c353/secondary_dns

call() { curl -fsS 'https://api.cloudflare.com/client/v4/'"$1" "${@:2}" \
  -K <(printf 'oauth2-bearer = "%s"' "$CLOUDFLARE_API_TOKEN"); }
id() { jq -er --arg n "$1" 'first(.result[] | select(.name == $n)).id'; }

tsig_0=$(call "$acc/tsigs" | id 'xfr.example.com.' ||
  jq -n --arg name 'xfr.example.com.' --arg algo 'hmac-sha256.' \
    '{$name, $algo, secret: env.TSIG_SECRET}' |
    call "$acc/tsigs" --json @- | jq -er .result.id)

peers=()
peers+=("$(call "$acc/peers" | id 'one' ||
  jq -n --arg name 'one' --arg ip '192.0.2.53' --arg tsig_id "$tsig_0" \
    '{$name, $ip, port: 53, ixfr_enable: true, $tsig_id}' |
    call "$acc/peers" --json @- | jq -er .result.id)")

peers+=("$(call "$acc/peers" | id 'two' ||
  jq -n --arg name 'two' --arg ip '2001:db8::53' --arg tsig_id "$tsig_0" \
    '{$name, $ip, port: 53, ixfr_enable: true, $tsig_id}' |
    call "$acc/peers" --json @- | jq -er .result.id)")

secondaries=()
secondaries+=("$(call "$acc/peers" | id 'third' ||
  jq -n --arg name 'third' --arg ip '198.51.100.53' \
    '{$name, $ip, port: 53, ixfr_enable: true}' |
    call "$acc/peers" --json @- | jq -er .result.id)")

call "$acc/acls" | id 'offices' > /dev/null ||
  jq -n --arg name 'offices' --arg ip_range '192.0.2.64/28' '{$name, $ip_range}' |
    call "$acc/acls" --json @- > /dev/null

zone=$(call zones -G --data-urlencode 'name=example.com' | id 'example.com' ||
  jq -n --arg name 'example.com' --arg account '023e105f4ecef8ad9ca31a8372d0c353' \
    '{$name, account: {id: $account}, type: "secondary"}' |
    call zones --json @- | jq -er .result.id)

call "zones/$zone/dns_settings" -X PATCH --json '{"secondary_overrides":false}' > /dev/null
call "zones/$zone/dnssec" -X PATCH --json '{"status":"active","dnssec_multi_signer":true}' > /dev/null
put() { call "$1" > /dev/null 2>&1 && echo PUT || echo POST; }
link=zones/$zone/secondary_dns/incoming
jq -n --arg name 'example.com.' \
  '{$name, peers: $ARGS.positional, auto_refresh_seconds: 3600}' \
  --args "${peers[@]}" | call "$link" --json @- -X "$(put "$link")" > /dev/null
call "zones/$zone/secondary_dns/force_axfr" -X POST > /dev/null
call "$link" | jq .result.soa_serial
link=zones/$zone/secondary_dns/outgoing
jq -n --arg name 'example.com.' '{$name, peers: $ARGS.positional}' \
  --args "${secondaries[@]}" | call "$link" --json @- -X "$(put "$link")" > /dev/null
call "$link/enable" -X POST > /dev/null
