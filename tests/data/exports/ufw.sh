#!/bin/sh
set -eu
ufw allow proto tcp from 104.30.167.163 to any port 53
ufw allow proto udp from 104.30.167.163 to any port 53
ufw allow proto tcp from 104.30.167.173 to any port 53
ufw allow proto udp from 104.30.167.173 to any port 53
ufw allow proto tcp from 2a09:bac0:1000:c47::/64 to any port 53
ufw allow proto udp from 2a09:bac0:1000:c47::/64 to any port 53
ufw allow proto tcp from 198.41.144.240/28 to any port 53 comment 'until 2026-12-01'
ufw allow proto udp from 198.41.144.240/28 to any port 53 comment 'until 2026-12-01'
ufw allow proto tcp from 198.41.150.240/28 to any port 53 comment 'until 2026-12-01'
ufw allow proto udp from 198.41.150.240/28 to any port 53 comment 'until 2026-12-01'
ufw allow proto tcp from 2a06:98c0:1401::/48 to any port 53 comment 'until 2026-12-01'
ufw allow proto udp from 2a06:98c0:1401::/48 to any port 53 comment 'until 2026-12-01'
ufw allow proto tcp from 2a06:98c0:3601::/48 to any port 53 comment 'until 2026-12-01'
ufw allow proto udp from 2a06:98c0:3601::/48 to any port 53 comment 'until 2026-12-01'
