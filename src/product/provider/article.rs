//! The help article's calls, pasted: curl commands, JSON bodies or answers, its prose, in the words of any of the API's
//! three generations.
//!
//! In 2018 a primary was a *Master*, the account's id went where `:account_tag` stands, and *Zone Transfer type* is what
//! became `ixfr_enable`; about 2020 masters became `primaries`, in 2022 peers (`docs/provider.md`). Secrets are not kept.

pub mod example;

use serde_json::{Map, Value};

use super::model::is_id;
use super::{Phrase, TransferType};
use crate::engine::diag::Label;
use crate::engine::dns::Name;

/// Octets that are looked at: the article has a few thousand.
pub const LONGEST: usize = 65_536;

/// What a text says about a zone and its provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The account's id.
    pub account_id: Option<String>,
    /// The zone's id.
    pub zone_id: Option<String>,
    /// The zone's name, as written.
    pub zone: Option<String>,
    /// Seconds between two looks at the primary's serial.
    pub refresh_s: Option<u32>,
    /// The masters, primaries or peers.
    pub primaries: Vec<Master>,
    /// The keys.
    pub keys: Vec<ArticleKey>,
    /// The assigned name servers: names with `secondary` in them.
    pub name_servers: Vec<String>,
    /// They are the text's examples, for want of others.
    pub servers_are_examples: bool,
    /// What a reader of today should know about the text.
    pub notes: Vec<Phrase>,
    /// JSON objects that are none of a secondary zone's.
    pub unread: usize,
}

/// What was a Master in 2018.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Master {
    /// What it is called; empty when the text has no name for it.
    pub name: String,
    /// One address.
    pub ip: String,
    /// Usually 53.
    pub port: Option<u16>,
    /// The Zone Transfer type.
    pub transfer: Option<TransferType>,
    /// Whether it signs, as far as the text says.
    pub tsig_id: Option<String>,
}

/// A TSIG of the text; its secret is left where it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleKey {
    /// Its id, of an answer.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its algorithm, as written.
    pub algorithm: String,
}

static ARTICLE_MASTERS: Label = Label { name: "article-masters" };
static ARTICLE_PRIMARIES: Label = Label { name: "article-primaries" };
static ARTICLE_ACCOUNT_TAG: Label = Label { name: "article-account-tag" };
static ARTICLE_ZONE_TAG: Label = Label { name: "article-zone-tag" };
static ARTICLE_REFRESH: Label = Label { name: "article-refresh" };
static ARTICLE_SECRET: Label = Label { name: "article-secret" };
static ARTICLE_TOKEN: Label = Label { name: "article-token" };

/// Whether a note says that the text has a secret: where that is given instead depends on who reads it.
#[must_use]
pub fn is_of_secret(note: &Phrase) -> bool {
    note.label.name == ARTICLE_SECRET.name
}

/// Reads a text; none when nothing of the article is in it.
#[must_use]
pub fn read(text: &str) -> Option<Article> {
    let text = beginning(text);
    let mut found = Article::default();
    let mut objects = found.take_all(&values(text));
    // A body in double quotes has its own quotes escaped.
    if objects == 0 && text.contains("\\\"") {
        objects = found.take_all(&values(&text.replace("\\\"", "\"")));
    }
    found.paths(text);
    found.prose(text);
    let known = objects > 0 || found.account_id.is_some() || found.zone_id.is_some() || !found.primaries.is_empty();
    found.note(text);
    known.then_some(found)
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Every JSON object of the text, outermost ones only.
fn values(text: &str) -> Vec<Value> {
    let (mut values, mut at) = (Vec::new(), 0);
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let rest = text.get(start..).unwrap_or_default();
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        at = match stream.next() {
            Some(Ok(value)) => {
                values.push(value);
                start + stream.byte_offset()
            }
            _ => start + 1,
        };
    }
    values
}

impl Article {
    fn take_all(&mut self, values: &[Value]) -> usize {
        let taken: Vec<_> = values.iter().map(|value| self.take(value)).collect();
        self.unread = taken.iter().filter(|understood| **understood == 0).count();
        taken.iter().sum()
    }

    /// Takes an object for what its fields say it is; an envelope for what is in it. Gives how many were understood.
    fn take(&mut self, value: &Value) -> usize {
        match value {
            Value::Array(list) => list.iter().map(|one| self.take(one)).sum(),
            Value::Object(fields) => match fields.get("result") {
                Some(result) => self.take(result),
                None => usize::from(self.object(fields)),
            },
            _ => 0,
        }
    }

