#!/usr/bin/env bash
# The programs that judge us: name servers and a browser from Debian. `check` lists what is missing, `install` installs it
# (as root, with a policy that starts no service).
set -euo pipefail

packages=(bind9 bind9-dnsutils bind9-utils dnsperf faketime knot knot-dnsutils knot-dnssecutils nsd pdns-server pdns-backend-bind pdns-backend-sqlite3 pdns-tools ldnsutils nftables shellcheck sqlite3 chromium fonts-liberation curl jq openssl prometheus python3-pip python3-venv systemd)
programs=(named dig dnsperf faketime named-checkzone knotd kdig kzonecheck nsd nsd-checkzone pdns_server pdnsutil ldns-read-zone nft shellcheck sqlite3 chromium curl jq openssl promtool systemd-analyze)

PATH="$PATH:/usr/sbin:/usr/bin"
look() {
  missing=()
  for program in "${programs[@]}"; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  # A part of PowerDNS without a program of its own.
  compgen -G '/usr/lib/*/pdns/libgsqlite3backend.so' >/dev/null || missing+=(pdns-backend-sqlite3)
}
look
[ ${#missing[@]} -eq 0 ] && exit 0

line="apt-get install --no-install-recommends ${packages[*]}"
if [ "${1:-check}" != install ]; then
  printf 'peers: missing: %s\npeers: as root: %s\n' "${missing[*]}" "$line" >&2
  exit 1
fi
[ "$(id -u)" = 0 ] || { printf 'peers: not root; run: sudo make peers\n' >&2; exit 2; }

# Installing must not start name servers on this machine.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
$line -y -qq >/dev/null
look
[ ${#missing[@]} -eq 0 ] || { printf 'peers: still missing: %s\n' "${missing[*]}" >&2; exit 1; }
