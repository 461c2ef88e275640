//! What a list of records may be narrowed to and ordered by.

use serde::Deserialize;

use crate::engine::dns::RecordType;
use crate::product::provider::model::DnsRecord;
use crate::roles::server::store::Test;

/// The query of `/zones/{z}/dns_records`.
#[derive(Deserialize)]
pub(in crate::roles::server::http::provider) struct Wanted {
    #[serde(alias = "name.exact")]
    name: Option<String>,
    #[serde(rename = "name.contains")]
    name_contains: Option<String>,
    #[serde(rename = "name.startswith")]
    name_startswith: Option<String>,
    #[serde(rename = "name.endswith")]
    name_endswith: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(alias = "content.exact")]
    content: Option<String>,
    #[serde(rename = "content.contains")]
    content_contains: Option<String>,
    #[serde(rename = "content.startswith")]
    content_startswith: Option<String>,
    #[serde(rename = "content.endswith")]
    content_endswith: Option<String>,
    search: Option<String>,
    /// Nothing is proxied here.
    proxied: Option<bool>,
    #[serde(rename = "match")]
    matching: Option<String>,
    order: Option<String>,
    direction: Option<String>,
    pub(super) page: Option<u64>,
    pub(super) per_page: Option<u64>,
    // Nobody can comment or tag a transferred record: one that must have either is not there.
    comment: Option<String>,
    #[serde(rename = "comment.present")]
    comment_present: Option<String>,
    #[serde(rename = "comment.exact")]
    comment_exact: Option<String>,
    #[serde(rename = "comment.contains")]
    comment_contains: Option<String>,
    #[serde(rename = "comment.startswith")]
    comment_startswith: Option<String>,
    #[serde(rename = "comment.endswith")]
    comment_endswith: Option<String>,
    #[serde(rename = "tag.present")]
    tag_present: Option<String>,
    #[serde(rename = "tag.exact")]
    tag_exact: Option<String>,
    #[serde(rename = "tag.contains")]
    tag_contains: Option<String>,
    #[serde(rename = "tag.startswith")]
    tag_startswith: Option<String>,
    #[serde(rename = "tag.endswith")]
    tag_endswith: Option<String>,
    tag: Option<String>,
}

/// The conditions, made ready for many records.
pub(super) struct Conditions {
    /// On the record: which text, how, with what; lower case.
    tests: Vec<(Part, Test, String)>,
    kind: Option<Option<RecordType>>,
    /// A condition that no record here fulfils.
    never: bool,
    any: bool,
    search: Option<String>,
    pub(super) order: Option<Order>,
    pub(super) descending: bool,
}

#[derive(Clone, Copy)]
enum Part {
    Name,
    Content,
}

/// What records may be ordered by, besides their order in the zone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Type,
    Name,
    Content,
    Ttl,
}

impl Wanted {
    pub(super) fn conditions(&self) -> Conditions {
        let named = self.name.as_ref().map(|name| name.trim_end_matches('.').to_owned());
        let tests = [
            (Part::Name, Test::Is, &named),
            (Part::Name, Test::Contains, &self.name_contains),
            (Part::Name, Test::StartsWith, &self.name_startswith),
            (Part::Name, Test::EndsWith, &self.name_endswith),
            (Part::Content, Test::Is, &self.content),
            (Part::Content, Test::Contains, &self.content_contains),
            (Part::Content, Test::StartsWith, &self.content_startswith),
            (Part::Content, Test::EndsWith, &self.content_endswith),
        ];
        let told = |(part, test, text): (_, _, &Option<String>)| Some((part, test, text.as_ref()?.to_lowercase()));
        let remarked = [
            &self.comment,
            &self.comment_present,
            &self.comment_exact,
            &self.comment_contains,
            &self.comment_startswith,
            &self.comment_endswith,
            &self.tag,
            &self.tag_present,
            &self.tag_exact,
            &self.tag_contains,
            &self.tag_startswith,
            &self.tag_endswith,
        ];
        Conditions {
            tests: tests.into_iter().filter_map(told).collect(),
            kind: self.kind.as_ref().map(|kind| RecordType::from_mnemonic(kind.as_bytes())),
            never: self.proxied == Some(true) || remarked.into_iter().any(Option::is_some),
            any: self.matching.as_deref() == Some("any"),
            search: self.search.as_ref().map(|text| text.to_lowercase()),
            order: match self.order.as_deref() {
                Some("type") => Some(Order::Type),
                Some("name") => Some(Order::Name),
                Some("content") => Some(Order::Content),
                Some("ttl") => Some(Order::Ttl),
                _ => None,
            },
            descending: self.direction.as_deref() == Some("desc"),
        }
    }
}

impl Conditions {
    /// Whether every record is wanted, in the zone's order: then those before the page need not be printed.
    pub(super) const fn is_plain(&self) -> bool {
        self.tests.is_empty()
            && self.kind.is_none()
            && !self.never
            && self.search.is_none()
            && self.order.is_none()
            && !self.descending
    }

    /// Whether the type and the conditions on the whole let this type through; `false` saves the printing.
    pub(super) fn may_be(&self, rtype: RecordType) -> bool {
        self.any || (!self.never && self.kind.is_none_or(|kind| kind == Some(rtype)))
    }

    /// Whether the record is wanted.
    pub(super) fn admit(&self, rtype: RecordType, record: &DnsRecord) -> bool {
        let (name, content) = (record.name.to_lowercase(), record.content.to_lowercase());
        let searched = self.search.as_ref().is_none_or(|text| name.contains(text) || content.contains(text));
        let of_kind = self.kind.map(|kind| kind == Some(rtype));
        let holds = |(part, test, value): &(Part, Test, String)| {
            let text = match part {
                Part::Name => &name,
                Part::Content => &content,
            };
            test.holds(text, value)
        };
        let nothing_asked = self.tests.is_empty() && of_kind.is_none() && !self.never;
        let fits = if self.any {
            nothing_asked || self.tests.iter().any(holds) || of_kind == Some(true)
        } else {
            !self.never && self.tests.iter().all(holds) && of_kind != Some(false)
        };
        searched && fits
    }
}

impl Order {
    /// Puts the records in order; equal ones stay as the zone has them.
    pub(super) fn sort(self, records: &mut [DnsRecord]) {
        match self {
            Self::Type => records.sort_by(|a, b| a.kind.cmp(&b.kind)),
            Self::Name => records.sort_by(|a, b| a.name.cmp(&b.name)),
            Self::Content => records.sort_by(|a, b| a.content.cmp(&b.content)),
            Self::Ttl => records.sort_by_key(|record| record.ttl),
        }
    }
}
