//! The plan as calls of the provider's own libraries, and a configuration for octoDNS to compare with.

use std::fmt::Write;

use super::super::{Desired, DesiredPeer, TransferType, ZoneChoice};
use super::site::{Site, bare, json, key, names, secret, token};

/// What differs between the two languages: how each call is written. All arguments but the secret's variable are literals.
struct Language {
    yes: &'static str,
    no: &'static str,
    /// Between a field and its value.
    is: &'static str,
    env: fn(&str) -> String,
    /// Token, URL, account.
    head: fn(&str, &str, &str) -> String,
    /// The key of this index: name, algorithm, secret.
    key: fn(usize, &str, &str, &str) -> String,
    /// A list of peers begins.
    list: fn(&str) -> String,
    /// A peer of the list: its name, its fields.
    peer: fn(&str, &str, &str) -> String,
    /// The zone of this id.
    zone: fn(&str) -> String,
    /// The zone of this name and type, made when it is not there.
    created: fn(&str, &str) -> String,
    /// Its name and refresh interval.
    incoming: fn(&str, u32) -> String,
    /// Its name, `enable` or `disable`.
    outgoing: fn(&str, &str) -> String,
}

const PYTHON: Language = Language {
    yes: "True",
    no: "False",
    is: "=",
    env: |name| format!("os.environ[\"{name}\"]"),
    head: |token, url, account| {
        format!(
            "# pip install cloudflare. Secrets from the environment. A second run changes nothing.\nimport os\n\nfrom cloudflare import Cloudflare, NotFoundError\n\nclient = Cloudflare(api_token={token}, base_url={url})\naccount = {account}\ntransfers = client.dns.zone_transfers\n\n\ndef named(objects, name):\n    return next((o.id for o in objects if o.name == name), None)\n\n\n"
        )
    },
    key: |i, name, algo, secret| {
        format!(
            "tsig_{i} = named(transfers.tsigs.list(account_id=account), {name}) or transfers.tsigs.create(\n    account_id=account, name={name}, algo={algo}, secret={secret}\n).id\n"
        )
    },
    list: |list| format!("{list} = []\n"),
    peer: |list, name, fields| {
        format!(
            "peer = named(transfers.peers.list(account_id=account), {name}) or transfers.peers.create(account_id=account, name={name}).id\ntransfers.peers.update(peer, account_id=account, {fields})\n{list}.append(peer)\n"
        )
    },
    zone: |id| format!("zone = {id}\n"),
    created: |zone, kind| {
        format!(
            "zone = named(client.zones.list(name={zone}), {zone}) or client.zones.create(\n    account={{\"id\": account}}, name={zone}, type=\"{kind}\"\n).id\n"
        )
    },
    incoming: |name, refresh_s| {
        format!(
            "link = dict(zone_id=zone, name={name}, peers=peers, auto_refresh_seconds={refresh_s})\ntry:\n    transfers.incoming.get(zone_id=zone)\n    transfers.incoming.update(**link)\nexcept NotFoundError:\n    transfers.incoming.create(**link)\ntransfers.force_axfr.create(zone_id=zone)\nprint(transfers.incoming.get(zone_id=zone).soa_serial)\n"
        )
    },
    outgoing: |name, verb| {
        format!(
            "link = dict(zone_id=zone, name={name}, peers=secondaries)\ntry:\n    transfers.outgoing.get(zone_id=zone)\n    transfers.outgoing.update(**link)\nexcept NotFoundError:\n    transfers.outgoing.create(**link)\ntransfers.outgoing.{verb}(zone_id=zone)\n"
        )
    },
};

const JAVASCRIPT: Language = Language {
    yes: "true",
    no: "false",
    is: ": ",
    env: |name| format!("process.env.{name}"),
    head: |token, url, account| {
        format!(
            "// npm install cloudflare. Secrets from the environment. A second run changes nothing.\nimport Cloudflare from \"cloudflare\";\n\nconst client = new Cloudflare({{ apiToken: {token}, baseURL: {url} }});\nconst account_id = {account};\nconst transfers = client.dns.zoneTransfers;\n\nasync function named(objects, name) {{\n  for await (const object of objects) if (object.name === name) return object.id;\n}}\n\n"
        )
    },
    key: |i, name, algo, secret| {
        format!(
            "const tsig_{i} =\n  (await named(transfers.tsigs.list({{ account_id }}), {name})) ??\n  (await transfers.tsigs.create({{ account_id, name: {name}, algo: {algo}, secret: {secret} }})).id;\n"
        )
    },
    list: |list| format!("const {list} = [];\n"),
    peer: |list, name, fields| {
        format!(
            "{{\n  const peer =\n    (await named(transfers.peers.list({{ account_id }}), {name})) ??\n    (await transfers.peers.create({{ account_id, name: {name} }})).id;\n  await transfers.peers.update(peer, {{ account_id, {fields} }});\n  {list}.push(peer);\n}}\n"
        )
    },
    zone: |id| format!("const zone_id = {id};\n"),
    created: |zone, kind| {
        format!(
            "const zone_id =\n  (await named(client.zones.list({{ name: {zone} }}), {zone})) ??\n  (await client.zones.create({{ account: {{ id: account_id }}, name: {zone}, type: \"{kind}\" }})).id;\n"
        )
    },
    incoming: |name, refresh_s| {
        let link = link("incoming", &format!("name: {name}, peers, auto_refresh_seconds: {refresh_s}"));
        format!(
            "{link}await transfers.forceAXFR.create({{ zone_id, body: {{}} }});\nconsole.log((await transfers.incoming.get({{ zone_id }})).soa_serial);\n"
        )
    },
    outgoing: |name, verb| {
        let link = link("outgoing", &format!("name: {name}, peers: secondaries"));
        format!("{link}await transfers.outgoing.{verb}({{ zone_id, body: {{}} }});\n")
    },
};

