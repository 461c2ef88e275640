//! The plan as a bash script with curl and jq. It looks before it makes, so a second run changes nothing.

use std::fmt::Write;

use super::super::{Desired, DnssecMode, TransferType, ZoneChoice};
use super::site::{Site, bare, key, names, secret, shell, token};

/// The script.
pub(super) fn script(want: &Desired, site: &Site) -> String {
    let (zone, dotted) = names(want);
    let token = token(want);
    let mut out = String::from(
        "#!/usr/bin/env bash\n# Secrets from the environment. A second run changes nothing.\nset -euo pipefail\n",
    );
    let secrets: String = (0..want.keys.len()).map(|i| format!(" \"${{{}:?}}\"", secret(i))).collect();
    let _ = writeln!(out, ": \"${{{token}:?}}\"{secrets}");
    let _ = writeln!(out, "acc=accounts/{}/secondary_dns\n", bare(&want.account_id));
    let _ = writeln!(out, "call() {{ curl -fsS {}\"$1\" \"${{@:2}}\" \\", shell(&format!("{}/", site.url)));
    let _ = writeln!(out, "  -K <(printf 'oauth2-bearer = \"%s\"' \"${token}\"); }}");
    out.push_str("id() { jq -er --arg n \"$1\" 'first(.result[] | select(.name == $n)).id'; }\n\n");
    for (i, tsig) in want.keys.iter().enumerate() {
        let name = format!("{}.", tsig.name.trim_end_matches('.'));
        let algo = format!("{}.", tsig.algo.trim_end_matches('.'));
        let _ = writeln!(out, "tsig_{i}=$(call \"$acc/tsigs\" | id {} ||", shell(&name));
        let _ = writeln!(out, "  jq -n --arg name {} --arg algo {} \\", shell(&name), shell(&algo));
        let _ = writeln!(out, "    '{{$name, $algo, secret: env.{}}}' |", secret(i));
        out.push_str("    call \"$acc/tsigs\" --json @- | jq -er .result.id)\n\n");
    }
    for (list, wanted) in [("peers", &want.peers[..]), ("secondaries", outgoing(want))] {
        let _ = writeln!(out, "{list}=()");
        for peer in wanted {
            let ixfr = peer.transfer == TransferType::Ixfr;
            let tsig = key(want, peer.key.as_ref());
            let tsig = tsig.map_or_else(Default::default, |i| (format!(" --arg tsig_id \"$tsig_{i}\""), ", $tsig_id"));
            let _ = writeln!(out, "{list}+=(\"$(call \"$acc/peers\" | id {} ||", shell(&peer.name));
            let _ = writeln!(out, "  jq -n --arg name {} --arg ip {}{} \\", shell(&peer.name), shell(&peer.ip), tsig.0);
            let _ = writeln!(out, "    '{{$name, $ip, port: {}, ixfr_enable: {ixfr}{}}}' |", peer.port, tsig.1);
            out.push_str("    call \"$acc/peers\" --json @- | jq -er .result.id)\")\n\n");
        }
    }
    for acl in &want.acls {
        let _ = writeln!(out, "call \"$acc/acls\" | id {} > /dev/null ||", shell(&acl.name));
        let _ = writeln!(
            out,
            "  jq -n --arg name {} --arg ip_range {} '{{$name, $ip_range}}' |",
            shell(&acl.name),
            shell(&acl.range)
        );
        out.push_str("    call \"$acc/acls\" --json @- > /dev/null\n\n");
    }
    match &want.zone_id {
        ZoneChoice::Id(id) => {
            let _ = writeln!(out, "zone={}\n", bare(id));
        }
        ZoneChoice::Create => {
            let kind = if want.is_incoming() { "secondary" } else { "full" };
            let _ = writeln!(
                out,
                "zone=$(call zones -G --data-urlencode {} | id {} ||",
                shell(&format!("name={zone}")),
                shell(&zone)
            );
            let _ = writeln!(out, "  jq -n --arg name {} --arg account {} \\", shell(&zone), shell(&want.account_id));
            let _ = writeln!(out, "    '{{$name, account: {{id: $account}}, type: \"{kind}\"}}' |");
            out.push_str("    call zones --json @- | jq -er .result.id)\n\n");
        }
    }
    if want.convert {
        out.push_str("call \"zones/$zone\" -X PATCH --json '{\"type\":\"secondary\"}' > /dev/null\n");
    }
    settings(want, &mut out);
    out.push_str("put() { call \"$1\" > /dev/null 2>&1 && echo PUT || echo POST; }\n");
    if want.is_incoming() {
        out.push_str("link=zones/$zone/secondary_dns/incoming\n");
        let _ = writeln!(out, "jq -n --arg name {} \\", shell(&dotted));
        let _ = writeln!(out, "  '{{$name, peers: $ARGS.positional, auto_refresh_seconds: {}}}' \\", want.refresh_s);
        out.push_str("  --args \"${peers[@]}\" | call \"$link\" --json @- -X \"$(put \"$link\")\" > /dev/null\n");
        out.push_str("call \"zones/$zone/secondary_dns/force_axfr\" -X POST > /dev/null\n");
        out.push_str("call \"$link\" | jq .result.soa_serial\n");
    }
    if let Some(wanted) = &want.outgoing {
        out.push_str("link=zones/$zone/secondary_dns/outgoing\n");
        let _ = writeln!(out, "jq -n --arg name {} '{{$name, peers: $ARGS.positional}}' \\", shell(&dotted));
        out.push_str("  --args \"${secondaries[@]}\" | call \"$link\" --json @- -X \"$(put \"$link\")\" > /dev/null\n");
        let _ =
            writeln!(out, "call \"$link/{}\" -X POST > /dev/null", if wanted.enabled { "enable" } else { "disable" });
    }
    out
}

