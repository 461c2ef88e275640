//! The words and the mark of a place.

use super::super::super::parts::mark::Sign;
use super::super::super::text::{both, fill, number, t};
use super::super::super::watching::{Place, Standing, Who};

/// What a place is called.
pub(super) fn name(who: &Who) -> String {
    let s = t().watch;
    match who {
        Who::Primary => s.primary.into(),
        Who::Api => s.api.into(),
        Who::Server(name) => both(name),
        Who::Here => s.here.into(),
    }
}

/// How it stands: mark and word.
pub(super) fn standing(place: &Place) -> (Sign, String) {
    let s = t().watch;
    let (sign, word) = match &place.standing {
        Standing::Reference => (Sign::Ok, s.reference),
        Standing::Same => (Sign::Ok, s.same),
        // The API tells no content, and this machine's is the one it transferred.
        Standing::SameSerial if matches!(place.who, Who::Server(_)) => (Sign::Unknown, s.same_serial),
        Standing::SameSerial => (Sign::Ok, s.same_serial),
        Standing::Differs => (Sign::Alter, s.differs),
        Standing::Older => (Sign::Warn, s.older),
        Standing::NotOlder => (Sign::Bad, s.not_older),
        Standing::Silent => (Sign::Bad, s.silent),
        Standing::Refused(rcode) if !rcode.is_empty() && rcode != "NOERROR" => {
            return (Sign::Bad, fill(s.refused_with, &[("rcode", rcode)]));
        }
        Standing::Refused(_) => (Sign::Bad, s.refused),
        Standing::NotAuthoritative => (Sign::Bad, s.not_authoritative),
        Standing::Unresolved => (Sign::Bad, s.unresolved),
        Standing::Expired => (Sign::Bad, s.expired),
        Standing::Absent => (Sign::Empty, s.absent),
        Standing::Alone => (Sign::Unknown, s.alone),
        Standing::Unasked => (Sign::Skip, s.unasked),
    };
    (sign, word.to_owned())
}

/// The word beside a mark; none where the words say it.
pub(super) fn sign(sign: Sign) -> Option<&'static str> {
    let rail = t().rail;
    match sign {
        Sign::Ok => Some(rail.word_ok),
        Sign::Bad => Some(rail.word_error),
        Sign::Warn | Sign::Alter => Some(rail.word_warning),
        Sign::Unknown => Some(rail.word_unknown),
        Sign::Empty | Sign::Skip => Some(rail.word_empty),
        Sign::Run => Some(rail.word_running),
        Sign::Info => None,
    }
}

/// Where it was asked, and over what.
pub(super) fn how(place: &Place) -> String {
    let s = t().watch;
    let via = match (place.address.as_str(), place.transport.as_str()) {
        ("", "") => match (&place.who, &place.standing) {
            (Who::Api, Standing::Unasked) => s.unasked_api.to_owned(),
            (Who::Api, _) => s.api_how.to_owned(),
            (Who::Here, _) => s.here_how.to_owned(),
            _ => String::new(),
        },
        ("", transport) => transport.to_uppercase(),
        (address, "") => address.to_owned(),
        (address, transport) => fill(s.address_via, &[("address", &address), ("transport", &transport.to_uppercase())]),
    };
    [via.as_str(), place.why.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// How its content compares.
pub(super) fn content(place: &Place) -> String {
    let s = t().watch;
    let Some(content) = place.content.as_ref() else {
        let asked = matches!(place.who, Who::Server(_)) && !place.standing.is_bad();
        return if asked { s.content_not.into() } else { String::new() };
    };
    let words = match (content.differ, content.compared < content.total) {
        (1.., _) => s.content_differs,
        (0, true) => s.content_sample,
        (0, false) => s.content_equal,
    };
    let (differ, compared, total) = (number(content.differ), number(content.compared), number(content.total));
    fill(words, &[("differ", &differ), ("compared", &compared), ("total", &total)])
}
