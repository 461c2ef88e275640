//! The plan as a bash script with curl and jq. It looks before it makes, so a second run changes nothing.

use std::fmt::Write;

use crate::product::provider::{Desired, Kind, TransferType, ZoneChoice};

const CLOUDFLARE: &str = "https://api.cloudflare.com";

/// The script for `want`; `origin` is where this machine's provider API is.
pub(crate) fn script(want: &Desired, origin: &str) -> String {
    let (base, token) = match want.provider {
        Kind::Cloudflare => (CLOUDFLARE, "CLOUDFLARE_API_TOKEN"),
        Kind::ThisMachine => (origin, "UNDERSTUDY_TOKEN"),
    };
    let zone = want.zone.trim_end_matches('.');
    let mut out = String::from("# Secrets from the environment. A second run changes nothing.\nset -euo pipefail\n");
    let secret = if want.keys.is_empty() { "" } else { " \"${TSIG_SECRET:?}\"" };
    let _ = writeln!(out, ": \"${{{token}:?}}\"{secret}");
    let _ = writeln!(out, "acc=accounts/{}/secondary_dns\n", bare(&want.account_id));
    let _ = writeln!(out, "call() {{ curl -fsS \"{base}/client/v4/$1\" \"${{@:2}}\" \\");
    let _ = writeln!(out, "  -K <(printf 'oauth2-bearer = \"%s\"' \"${token}\"); }}");
    out.push_str("id() { jq -er --arg n \"$1\" 'first(.result[] | select(.name == $n)).id'; }\n\n");
    for key in &want.keys {
        let _ = writeln!(out, "tsig=$(call \"$acc/tsigs\" | id {} ||", quoted(&key.name));
        let _ = writeln!(out, "  jq -n --arg name {} --arg algo {} \\", quoted(&key.name), quoted(&key.algo));
        out.push_str("    '{$name, $algo, secret: env.TSIG_SECRET}' |\n");
        out.push_str("    call \"$acc/tsigs\" --json @- | jq -er .result.id)\n\n");
    }
    out.push_str("peers=()\n");
    for peer in &want.peers {
        let ixfr = peer.transfer == TransferType::Ixfr;
        let key = if peer.key.is_some() { (" --arg tsig_id \"$tsig\"", ", $tsig_id") } else { ("", "") };
        let _ = writeln!(out, "peers+=(\"$(call \"$acc/peers\" | id {} ||", quoted(&peer.name));
        let _ = writeln!(out, "  jq -n --arg name {} --arg ip {}{} \\", quoted(&peer.name), quoted(&peer.ip), key.0);
        let _ = writeln!(out, "    '{{$name, $ip, port: {}, ixfr_enable: {ixfr}{}}}' |", peer.port, key.1);
        out.push_str("    call \"$acc/peers\" --json @- | jq -er .result.id)\")\n\n");
    }
    match &want.zone_id {
        ZoneChoice::Id(id) => {
            let _ = writeln!(out, "zone={}\n", bare(id));
        }
        ZoneChoice::Create => {
            let _ = writeln!(
                out,
                "zone=$(call zones -G --data-urlencode {} | id {} ||",
                quoted(&format!("name={zone}")),
                quoted(zone)
            );
            let _ = writeln!(out, "  jq -n --arg name {} --arg account {} \\", quoted(zone), quoted(&want.account_id));
            out.push_str("    '{$name, account: {id: $account}, type: \"secondary\"}' |\n");
            out.push_str("    call zones --json @- | jq -er .result.id)\n\n");
        }
    }
    out.push_str("link=zones/$zone/secondary_dns/incoming\n");
    out.push_str("call \"$link\" > /dev/null 2>&1 && method=PUT || method=POST\n");
    let _ = writeln!(out, "jq -n --arg name {} \\", quoted(&format!("{zone}.")));
    let _ = writeln!(out, "  '{{$name, peers: $ARGS.positional, auto_refresh_seconds: {}}}' \\", want.refresh_s);
    out.push_str("  --args \"${peers[@]}\" | call \"$link\" --json @- -X \"$method\" > /dev/null\n");
    out.push_str("call \"zones/$zone/secondary_dns/force_axfr\" -X POST > /dev/null\n");
    out.push_str("call \"$link\" | jq .result.soa_serial\n");
    out
}

/// An identifier, which is letters and digits or nothing that belongs here.
fn bare(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A word that the shell takes as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::provider::DesiredPeer;
    use crate::product::provider::model::{Secret, Tsig};

    fn want() -> Desired {
        Desired {
            provider: Kind::Cloudflare,
            account_id: "023e105f4ecef8ad9ca31a8372d0c353".into(),
            zone_id: ZoneChoice::Create,
            zone: "example.com.".into(),
            name_servers: Vec::new(),
            keys: vec![Tsig {
                id: String::new(),
                name: "k'.".into(),
                algo: "hmac-sha256.".into(),
                secret: Secret::new("c2VjcmV0"),
            }],
            peers: vec![DesiredPeer {
                name: "example.com 192.0.2.53".into(),
                ip: "192.0.2.53".into(),
                port: 53,
                transfer: TransferType::Ixfr,
                key: Some("k'.".into()),
            }],
            refresh_s: 3600,
            ..Desired::default()
        }
    }

    #[test]
    fn no_secret_is_in_the_script() {
        let script = script(&want(), "");
        assert!(!script.contains("c2VjcmV0"), "{script}");
        assert!(script.contains("env.TSIG_SECRET"));
        assert!(script.contains("https://api.cloudflare.com/client/v4/"));
    }

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(quoted("k'."), r"'k'\''.'");
        assert!(script(&want(), "").contains(r"id 'k'\''.'"));
    }

    #[test]
    fn this_machine_has_its_own_address_and_token() {
        let script = script(&Desired { provider: Kind::ThisMachine, ..want() }, "http://127.0.0.1:8053");
        assert!(
            script.contains("http://127.0.0.1:8053/client/v4/") && script.contains("$UNDERSTUDY_TOKEN"),
            "{script}"
        );
        assert!(!script.contains("cloudflare"));
    }
}