fn outgoing(want: &Desired) -> &[super::super::DesiredPeer] {
    want.outgoing.as_ref().map_or(&[], |o| &o.peers)
}

fn settings(want: &Desired, out: &mut String) {
    let switch = |name: &str, on: Option<bool>| on.map(|on| format!("\"{name}\":{on}"));
    let dns: Vec<_> = [switch("secondary_overrides", want.overrides), switch("multi_provider", want.multi_provider)]
        .into_iter()
        .flatten()
        .collect();
    if !dns.is_empty() {
        let _ = writeln!(out, "call \"zones/$zone/dns_settings\" -X PATCH --json '{{{}}}' > /dev/null", dns.join(","));
    }
    let body = match want.dnssec {
        None => return,
        Some(DnssecMode::Off) => r#"{"status":"disabled"}"#.to_owned(),
        Some(DnssecMode::MultiSigner) => r#"{"status":"active","dnssec_multi_signer":true}"#.to_owned(),
        Some(DnssecMode::Live) => r#"{"status":"active","dnssec_multi_signer":false}"#.to_owned(),
        Some(DnssecMode::Presigned) => format!(r#"{{"dnssec_presigned":true,"dnssec_use_nsec3":{}}}"#, want.nsec3),
    };
    let _ = writeln!(out, "call \"zones/$zone/dnssec\" -X PATCH --json '{body}' > /dev/null");
}

/// The calls in the article's words. Cloudflare's present API calls a master a peer; `/client/v4` of this machine
/// understands both, so that is where this goes.
pub(super) fn article(want: &Desired, site: &Site) -> String {
    let url = if site.own.is_some() { site.url.clone() } else { "http://127.0.0.1:8053/client/v4".to_owned() };
    let (_, dotted) = names(want);
    let zone = match &want.zone_id {
        ZoneChoice::Id(id) => bare(id),
        ZoneChoice::Create => "ZONE_ID".to_owned(),
    };
    let mut out = format!(
        "#!/usr/bin/env bash\n# As the article of 2018 says it: :account_tag is the account's id, a Master a primary.\n\
         # For this machine's /client/v4 alone; the provider's present API says peers and incoming.\n\
         set -euo pipefail\n: \"${{UNDERSTUDY_TOKEN:?}}\"\naccount_tag={}\nzone_tag=${{ZONE_ID:-{zone}}}\nbase={}\n",
        bare(&want.account_id),
        shell(&url)
    );
    out.push_str(
        "call() { curl -fsS \"$base/$1\" \"${@:2}\" -K <(printf 'oauth2-bearer = \"%s\"' \"$UNDERSTUDY_TOKEN\"); }\n\n",
    );
    for (i, tsig) in want.keys.iter().enumerate() {
        let _ = writeln!(
            out,
            "tsig_{i}=$(jq -n --arg name {} --arg algo {} '{{$name, $algo, secret: env.{}}}' |\n  call \"accounts/$account_tag/secondary_dns/tsigs\" --json @- | jq -er .result.id)",
            shell(&format!("{}.", tsig.name.trim_end_matches('.'))),
            shell(&format!("{}.", tsig.algo.trim_end_matches('.'))),
            secret(i)
        );
    }
    out.push_str("masters=()\n");
    for peer in &want.peers {
        let tsig = key(want, peer.key.as_ref());
        let tsig = tsig.map_or_else(Default::default, |i| (format!(" --arg tsig_id \"$tsig_{i}\""), ", $tsig_id"));
        let _ = writeln!(
            out,
            "masters+=(\"$(jq -n --arg name {} --arg ip {}{} '{{$name, $ip, port: {}, ixfr_enable: {}{}}}' |\n  call \"accounts/$account_tag/secondary_dns/masters\" --json @- | jq -er .result.id)\")",
            shell(&peer.name),
            shell(&peer.ip),
            tsig.0,
            peer.port,
            peer.transfer == TransferType::Ixfr,
            tsig.1
        );
    }
    let _ = writeln!(
        out,
        "jq -n --arg name {} '{{id: $zone, $name, masters: $ARGS.positional, auto_refresh_seconds: {}}}' --arg zone \"$zone_tag\" \\\n  --args \"${{masters[@]}}\" | call \"zones/$zone_tag/secondary_dns\" --json @-",
        shell(&dotted),
        want.refresh_s
    );
    out
}
