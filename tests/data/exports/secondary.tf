# The token from CLOUDFLARE_API_TOKEN, secrets from TF_VAR_tsig_secret.
terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

variable "tsig_secret" {
  type      = string
  sensitive = true
}

resource "cloudflare_dns_zone_transfers_tsig" "key_0" {
  account_id = "023e105f4ecef8ad9ca31a8372d0c353"
  name       = "xfr.example.com."
  algo       = "hmac-sha256."
  secret     = var.tsig_secret
}

resource "cloudflare_dns_zone_transfers_peer" "primary_0" {
  account_id  = "023e105f4ecef8ad9ca31a8372d0c353"
  name        = "one"
  ip          = "192.0.2.53"
  port        = 53
  ixfr_enable = true
  tsig_id     = cloudflare_dns_zone_transfers_tsig.key_0.id
}

resource "cloudflare_dns_zone_transfers_peer" "primary_1" {
  account_id  = "023e105f4ecef8ad9ca31a8372d0c353"
  name        = "two"
  ip          = "2001:db8::53"
  port        = 53
  ixfr_enable = true
  tsig_id     = cloudflare_dns_zone_transfers_tsig.key_0.id
}

resource "cloudflare_dns_zone_transfers_peer" "secondary_0" {
  account_id  = "023e105f4ecef8ad9ca31a8372d0c353"
  name        = "third"
  ip          = "198.51.100.53"
  port        = 53
  ixfr_enable = true
}

resource "cloudflare_dns_zone_transfers_acl" "acl_0" {
  account_id = "023e105f4ecef8ad9ca31a8372d0c353"
  name       = "offices"
  ip_range   = "192.0.2.64/28"
}

resource "cloudflare_zone" "zone" {
  account = {
    id = "023e105f4ecef8ad9ca31a8372d0c353"
  }
  name = "example.com"
  type = "secondary"
}

resource "cloudflare_dns_zone_transfers_incoming" "zone" {
  zone_id              = cloudflare_zone.zone.id
  name                 = "example.com."
  peers                = [cloudflare_dns_zone_transfers_peer.primary_0.id, cloudflare_dns_zone_transfers_peer.primary_1.id]
  auto_refresh_seconds = 3600
}

resource "cloudflare_dns_zone_transfers_outgoing" "zone" {
  zone_id = cloudflare_zone.zone.id
  name    = "example.com."
  peers   = [cloudflare_dns_zone_transfers_peer.secondary_0.id]
}

resource "cloudflare_zone_dnssec" "zone" {
  zone_id             = cloudflare_zone.zone.id
  status              = "active"
  dnssec_multi_signer = true
}
