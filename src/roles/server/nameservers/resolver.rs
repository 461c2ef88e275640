//! What only a resolver knows: the addresses of a name server, and the DS that the parent zone has.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

use super::words::{self, trouble};
use super::{Resolver, query};
use crate::engine::diag::{Args, Label};
use crate::engine::xfr::Close;
use crate::product::api::nameservers::Trouble;
use crate::product::provider::delegate::{Question, Reply};

/// How long the system's resolver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The port of every name server that is found by its name.
const PORT: u16 = 53;

/// Names that exist nowhere: nobody is asked for them (RFC 6761 §6.2, §6.4).
const NOWHERE: [&str; 2] = ["test", "invalid"];

/// The IPv4 and IPv6 addresses of a name.
pub(super) async fn addresses(name: &str) -> Result<Vec<SocketAddr>, Trouble> {
    let bare = name.trim_end_matches('.');
    let unresolved = |label: &Label, words: &str| {
        words::told("unresolved", label, &Args::new().with("name", name).with("words", words))
    };
    if bare.rsplit('.').next().is_some_and(|last| NOWHERE.iter().any(|n| last.eq_ignore_ascii_case(n))) {
        return Err(unresolved(&words::SERVER_NOWHERE, ""));
    }
    match timeout(PATIENCE, lookup_host((bare, PORT))).await {
        Ok(Ok(found)) => {
            let mut found: Vec<_> = found.collect();
            found.sort_unstable();
            found.dedup();
            Ok(found)
        }
        Ok(Err(error)) => Err(unresolved(&words::SERVER_UNRESOLVED, &error.to_string())),
        Err(_) => Err(unresolved(&words::RESOLVER_SILENT, "")),
    }
}

/// Asks a resolver.
pub(super) async fn ask(resolver: Resolver, question: &Question) -> Result<Reply, Trouble> {
    let resolvers = match resolver {
        Resolver::At(at) => vec![at],
        Resolver::System => of_system(&fs::read_to_string("/etc/resolv.conf").unwrap_or_default()),
        Resolver::Nobody => Vec::new(),
    };
    let why = match resolver {
        Resolver::Nobody => &words::PARENT_UNASKED,
        _ => &words::PARENT_NO_RESOLVER,
    };
    let mut last = words::told("parent-unasked", why, &Args::new());
    for at in resolvers {
        let asked = timeout(PATIENCE, query::ask_at(at, question.clone())).await.unwrap_or(Err(Close::Timeout));
        match asked {
            Ok(heard) => return Ok(heard.reply),
            Err(why) => last = trouble(&why.failure()),
        }
    }
    Err(last)
}

/// The resolvers of resolv.conf(5), at most its three.
fn of_system(text: &str) -> Vec<SocketAddr> {
    let servers = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let address: IpAddr = words.next().filter(|word| *word == "nameserver").and(words.next())?.parse().ok()?;
        Some(SocketAddr::new(address, PORT))
    });
    servers.take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolvers_are_read_as_the_system_does() {
        let text =
            "# none\nsearch example.com\nnameserver 192.0.2.1\n nameserver 2001:db8::1 # own\n;nameserver 192.0.2.9\n";
        let expected = ["192.0.2.1:53", "[2001:db8::1]:53"].map(|a| a.parse::<SocketAddr>().unwrap());
        assert_eq!(of_system(text), expected);
    }
}
