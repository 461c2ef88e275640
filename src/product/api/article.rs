//! What the worker understands of a pasted help article, its calls and its answers: values for the fields of the form, and
//! what is not among them. No secret is in either.

use serde::{Deserialize, Serialize};

use crate::engine::diag::Label;
use crate::engine::tsig::shown_value;
use crate::product::project::outcome::{Kind, Words, texts};
use crate::product::provider::article::{Article, example};
use crate::product::provider::{Phrase, TransferType};

/// A text as the form takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Understood {
    /// Values, in the order of the steps' fields.
    pub taken: Vec<Taken>,
    /// What was left, and what a reader of today should know.
    pub left: Vec<Left>,
}

/// A value of the text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Taken {
    /// Its field.
    pub of: Of,
    /// As the field takes it.
    pub value: String,
    /// The text shows it as an example: it is nobody's value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

/// A field of the form; of a primary, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The account's id.
    AccountId,
    /// The zone's id.
    ZoneId,
    /// The assigned name servers.
    NameServers,
    /// The zone's name.
    ZoneName,
    /// A primary's address.
    Address(usize),
    /// A primary's port.
    Port(usize),
    /// A primary's Zone Transfer type: `axfr`, `ixfr`.
    Transfer(usize),
    /// The refresh interval.
    Refresh,
}

/// What has no field, with its English.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Left {
    /// Its name and values.
    pub words: Words,
    /// In English.
    pub text: String,
}

static ARTICLE_KEY: Label = Label { name: "article-key" };
static ARTICLE_UNREAD: Label = Label { name: "article-unread" };

impl Understood {
    /// Of a text that was read.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let mut taken = Vec::new();
        let mut take = |of: Of, value: Option<String>, example: bool| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                taken.push(Taken { of, value, example });
            }
        };
        let shown = |value: &Option<String>, is: fn(&str) -> bool| value.as_deref().is_some_and(is);
        take(Of::AccountId, article.account_id.clone(), shown(&article.account_id, example::id));
        take(Of::ZoneId, article.zone_id.clone(), shown(&article.zone_id, example::id));
        take(Of::NameServers, Some(article.name_servers.join(" ")), article.servers_are_examples);
        take(Of::ZoneName, article.zone.clone(), shown(&article.zone, example::zone));
        for (at, primary) in article.primaries.iter().enumerate() {
            // The port and the type of a primary that nobody has are nobody's either.
            let example = example::address(&primary.ip);
            take(Of::Address(at), Some(primary.ip.clone()), example);
            take(Of::Port(at), primary.port.map(|port| port.to_string()), example);
            let transfer = primary.transfer.map(|transfer| match transfer {
                TransferType::Axfr => "axfr",
                TransferType::Ixfr => "ixfr",
            });
            take(Of::Transfer(at), transfer.map(str::to_owned), example);
        }
        take(Of::Refresh, article.refresh_s.map(|seconds| seconds.to_string()), false);

        let keys = article.keys.iter().map(|key| {
            // A secret in the wrong place is not repeated.
            let (name, algorithm) = (shown_value(&key.name), shown_value(&key.algorithm));
            Phrase::new(&ARTICLE_KEY).with("name", name).with("algorithm", algorithm)
        });
        let unread = (article.unread > 0).then(|| Phrase::new(&ARTICLE_UNREAD).with("count", article.unread as u64));
        let left = keys.chain(article.notes.iter().cloned()).chain(unread).map(|phrase| Left {
            words: Words { code: phrase.label.name.to_owned(), args: texts(&phrase.args), then: String::new() },
            text: phrase.english(),
        });
        Self { taken, left: left.collect() }
    }
}

impl Taken {
    /// The Zone Transfer type that it names.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.value == "ixfr" { Kind::Ixfr } else { Kind::Axfr }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::provider::article;

    #[test]
    fn the_articles_words_become_fields_and_what_has_none_is_said() {
        let id = "9a3f1c5b7d2e4a6f8c0b1d3e5f7a9b2c";
        let text = format!(
            r#"curl -X POST "https://api.cloudflare.com/client/v4/accounts/{id}/secondary_dns/tsigs" -H "X-Auth-Key: c2547eb745079dac9320b638f5e225cf483cc5cfdda41"
 --data '{{"name":"tsig.example.","secret":"c2VjcmV0","algo":"hmac-sha512."}}'
--data '{{"ip":"198.18.0.53","port":53,"ixfr_enable":true,"name":"m"}}' --data '{{"paused":true}}'
Zone Transfer type: IXFR"#
        );
        let found = Understood::of(&article::read(&text).unwrap());
        let taken: Vec<_> = found.taken.iter().map(|taken| (taken.of, taken.value.as_str())).collect();
        let expected =
            [(Of::AccountId, id), (Of::Address(0), "198.18.0.53"), (Of::Port(0), "53"), (Of::Transfer(0), "ixfr")];
        assert_eq!(taken, expected);
        assert!(found.taken.iter().all(|taken| !taken.example));
        let shown = text.replace("198.18.0.53", "192.0.2.53").replace(id, "023e105f4ecef8ad9ca31a8372d0c353");
        let shown = Understood::of(&article::read(&shown).unwrap());
        assert!(shown.taken.len() == 4 && shown.taken.iter().all(|taken| taken.example), "{:?}", shown.taken);
        let left: Vec<_> = found.left.iter().map(|left| left.words.code.as_str()).collect();
        assert_eq!(left, ["article-key", "article-secret", "article-token", "article-unread"]);
        let misplaced = text.replace("tsig.example.", "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=");
        let misplaced = Understood::of(&article::read(&misplaced).unwrap());
        assert!(!format!("{misplaced:?}").contains("7Qx0hV"), "{misplaced:?}");
        assert_eq!(found.left[3].text, "1 JSON object is about something else");
        let all = format!("{found:?}");
        assert!(!all.contains("c2VjcmV0") && !all.contains("c2547eb745"), "{all}");
    }
}
