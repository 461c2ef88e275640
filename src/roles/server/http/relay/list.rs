//! The calls that are passed on: those that a plan makes.

use axum::http::Method;

use crate::product::provider::model::is_id;

/// Methods and paths; `*` is an identifier of 32 hex digits.
const LISTED: &[(&[Method], &str)] = &[
    (&[Method::GET], "/accounts"),
    (&[Method::GET], "/accounts/*/tokens/verify"),
    (&[Method::GET, Method::POST], "/accounts/*/secondary_dns/acls"),
    (&[Method::GET, Method::PUT, Method::DELETE], "/accounts/*/secondary_dns/acls/*"),
    (&[Method::GET, Method::POST], "/accounts/*/secondary_dns/peers"),
    (&[Method::GET, Method::PUT, Method::DELETE], "/accounts/*/secondary_dns/peers/*"),
    (&[Method::GET, Method::POST], "/accounts/*/secondary_dns/tsigs"),
    (&[Method::GET, Method::PUT, Method::DELETE], "/accounts/*/secondary_dns/tsigs/*"),
    (&[Method::GET], "/user/tokens/verify"),
    (&[Method::GET, Method::POST], "/zones"),
    (&[Method::GET, Method::PATCH, Method::DELETE], "/zones/*"),
    (&[Method::PUT], "/zones/*/activation_check"),
    (&[Method::GET], "/zones/*/dns_records"),
    (&[Method::GET, Method::PATCH], "/zones/*/dns_settings"),
    (&[Method::GET, Method::PATCH], "/zones/*/dnssec"),
    (&[Method::GET], "/zones/*/dnssec/zsk"),
    (&[Method::POST], "/zones/*/secondary_dns/force_axfr"),
    (&[Method::GET, Method::POST, Method::PUT, Method::DELETE], "/zones/*/secondary_dns/incoming"),
    (&[Method::GET, Method::POST, Method::PUT, Method::DELETE], "/zones/*/secondary_dns/outgoing"),
    (&[Method::POST], "/zones/*/secondary_dns/outgoing/disable"),
    (&[Method::POST], "/zones/*/secondary_dns/outgoing/enable"),
    (&[Method::POST], "/zones/*/secondary_dns/outgoing/force_notify"),
    (&[Method::GET], "/zones/*/secondary_dns/outgoing/status"),
];

/// Whether the call is on the list. The path is compared as it came: nothing escaped, nothing above.
pub(super) fn has(method: &Method, path: &str) -> bool {
    LISTED.iter().any(|(methods, pattern)| methods.contains(method) && fits(pattern, path))
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("*"), Some(id)) if is_id(id) => {}
            (Some(word), Some(part)) if word != "*" && word == part => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_calls_are_passed_on() {
        let id = "023e105f4ecef8ad9ca31a8372d0c353";
        assert!(has(&Method::GET, "/zones") && has(&Method::DELETE, &format!("/zones/{id}")));
        assert!(has(&Method::PUT, &format!("/accounts/{id}/secondary_dns/peers/{id}")));
        for (method, path) in [
            (Method::PUT, "/zones".to_owned()),
            (Method::GET, "/zones/".to_owned()),
            (Method::GET, "zones".to_owned()),
            (Method::GET, "/user".to_owned()),
            (Method::GET, "/zones/../user".to_owned()),
            (Method::GET, format!("/zones/{}", id.to_uppercase())),
            (Method::GET, format!("/zones/{id}/")),
            (Method::GET, "/zones/*".to_owned()),
            (Method::POST, format!("/zones/{id}/dns_records")),
            (Method::POST, format!("/accounts/{id}/secondary_dns/masters")),
            (Method::HEAD, "/zones".to_owned()),
        ] {
            assert!(!has(&method, &path), "{method} {path}");
        }
    }
}
