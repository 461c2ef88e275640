//! Terraform, in the resource names of the provider's plugin version 5. Read 2026-07-10.

use std::fmt::Write;

use super::super::{Desired, DesiredPeer, DnssecMode, TransferType, ZoneChoice};
use super::site::{bare, hcl, key, names, secret};

pub(super) fn terraform(want: &Desired) -> String {
    let (zone, dotted) = names(want);
    let account = hcl(&bare(&want.account_id));
    let mut out = String::from(
        "# The token from CLOUDFLARE_API_TOKEN, secrets from TF_VAR_tsig_secret.\nterraform {\n  required_providers {\n    cloudflare = {\n      source  = \"cloudflare/cloudflare\"\n      version = \"~> 5.0\"\n    }\n  }\n}\n",
    );
    for (i, tsig) in want.keys.iter().enumerate() {
        let variable = secret(i).to_ascii_lowercase();
        let _ = write!(
            out,
            "\nvariable \"{variable}\" {{\n  type      = string\n  sensitive = true\n}}\n\nresource \"cloudflare_dns_zone_transfers_tsig\" \"key_{i}\" {{\n  account_id = {account}\n  name       = {}\n  algo       = {}\n  secret     = var.{variable}\n}}\n",
            hcl(&format!("{}.", tsig.name.trim_end_matches('.'))),
            hcl(&format!("{}.", tsig.algo.trim_end_matches('.'))),
        );
    }
    let secondaries = want.outgoing.as_ref().map_or(&[][..], |o| &o.peers);
    for (kind, peers) in [("primary", &want.peers[..]), ("secondary", secondaries)] {
        for (i, peer) in peers.iter().enumerate() {
            resource(want, &account, kind, i, peer, &mut out);
        }
    }
    for (i, acl) in want.acls.iter().enumerate() {
        let _ = write!(
            out,
            "\nresource \"cloudflare_dns_zone_transfers_acl\" \"acl_{i}\" {{\n  account_id = {account}\n  name       = {}\n  ip_range   = {}\n}}\n",
            hcl(&acl.name),
            hcl(&acl.range)
        );
    }
    let zone_id = match &want.zone_id {
        ZoneChoice::Id(id) => hcl(&bare(id)),
        ZoneChoice::Create => {
            let kind = if want.is_incoming() { "secondary" } else { "full" };
            let _ = write!(
                out,
                "\nresource \"cloudflare_zone\" \"zone\" {{\n  account = {{\n    id = {account}\n  }}\n  name = {}\n  type = \"{kind}\"\n}}\n",
                hcl(&zone)
            );
            "cloudflare_zone.zone.id".to_owned()
        }
    };
    let ids = |kind: &str, count: usize| {
        let ids = (0..count).map(|i| format!("cloudflare_dns_zone_transfers_peer.{kind}_{i}.id"));
        ids.collect::<Vec<_>>().join(", ")
    };
    if want.is_incoming() {
        let _ = write!(
            out,
            "\nresource \"cloudflare_dns_zone_transfers_incoming\" \"zone\" {{\n  zone_id              = {zone_id}\n  name                 = {}\n  peers                = [{}]\n  auto_refresh_seconds = {}\n}}\n",
            hcl(&dotted),
            ids("primary", want.peers.len()),
            want.refresh_s
        );
    }
    if !secondaries.is_empty() {
        let _ = write!(
            out,
            "\nresource \"cloudflare_dns_zone_transfers_outgoing\" \"zone\" {{\n  zone_id = {zone_id}\n  name    = {}\n  peers   = [{}]\n}}\n",
            hcl(&dotted),
            ids("secondary", secondaries.len())
        );
    }
    signing(want, &zone_id, &mut out);
    out
}

fn resource(want: &Desired, account: &str, kind: &str, i: usize, peer: &DesiredPeer, out: &mut String) {
    let _ = write!(
        out,
        "\nresource \"cloudflare_dns_zone_transfers_peer\" \"{kind}_{i}\" {{\n  account_id  = {account}\n  name        = {}\n  ip          = {}\n  port        = {}\n  ixfr_enable = {}\n",
        hcl(&peer.name),
        hcl(&peer.ip),
        peer.port,
        peer.transfer == TransferType::Ixfr
    );
    if let Some(i) = key(want, peer.key.as_ref()) {
        let _ = writeln!(out, "  tsig_id     = cloudflare_dns_zone_transfers_tsig.key_{i}.id");
    }
    out.push_str("}\n");
}

fn signing(want: &Desired, zone_id: &str, out: &mut String) {
    let lines = match want.dnssec {
        None => return,
        Some(DnssecMode::Off) => "  status  = \"disabled\"\n".to_owned(),
        Some(DnssecMode::Live) => "  status  = \"active\"\n".to_owned(),
        Some(DnssecMode::MultiSigner) => {
            "  status              = \"active\"\n  dnssec_multi_signer = true\n".to_owned()
        }
        Some(DnssecMode::Presigned) => {
            format!("  dnssec_presigned = true\n  dnssec_use_nsec3 = {}\n", want.nsec3)
        }
    };
    let width = lines.find(" =").unwrap_or(9).saturating_sub(2);
    let name =
        lines.lines().map(|l| l.split('=').next().unwrap_or_default().len().saturating_sub(3)).max().unwrap_or(width);
    let _ = write!(
        out,
        "\nresource \"cloudflare_zone_dnssec\" \"zone\" {{\n  {:name$} = {zone_id}\n{lines}}}\n",
        "zone_id"
    );
}
