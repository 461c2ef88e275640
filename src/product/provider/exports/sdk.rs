//! The plan as calls of the provider's own libraries, and a configuration for octoDNS to compare with.

use std::fmt::Write;

use super::super::{Desired, DesiredPeer, TransferType, ZoneChoice};
use super::site::{Site, bare, json, key, names, secret, token};

/// What differs between the two languages.
struct Language {
    yes: &'static str,
    no: &'static str,
    env: fn(&str) -> String,
}

impl Language {
    const fn flag(&self, on: bool) -> &'static str {
        if on { self.yes } else { self.no }
    }
}

const PYTHON: Language = Language { yes: "True", no: "False", env: |name| format!("os.environ[\"{name}\"]") };
const JAVASCRIPT: Language = Language { yes: "true", no: "false", env: |name| format!("process.env.{name}") };

/// PyPI `cloudflare`, 5.9.
pub(super) fn python(want: &Desired, site: &Site) -> String {
    let (zone, dotted) = names(want);
    let mut out = format!(
        "# pip install cloudflare. Secrets from the environment. A second run changes nothing.\nimport os\n\nfrom cloudflare import Cloudflare, NotFoundError\n\nclient = Cloudflare(api_token={}, base_url={})\naccount = {}\ntransfers = client.dns.zone_transfers\n\n\ndef named(objects, name):\n    return next((o.id for o in objects if o.name == name), None)\n\n\n",
        (PYTHON.env)(token(want)),
        json(&site.url),
        json(&bare(&want.account_id))
    );
    for (i, tsig) in want.keys.iter().enumerate() {
        let name = json(&format!("{}.", tsig.name.trim_end_matches('.')));
        let algo = json(&format!("{}.", tsig.algo.trim_end_matches('.')));
        let _ = writeln!(
            out,
            "tsig_{i} = named(transfers.tsigs.list(account_id=account), {name}) or transfers.tsigs.create(\n    account_id=account, name={name}, algo={algo}, secret={}\n).id",
            (PYTHON.env)(&secret(i))
        );
    }
    let secondaries = want.outgoing.as_ref().map_or(&[][..], |o| &o.peers);
    for (list, peers) in [("peers", &want.peers[..]), ("secondaries", secondaries)] {
        let _ = writeln!(out, "{list} = []");
        for peer in peers {
            let name = json(&peer.name);
            let _ = writeln!(
                out,
                "peer = named(transfers.peers.list(account_id=account), {name}) or transfers.peers.create(account_id=account, name={name}).id\ntransfers.peers.update(peer, account_id=account, {})\n{list}.append(peer)",
                fields(want, peer, &PYTHON, "=", "tsig_id")
            );
        }
    }
    match &want.zone_id {
        ZoneChoice::Id(id) => {
            let _ = writeln!(out, "zone = {}", json(&bare(id)));
        }
        ZoneChoice::Create => {
            let kind = if want.is_incoming() { "secondary" } else { "full" };
            let zone = json(&zone);
            let _ = writeln!(
                out,
                "zone = named(client.zones.list(name={zone}), {zone}) or client.zones.create(\n    account={{\"id\": account}}, name={zone}, type=\"{kind}\"\n).id"
            );
        }
    }
    let dotted = json(&dotted);
    if want.is_incoming() {
        let _ = writeln!(
            out,
            "link = dict(zone_id=zone, name={dotted}, peers=peers, auto_refresh_seconds={})\ntry:\n    transfers.incoming.get(zone_id=zone)\n    transfers.incoming.update(**link)\nexcept NotFoundError:\n    transfers.incoming.create(**link)\ntransfers.force_axfr.create(zone_id=zone)\nprint(transfers.incoming.get(zone_id=zone).soa_serial)",
            want.refresh_s
        );
    }
    if let Some(outgoing) = &want.outgoing {
        let verb = if outgoing.enabled { "enable" } else { "disable" };
        let _ = writeln!(
            out,
            "link = dict(zone_id=zone, name={dotted}, peers=secondaries)\ntry:\n    transfers.outgoing.get(zone_id=zone)\n    transfers.outgoing.update(**link)\nexcept NotFoundError:\n    transfers.outgoing.create(**link)\ntransfers.outgoing.{verb}(zone_id=zone)"
        );
    }
    out
}

