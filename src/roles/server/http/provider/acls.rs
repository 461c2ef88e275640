//! `/accounts/{a}/secondary_dns/acls`: ranges whose NOTIFY is listened to, and which may transfer outgoing zones.

use std::net::IpAddr;

use axum::extract::Path;
use axum::http::{Method, Uri};

use super::body::{Body, invalid};
use super::objects::{self, Asked};
use super::{Answer, App, Refusal, gone, ok, running, whole};
use crate::engine::answer::Rule;
use crate::product::provider::model::Acl;
use crate::roles::server::clock;
use crate::roles::server::store::Kind;

const KIND: Kind = Kind::Acl;

/// The widest ranges, as the provider has them: prefix lengths for IPv4 and IPv6.
const WIDEST: (u8, u8) = (24, 64);

pub(super) async fn list(server: App, Path(account): Path<String>, asked: Asked) -> Answer {
    objects::list::<Acl>(&server, KIND, &account, asked).await
}

pub(super) async fn one(server: App, Path((account, id)): Path<(String, String)>) -> Answer {
    ok(objects::one::<Acl>(&server, KIND, &account, &id).await?.value)
}

pub(super) async fn create(server: App, Path(account): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        objects::is_account(&account)?;
        let now = clock::rfc3339_micros();
        let id = objects::new_id(&server, KIND, &body).await?;
        let acl = Acl { id, created_time: now.clone(), modified_time: now, ..read(&body)? };
        let write = objects::put(KIND, &acl.id, &account, &acl, None)?;
        objects::write(&server, vec![write], &Method::POST, uri.path()).await?;
        running::account_changed(&server.app, &account).await?;
        ok(acl)
    })
    .await
}

pub(super) async fn update(server: App, Path((account, id)): Path<(String, String)>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let mut found = objects::one::<Acl>(&server, KIND, &account, &id).await?;
        let created_time = std::mem::take(&mut found.value.created_time);
        found.value = Acl { id, created_time, modified_time: clock::rfc3339_micros(), ..read(&body)? };
        objects::write(&server, vec![found.put()?], &Method::PUT, uri.path()).await?;
        running::account_changed(&server.app, &account).await?;
        ok(found.value)
    })
    .await
}

pub(super) async fn remove(server: App, Path((account, id)): Path<(String, String)>, uri: Uri) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let found = objects::one::<Acl>(&server, KIND, &account, &id).await?;
        objects::write(&server, vec![found.delete()], &Method::DELETE, uri.path()).await?;
        running::account_changed(&server.app, &account).await?;
        gone(&id)
    })
    .await
}

/// Both are required. The range comes back as it was sent: the documented example has host bits set.
fn read(body: &Body) -> Result<Acl, Refusal> {
    let name = body.required_text("name")?.to_owned();
    let ip_range = body.required_text("ip_range")?.to_owned();
    let (address, length) = range(&ip_range)
        .ok_or_else(|| invalid("ip_range", format_args!("{ip_range} is not an address with a prefix length")))?;
    let widest = if address.is_ipv4() { WIDEST.0 } else { WIDEST.1 };
    if length < widest {
        return Err(invalid("ip_range", format_args!("/{length} is wider than /{widest}, the widest")));
    }
    Ok(Acl { name, ip_range, ..Acl::default() })
}

/// An address and a prefix length that fits it; an address alone is the one address.
fn range(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Some(most), |digits| digits.parse().ok())?;
    (length <= most).then_some((address, length))
}

/// The rule that an ACL means.
pub(super) fn rule(acl: &Acl) -> Option<Rule> {
    range(&acl.ip_range).map(|(address, length)| Rule::network(address, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_provider_has_them() {
        assert_eq!(range("192.0.2.53/28"), Some(("192.0.2.53".parse().unwrap(), 28)));
        assert_eq!(range("2001:db8::1").map(|(_, length)| length), Some(128));
        for wrong in ["192.0.2.0/33", "192.0.2/24", "2001:db8::/129", "192.0.2.0/", "/24", "192.0.2.0/-1", ""] {
            assert_eq!(range(wrong), None, "{wrong}");
        }
    }
}
