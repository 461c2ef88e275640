//! Identifiers, the zone's name, and the name servers assigned to it.

use super::super::desired::{Kind, ZoneChoice};
use super::super::model::is_id;
use super::{Desired, at};
use crate::engine::diag::{Code, Diagnostic};
use crate::engine::dns::Name;

/// An account id is 32 lower-case hex digits.
pub static ACCOUNT_ID_FORM: Code = Code::error("account-id-form", &[]);
/// A zone id is 32 lower-case hex digits.
pub static ZONE_ID_FORM: Code = Code::error("zone-id-form", &[]);
/// The zone's name is no domain name.
pub static ZONE_NAME_INVALID: Code = Code::error("zone-name-invalid", &["RFC 1035 §2.3.4"]);
/// A secondary zone's name servers have `secondary` in their names.
pub static NAME_SERVER_NOT_SECONDARY: Code = Code::warning("name-server-not-secondary", &[]);
/// Two name servers are usual.
pub static NAME_SERVERS_FEW: Code = Code::info("name-servers-few", &["RFC 2182 §5"]);

pub(super) fn check(want: &Desired, found: &mut Vec<Diagnostic>) {
    if !is_id(&want.account_id) {
        found.push(
            at(&ACCOUNT_ID_FORM, "/account_id")
                .arg("id", want.account_id.as_str())
                .arg("fault", fault(&want.account_id)),
        );
    }
    match &want.zone_id {
        ZoneChoice::Id(id) if !is_id(id) => {
            found.push(at(&ZONE_ID_FORM, "/zone_id").arg("id", id.as_str()).arg("fault", fault(id)));
        }
        _ => {}
    }
    if Name::absolute(&want.zone).is_err() {
        found.push(at(&ZONE_NAME_INVALID, "/zone").arg("name", want.zone.as_str()));
    }
    // Typed by hand they must be real; an assigned one is known to the provider, so the rest is for a person to judge.
    for (i, server) in want.name_servers.iter().enumerate() {
        if !is_secondary_server(server) {
            found.push(at(&NAME_SERVER_NOT_SECONDARY, format!("/name_servers/{i}")).arg("name", server.as_str()));
        }
    }
    if want.name_servers.len() == 1 && want.provider == Kind::Cloudflare {
        found.push(at(&NAME_SERVERS_FEW, "/name_servers"));
    }
}

/// Whether an assigned name server's name has the documented sign of a secondary zone (cloudflare/api.md §3.4).
#[must_use]
pub fn is_secondary_server(name: &str) -> bool {
    name.to_ascii_lowercase().contains("secondary")
}

/// What an identifier is instead.
fn fault(id: &str) -> String {
    match id.len() {
        0 => "nothing was given".to_owned(),
        32 if id.bytes().all(|b| b.is_ascii_hexdigit()) => "it has capital letters".to_owned(),
        32 => {
            let other = id.chars().find(|c| !c.is_ascii_hexdigit()).unwrap_or('?');
            format!("{other:?} is no hex digit")
        }
        36 if id.matches('-').count() == 4 => "it has dashes, as a UUID does".to_owned(),
        _ => format!("it has {} characters", id.chars().count()),
    }
}