/// npm `cloudflare`, 7.3.
pub(super) fn javascript(want: &Desired, site: &Site) -> String {
    let (zone, dotted) = names(want);
    let mut out = format!(
        "// npm install cloudflare. Secrets from the environment. A second run changes nothing.\nimport Cloudflare from \"cloudflare\";\n\nconst client = new Cloudflare({{ apiToken: {}, baseURL: {} }});\nconst account_id = {};\nconst transfers = client.dns.zoneTransfers;\n\nasync function named(objects, name) {{\n  for await (const object of objects) if (object.name === name) return object.id;\n}}\n\n",
        (JAVASCRIPT.env)(token(want)),
        json(&site.url),
        json(&bare(&want.account_id))
    );
    for (i, tsig) in want.keys.iter().enumerate() {
        let name = json(&format!("{}.", tsig.name.trim_end_matches('.')));
        let algo = json(&format!("{}.", tsig.algo.trim_end_matches('.')));
        let _ = writeln!(
            out,
            "const tsig_{i} =\n  (await named(transfers.tsigs.list({{ account_id }}), {name})) ??\n  (await transfers.tsigs.create({{ account_id, name: {name}, algo: {algo}, secret: {} }})).id;",
            (JAVASCRIPT.env)(&secret(i))
        );
    }
    let secondaries = want.outgoing.as_ref().map_or(&[][..], |o| &o.peers);
    for (list, peers) in [("peers", &want.peers[..]), ("secondaries", secondaries)] {
        let _ = writeln!(out, "const {list} = [];");
        for peer in peers {
            let name = json(&peer.name);
            let _ = writeln!(
                out,
                "{{\n  const peer =\n    (await named(transfers.peers.list({{ account_id }}), {name})) ??\n    (await transfers.peers.create({{ account_id, name: {name} }})).id;\n  await transfers.peers.update(peer, {{ account_id, {} }});\n  {list}.push(peer);\n}}",
                fields(want, peer, &JAVASCRIPT, ": ", "tsig_id")
            );
        }
    }
    match &want.zone_id {
        ZoneChoice::Id(id) => {
            let _ = writeln!(out, "const zone_id = {};", json(&bare(id)));
        }
        ZoneChoice::Create => {
            let kind = if want.is_incoming() { "secondary" } else { "full" };
            let zone = json(&zone);
            let _ = writeln!(
                out,
                "const zone_id =\n  (await named(client.zones.list({{ name: {zone} }}), {zone})) ??\n  (await client.zones.create({{ account: {{ id: account_id }}, name: {zone}, type: \"{kind}\" }})).id;"
            );
        }
    }
    let dotted = json(&dotted);
    let singleton = |name: &str, body: String| {
        format!(
            "{{\n  const link = {{ zone_id, name: {dotted}, {body} }};\n  try {{\n    await transfers.{name}.get({{ zone_id }});\n    await transfers.{name}.update(link);\n  }} catch (error) {{\n    if (!(error instanceof Cloudflare.NotFoundError)) throw error;\n    await transfers.{name}.create(link);\n  }}\n}}\n"
        )
    };
    if want.is_incoming() {
        out += &singleton("incoming", format!("peers, auto_refresh_seconds: {}", want.refresh_s));
        out.push_str("await transfers.forceAXFR.create({ zone_id, body: {} });\nconsole.log((await transfers.incoming.get({ zone_id })).soa_serial);\n");
    }
    if let Some(outgoing) = &want.outgoing {
        out += &singleton("outgoing", "peers: secondaries".to_owned());
        let verb = if outgoing.enabled { "enable" } else { "disable" };
        let _ = writeln!(out, "await transfers.outgoing.{verb}({{ zone_id, body: {{}} }});");
    }
    out
}

/// `name="…", ip="…", …` of a peer.
fn fields(want: &Desired, peer: &DesiredPeer, language: &Language, is: &str, tsig: &str) -> String {
    let ixfr = language.flag(peer.transfer == TransferType::Ixfr);
    let (name, ip, port) = (json(&peer.name), json(&peer.ip), peer.port);
    let key = key(want, peer.key.as_ref()).map_or_else(String::new, |i| format!(", {tsig}{is}tsig_{i}"));
    format!("name{is}{name}, ip{is}{ip}, port{is}{port}, ixfr_enable{is}{ixfr}{key}")
}

/// What the primary has beside what the provider holds. A secondary zone's records are read-only, so nothing is pushed:
/// `octodns-dump --config-file octodns.yaml --output-dir held ZONE provider`.
pub(super) fn octodns(want: &Desired, site: &Site) -> String {
    let (_, dotted) = names(want);
    let mut out = format!(
        "# pip install octodns octodns-bind octodns-cloudflare. A secondary zone is read-only: compare, do not push.\n# octodns-compare --config-file octodns.yaml --a primary --b provider --zone {dotted}\nproviders:\n  provider:\n    class: octodns_cloudflare.CloudflareProvider\n    token: env/{}\n    account_id: {}\n    api_url: {}\n",
        token(want),
        json(&bare(&want.account_id)),
        json(&site.url)
    );
    if let Some(peer) = want.peers.first() {
        let _ = writeln!(
            out,
            "  primary:\n    class: octodns_bind.AxfrSource\n    host: {}\n    port: {}",
            json(&peer.ip),
            peer.port
        );
        if let Some((i, tsig)) = key(want, peer.key.as_ref()).and_then(|i| Some((i, want.keys.get(i)?))) {
            let _ = writeln!(
                out,
                "    key_name: {}\n    key_algorithm: {}\n    key_secret: env/{}",
                json(&tsig.name),
                json(tsig.algo.trim_end_matches('.')),
                secret(i)
            );
        }
    }
    let _ = writeln!(out, "zones:\n  {}:\n    sources: [primary]\n    targets: []", json(&dotted));
    out
}
