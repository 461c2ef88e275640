# Windows DNS has no TSIG keys for transfers: give the peer none at the provider.
# 2a09:bac0:1000:c47::/64 cannot be listed: Windows DNS takes single addresses.
# 198.41.144.240/28 cannot be listed: Windows DNS takes single addresses.
# 198.41.150.240/28 cannot be listed: Windows DNS takes single addresses.
# 2a06:98c0:1401::/48 cannot be listed: Windows DNS takes single addresses.
# 2a06:98c0:3601::/48 cannot be listed: Windows DNS takes single addresses.
Set-DnsServerPrimaryZone -Name 'example.com' -SecureSecondaries TransferToSecureServers `
  -SecondaryServers 104.30.167.163,104.30.167.173 -Notify NotifyServers `
  -NotifyServers 172.65.30.82,172.65.50.145,2606:4700:60:0:317:26ee:3bdf:5774,2606:4700:60:0:35a:4be3:4144:c5ee
# The same with dnscmd:
# dnscmd /ZoneResetSecondaries example.com /SecureList 104.30.167.163 104.30.167.173 /NotifyList 172.65.30.82 172.65.50.145 2606:4700:60:0:317:26ee:3bdf:5774 2606:4700:60:0:35a:4be3:4144:c5ee