/// In JavaScript: one of the zone's two configurations, made or changed.
fn link(name: &str, fields: &str) -> String {
    format!(
        "{{\n  const link = {{ zone_id, {fields} }};\n  try {{\n    await transfers.{name}.get({{ zone_id }});\n    await transfers.{name}.update(link);\n  }} catch (error) {{\n    if (!(error instanceof Cloudflare.NotFoundError)) throw error;\n    await transfers.{name}.create(link);\n  }}\n}}\n"
    )
}

/// PyPI `cloudflare`, 5.9.
pub(super) fn python(want: &Desired, site: &Site) -> String {
    calls(want, site, &PYTHON)
}

/// npm `cloudflare`, 7.3.
pub(super) fn javascript(want: &Desired, site: &Site) -> String {
    calls(want, site, &JAVASCRIPT)
}

/// Keys, then peers, then the zone, then what leads to it: each names what was made before it.
fn calls(want: &Desired, site: &Site, language: &Language) -> String {
    let (zone, dotted) = names(want);
    let dotted = json(&dotted);
    let mut out = (language.head)(&(language.env)(token(want)), &json(&site.url), &json(&bare(&want.account_id)));
    for (i, tsig) in want.keys.iter().enumerate() {
        let with_dot = |text: &str| json(&format!("{}.", text.trim_end_matches('.')));
        out += &(language.key)(i, &with_dot(&tsig.name), &with_dot(&tsig.algo), &(language.env)(&secret(i)));
    }
    let secondaries = want.outgoing.as_ref().map_or(&[][..], |o| &o.peers);
    for (list, peers) in [("peers", &want.peers[..]), ("secondaries", secondaries)] {
        out += &(language.list)(list);
        for peer in peers {
            out += &(language.peer)(list, &json(&peer.name), &fields(want, peer, language));
        }
    }
    out += &match &want.zone_id {
        ZoneChoice::Id(id) => (language.zone)(&json(&bare(id))),
        ZoneChoice::Create => (language.created)(&json(&zone), if want.is_incoming() { "secondary" } else { "full" }),
    };
    if want.is_incoming() {
        out += &(language.incoming)(&dotted, want.refresh_s);
    }
    if let Some(outgoing) = &want.outgoing {
        out += &(language.outgoing)(&dotted, if outgoing.enabled { "enable" } else { "disable" });
    }
    out
}

/// `name="…", ip="…", …` of a peer.
fn fields(want: &Desired, peer: &DesiredPeer, language: &Language) -> String {
    let Language { yes, no, is, .. } = language;
    let ixfr = if peer.transfer == TransferType::Ixfr { yes } else { no };
    let (name, ip, port) = (json(&peer.name), json(&peer.ip), peer.port);
    let key = key(want, peer.key.as_ref()).map_or_else(String::new, |i| format!(", tsig_id{is}tsig_{i}"));
    format!("name{is}{name}, ip{is}{ip}, port{is}{port}, ixfr_enable{is}{ixfr}{key}")
}

/// What the primary has beside what the provider holds. A secondary zone's records are read-only, so nothing is pushed:
/// `octodns-dump --config-file octodns.yaml --output-dir held ZONE provider`.
pub(super) fn octodns(want: &Desired, site: &Site) -> String {
    let (_, dotted) = names(want);
    let mut out = format!(
        "# pip install octodns octodns-bind octodns-cloudflare. A secondary zone is read-only: compare, do not push.\n# octodns-compare --config-file octodns.yaml --a primary --b provider --zone {dotted}\nproviders:\n  provider:\n    class: octodns_cloudflare.CloudflareProvider\n    token: env/{}\n    account_id: {}\n    api_url: {}\n    pagerules: false\n",
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