    fn object(&mut self, fields: &Map<String, Value>) -> bool {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let id = Some(text("id")).filter(|id| is_id(id));
        let names = |name: &str| fields.get(name).is_some_and(Value::is_array);
        if fields.contains_key("algo") || fields.contains_key("algorithm") {
            let algorithm = if fields.contains_key("algo") { text("algo") } else { text("algorithm") };
            let key = ArticleKey { id, name: text("name"), algorithm };
            if !self.keys.iter().any(|k| k.name == key.name) {
                self.keys.push(key);
            }
        } else if fields.contains_key("ip") {
            let named = |name: &str| fields.get(name).and_then(Value::as_str).and_then(transfer);
            let ixfr = fields.get("ixfr_enable").and_then(Value::as_bool);
            let ixfr = ixfr.map(|ixfr| if ixfr { TransferType::Ixfr } else { TransferType::Axfr });
            self.primary(Master {
                name: text("name"),
                ip: text("ip"),
                port: fields.get("port").and_then(number),
                transfer: ixfr.or_else(|| named("zone_transfer_type")).or_else(|| named("transfer_type")),
                tsig_id: Some(text("tsig_id")).filter(|id| !id.is_empty()),
            });
        } else if names("masters")
            || names("primaries")
            || names("peers")
            || fields.contains_key("auto_refresh_seconds")
        {
            self.refresh_s = fields.get("auto_refresh_seconds").and_then(number).or(self.refresh_s);
            self.zone_id = id.or(self.zone_id.take());
            self.named(&text("name"));
        } else if fields.get("type").and_then(Value::as_str) == Some("secondary") {
            self.zone_id = id.or(self.zone_id.take());
            let account = fields.get("account").and_then(|a| a.get("id")).and_then(Value::as_str);
            self.account_id = account.filter(|id| is_id(id)).map(str::to_owned).or(self.account_id.take());
            self.named(&text("name"));
            let servers = fields.get("name_servers").and_then(Value::as_array);
            self.name_servers.extend(servers.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        } else {
            return false;
        }
        true
    }

    fn named(&mut self, name: &str) {
        if !name.is_empty() && Name::absolute(name).is_ok() {
            self.zone = Some(name.to_owned());
        }
    }

    /// The answer to a POST says more than its body did: it takes its place.
    fn primary(&mut self, one: Master) {
        match self.primaries.iter_mut().find(|p| p.ip == one.ip) {
            Some(same) => {
                *same = Master {
                    name: if one.name.is_empty() { same.name.clone() } else { one.name },
                    port: one.port.or(same.port),
                    transfer: one.transfer.or(same.transfer),
                    tsig_id: one.tsig_id.or_else(|| same.tsig_id.take()),
                    ip: one.ip,
                };
            }
            None => self.primaries.push(one),
        }
    }

    /// `/accounts/ID/`, `/zones/ID/` of a URL.
    fn paths(&mut self, text: &str) {
        let id_after = |word: &str| {
            text.match_indices(word).find_map(|(at, _)| {
                let rest = text.get(at + word.len()..)?;
                let id: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
                is_id(&id).then_some(id)
            })
        };
        self.account_id = id_after("accounts/").or(self.account_id.take());
        self.zone_id = id_after("zones/").or(self.zone_id.take());
    }

    /// `Account ID: …`, `Zone Transfer type: IXFR` and their like; names of name servers anywhere.
    fn prose(&mut self, text: &str) {
        let mut loose = Master::default();
        for line in text.lines() {
            let Some((label, value)) = line.split_once([':', '=', '\t']) else { continue };
            let label = label.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
            let value = value.trim_matches(|c: char| c.is_whitespace() || "\"'`,;*".contains(c));
            match label.as_str() {
                "account id" | "account_id" | "account_tag" | "account tag" if is_id(value) => {
                    self.account_id = Some(value.to_owned());
                }
                "zone id" | "zone_id" | "zone_tag" | "zone tag" if is_id(value) => {
                    self.zone_id = Some(value.to_owned())
                }
                "zone" | "zone name" | "domain" => self.named(value),
                "zone transfer type" | "transfer type" => loose.transfer = transfer(value).or(loose.transfer),
                "ip address of the master" | "master ip" | "ip of the master" | "master" | "primary ip" | "ip"
                    if value.parse::<std::net::IpAddr>().is_ok() =>
                {
                    value.clone_into(&mut loose.ip);
                }
                "port" => loose.port = value.parse().ok().or(loose.port),
                _ => {}
            }
        }
        self.account_id = self.account_id.take().or_else(|| id_beside(text, "account id"));
        self.zone_id = self.zone_id.take().or_else(|| id_beside(text, "zone id"));
        if loose.ip.is_empty() {
            // A type alone is that of the primaries which say none.
            for primary in &mut self.primaries {
                primary.transfer = primary.transfer.or(loose.transfer);
            }
        } else {
            self.primary(loose);
        }
        let mut examples = Vec::new();
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
            if !word.starts_with("ns") || !word.split('.').any(|label| label == "secondary") {
                continue;
            }
            // A word is a part of the text.
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            let known = self.name_servers.iter().any(|name| name.trim_end_matches('.') == word.trim_end_matches('.'));
            let list = if !known && example::server(text, at, word) { &mut examples } else { &mut self.name_servers };
            list.push(word.trim_end_matches('.').to_owned());
        }
        if self.name_servers.is_empty() {
            self.servers_are_examples = !examples.is_empty();
            self.name_servers = examples;
        }
        self.name_servers.sort();
        self.name_servers.dedup();
    }

