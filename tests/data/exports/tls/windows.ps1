# Windows DNS is not known to give transfers over TLS: a secondary that insists on it gets nothing from there. What
# follows is in the clear.
# Windows DNS has no TSIG keys for transfers: give the peer none at the provider.
Set-DnsServerPrimaryZone -Name 'example.com' -SecureSecondaries TransferToSecureServers `
  -SecondaryServers 127.0.0.1 -Notify NotifyServers `
  -NotifyServers 127.0.0.1
# The same with dnscmd:
# dnscmd /ZoneResetSecondaries example.com /SecureList 127.0.0.1 /NotifyList 127.0.0.1
