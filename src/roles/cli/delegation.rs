//! The end of `apply`: the assigned name servers are asked, and whether it is safe to delegate is said with what shows
//! it. The same judgement as the page's Watch.

use std::net::SocketAddr;
use std::sync::Arc;

use super::output::{answer, coloured, complain};
use super::project::Project;
use crate::engine::dns::Name;
use crate::engine::limits::TransferLimits;
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::product::api::nameservers::{Judged, Report};
use crate::product::provider::{Desired, DnssecMode, Kind};
use crate::roles::server::ask::Target;
use crate::roles::server::nameservers::{Assigned, Resolver, Want, survey};
use crate::roles::server::net::Route;

/// Asks the name servers that the provider has assigned to the zone and says the verdict on stdout. Where the project
/// gives addresses for their names (`name=address:port`), those are asked.
pub(super) fn check(project: &Project, want: &Desired, assigned: &[String], resolver: Option<SocketAddr>) {
    let asked = match wanted(project, want, assigned, resolver) {
        Ok(asked) => asked,
        Err(why) => return complain(&format!("{}: the name servers were not checked: {why}", want.zone)),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&format!("{}: the name servers were not checked: {error}", want.zone)),
    };
    complain(&format!("{}: asking the assigned name servers", want.zone));
    let report = runtime.block_on(survey(asked, None));
    // A resolver's thread that still waits is not waited for.
    runtime.shutdown_background();
    if !answer(&human(&want.zone, &report)) {
        complain("cannot write the answer to standard output");
    }
}

fn wanted(
    project: &Project,
    want: &Desired,
    assigned: &[String],
    resolver: Option<SocketAddr>,
) -> Result<Want, String> {
    let apex = Name::absolute(&want.zone).map_err(|_| format!("{} is no domain name", want.zone))?;
    let given = project.file.zone.iter().filter(|zone| zone.name == want.zone).flat_map(|zone| &zone.name_servers);
    let given = Assigned::read_all(given.map(String::as_str)).map_err(|(_, why)| why)?;
    let names = Assigned::read_all(assigned.iter().map(String::as_str)).map_err(|(_, why)| why)?;
    let servers: Vec<_> = if names.is_empty() {
        given
    } else {
        names.into_iter().map(|name| given.iter().find(|g| g.name == name.name).cloned().unwrap_or(name)).collect()
    };
    if servers.is_empty() {
        return Err("the provider has assigned none yet".to_owned());
    }
    let resolver = match (resolver, want.provider) {
        (Some(at), _) => Resolver::At(at),
        (None, Kind::Cloudflare) => Resolver::System,
        // A rehearsal on this machine is delegated by nobody.
        (None, Kind::ThisMachine) => Resolver::Nobody,
    };
    let provider_signs = matches!(want.dnssec, Some(DnssecMode::Live | DnssecMode::MultiSigner));
    let primary = primary(want, &apex)?;
    Ok(Want { apex, servers, primary: Some(primary), content: true, provider_signs, seed: 0, resolver })
}

/// The first primary, asked as the provider asks it.
fn primary(want: &Desired, apex: &Name) -> Result<Target, String> {
    let peer = want.peers.first().ok_or("the zone has no primary")?;
    let ip = peer.ip.parse().map_err(|_| format!("{} is no address", peer.ip))?;
    let key = want.keys.iter().find(|key| peer.key.as_ref().is_some_and(|name| key.is_named(name)));
    let key = key.map(|key| {
        let name = Name::absolute(&key.name).map_err(|_| format!("{} is no domain name", key.name))?;
        let algorithm = Algorithm::from_text(&key.algo).ok_or_else(|| format!("{} is no algorithm", key.algo))?;
        let secret = Secret::from_base64(key.secret.expose()).ok_or("the secret is not base64")?;
        Ok::<_, String>(Arc::new(Key { name, algorithm, secret }))
    });
    let route = Route { to: SocketAddr::new(ip, peer.port), from: None };
    Ok(Target { apex: apex.clone(), route, key: key.transpose()?, tls: None, limits: TransferLimits::default() })
}

fn human(zone: &str, report: &Report) -> String {
    let verdict = if report.safe { "safe to delegate" } else { "not shown to be safe to delegate" };
    let mut out = format!("{zone}: {verdict}\n");
    for Judged { condition, standing, message, .. } in &report.points {
        let colour = match standing.as_str() {
            "proved" => "32",
            "false" => "31",
            _ => "33",
        };
        let word = if coloured() { format!("\x1b[{colour}m{standing:<8}\x1b[0m") } else { format!("{standing:<8}") };
        out += &format!("  {word} {condition:<9} {message}\n");
    }
    for server in &report.servers {
        let trouble = server.failure.iter().map(|failure| (server.name.as_str(), failure));
        let addresses = server.addresses.iter().flatten();
        let trouble = trouble.chain(addresses.filter_map(|a| Some((a.address.as_str(), a.failure.as_ref()?))));
        for (at, failure) in trouble {
            out += &format!("  note     {at}: {}\n", failure.message);
        }
    }
    out
}