    fn note(&mut self, text: &str) {
        let has = |word: &str| text.contains(word);
        let notes = [
            (has("masters") || has("Master"), Phrase::new(&ARTICLE_MASTERS)),
            (has("secondary_dns/primaries"), Phrase::new(&ARTICLE_PRIMARIES)),
            (has(":account_tag") && self.account_id.is_none(), Phrase::new(&ARTICLE_ACCOUNT_TAG)),
            (has(":zone_tag") && self.zone_id.is_none(), Phrase::new(&ARTICLE_ZONE_TAG)),
            (has("\"secret\""), Phrase::new(&ARTICLE_SECRET)),
            (has("X-Auth-Key"), Phrase::new(&ARTICLE_TOKEN)),
        ];
        self.notes.extend(notes.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note));
        let least = super::cloudflare::MIN_REFRESH_S.value;
        if let Some(seconds) = self.refresh_s.filter(|seconds| *seconds < least) {
            self.notes.push(Phrase::new(&ARTICLE_REFRESH).with("seconds", seconds).with("least", least));
        }
    }
}

/// An identifier behind its name in running text: `your Account ID: … and Zone ID is …`.
fn id_beside(text: &str, name: &str) -> Option<String> {
    let plain = text.to_ascii_lowercase();
    plain.match_indices(name).find_map(|(at, _)| {
        let behind = plain.get(at + name.len()..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
        let behind = behind.strip_prefix("is ").unwrap_or(behind);
        let id: String = behind.chars().take_while(char::is_ascii_alphanumeric).collect();
        is_id(&id).then_some(id)
    })
}

/// `AXFR`, `IXFR`, in any case and with words around.
fn transfer(text: &str) -> Option<TransferType> {
    let text = text.to_ascii_lowercase();
    match (text.contains("ixfr"), text.contains("axfr")) {
        (true, false) => Some(TransferType::Ixfr),
        (false, true) => Some(TransferType::Axfr),
        _ => None,
    }
}

/// A whole number, also where the text has it as `53.0` or in quotes.
fn number<T: TryFrom<u64>>(value: &Value) -> Option<T> {
    let number = match value {
        Value::Number(n) => {
            n.as_u64().or_else(|| n.as_f64().filter(|f| f.fract() == 0.0).map(|f| f.to_string().parse().ok())?)
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    T::try_from(number?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
    const ZONE: &str = "269d8f4853475ca241c4e730be286b20";

    #[test]
    fn the_calls_of_2018_are_understood() {
        let text = format!(
            r#"For each POST example replace :account_tag with your Account ID.
Account ID: {ACCOUNT}
curl -X POST "https://api.cloudflare.com/client/v4/accounts/:account_tag/secondary_dns/tsigs" -H "X-Auth-Email: user@example.com" \
 -H "X-Auth-Key: c2547eb745079dac9320b638f5e225cf483cc5cfdda41" -H "Content-Type: application/json" \
 --data '{{"name":"tsig.customer.cf.","secret":"c2VjcmV0","algo":"hmac-sha512."}}'
curl -X POST "https://api.cloudflare.com/client/v4/accounts/:account_tag/secondary_dns/masters" \
 --data '{{"ip":"192.0.2.53","port":53,"ixfr_enable":false,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a","name":"Master 1"}}'
curl -X POST "https://api.cloudflare.com/client/v4/zones/{ZONE}/secondary_dns" \
 --data '{{"id":"{ZONE}","name":"www.example.com.","masters":["23ff594956f20c2a721606e94745a8aa"],"auto_refresh_seconds":30}}'
ns0001.secondary.cloudflare.com, ns0002.secondary.cloudflare.com."#
        );
        let found = read(&text).unwrap();
        assert_eq!((found.account_id.as_deref(), found.zone_id.as_deref()), (Some(ACCOUNT), Some(ZONE)));
        assert_eq!((found.zone.as_deref(), found.refresh_s), (Some("www.example.com."), Some(30)));
        let [primary] = found.primaries.as_slice() else { panic!("{found:?}") };
        assert_eq!((primary.name.as_str(), primary.ip.as_str(), primary.port), ("Master 1", "192.0.2.53", Some(53)));
        assert_eq!(primary.transfer, Some(TransferType::Axfr));
        assert_eq!(
            (found.keys[0].name.as_str(), found.keys[0].algorithm.as_str()),
            ("tsig.customer.cf.", "hmac-sha512.")
        );
        assert_eq!(found.name_servers, ["ns0001.secondary.cloudflare.com", "ns0002.secondary.cloudflare.com"]);
        assert!(found.servers_are_examples);
        let answer = r#"{"result":{"type":"secondary","name_servers":["ns0001.secondary.cloudflare.com","ns7.secondary.test"]}}"#;
        let found = read(&format!("{text} {answer}")).unwrap();
        assert_eq!(
            found.name_servers,
            ["ns0001.secondary.cloudflare.com", "ns7.secondary.test"],
            "an answer has its own"
        );
        assert!(!found.servers_are_examples);
        let found = read(&text).unwrap();
        let notes: Vec<_> = found.notes.iter().map(|n| n.label.name).collect();
        assert_eq!(notes, ["article-masters", "article-secret", "article-token", "article-refresh"]);
        assert_eq!(found.unread, 0);
        assert!(!format!("{found:?}").contains("c2VjcmV0"));
        assert!(found.notes.iter().all(|n| n.english().len() > 20), "{:?}", found.notes);
    }

    #[test]
    fn answers_prose_and_later_words_are_understood() {
        let answer = r#"{"success":true,"errors":[],"result":[{"id":"23ff594956f20c2a721606e94745a8aa","ip":"192.0.2.53","port":53.0,"ixfr_enable":true,"name":"a"}]}"#;
        assert_eq!(read(answer).unwrap().primaries[0].port, Some(53));
        let escaped = r#"curl …/accounts/023e105f4ecef8ad9ca31a8372d0c353/secondary_dns/primaries -d "{\"ip\": \"2001:db8::1\"}""#;
        let found = read(escaped).unwrap();
        assert_eq!((found.primaries[0].ip.as_str(), found.account_id.as_deref()), ("2001:db8::1", Some(ACCOUNT)));
        assert_eq!(found.notes[0].label.name, "article-primaries");
        let prose = "IP address of the Master: 192.0.2.7\n- Port: 5353\n* Zone Transfer type: IXFR\nZone: example.com";
        let found = read(prose).unwrap();
        let expected = Master {
            ip: "192.0.2.7".into(),
            port: Some(5_353),
            transfer: Some(TransferType::Ixfr),
            ..Master::default()
        };
        assert_eq!((found.primaries, found.zone), (vec![expected], Some("example.com".into())));
    }

    #[test]
    fn identifiers_are_found_in_running_text() {
        let found = read(&format!("Note your Account ID: {ACCOUNT} and your Zone ID is {ZONE}.")).unwrap();
        assert_eq!((found.account_id.as_deref(), found.zone_id.as_deref()), (Some(ACCOUNT), Some(ZONE)));
    }

    #[test]
    fn other_texts_are_nobodys_and_hostile_ones_end() {
        for text in ["", "@ IN SOA a b 1 2 3 4 5", "{}", "{\"a\":1}", "zone: example.com", "options { };"] {
            assert_eq!(read(text), None, "{text}");
        }
        for hostile in ["{".repeat(LONGEST * 2), "{\"ip\":".repeat(20_000), "é".repeat(LONGEST), "[{".repeat(30_000)] {
            let _ = read(&hostile);
        }
        let placeholder =
            "POST /accounts/:account_tag/secondary_dns/masters {\"ip\":\"192.0.2.1\",\"zone_transfer_type\":\"AXFR\"}";
        let found = read(placeholder).unwrap();
        assert_eq!(found.primaries[0].transfer, Some(TransferType::Axfr));
        assert!(found.notes.iter().any(|n| n.label.name == "article-account-tag"));
    }
}
