//! `knot.conf`: `zone` with `acl`, `notify` and `template`, and the `acl`, `remote`, `key` and `template` they name.

use std::collections::BTreeMap;

use super::{ENTRIES, Entry, Pasted, Told, Vendor, same};
use crate::product::provider::Range;

/// One item of a section: its fields, each with its values.
#[derive(Clone, Debug, Default)]
struct Item {
    section: String,
    fields: BTreeMap<String, Vec<String>>,
}

impl Item {
    fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }
}

pub(super) fn read(text: &str, zone: &str) -> Pasted {
    let mut found = Pasted::new(Vendor::Knot);
    let items = items(text);
    let of = |section: &'static str| items.iter().filter(move |i| i.section == section);
    found.keys = of("key").filter_map(|i| i.one("id")).map(str::to_owned).collect();
    let Some(own) = of("zone").find(|i| i.one("domain").is_some_and(|d| same(d, zone))) else { return found };
    found.has_zone = true;
    // The first of an id counts.
    let by_id = |section| of(section).rev().filter_map(|i| Some((i.one("id")?, i))).collect::<BTreeMap<_, _>>();
    let template = own.one("template").unwrap_or("default");
    let template = by_id("template").get(template).copied().cloned().unwrap_or_default();
    let value =
        |name: &str| if own.all(name).is_empty() { template.all(name).to_vec() } else { own.all(name).to_vec() };
    let (lists, remotes) = (by_id("acl"), by_id("remote"));
    for id in value("acl") {
        match lists.get(id.as_str()) {
            Some(acl) => entries(acl, &mut found),
            None => found.unknown.push(id),
        }
    }
    for id in value("notify") {
        match remotes.get(id.as_str()) {
            Some(remote) => {
                found.notify.extend(remote.all("address").iter().map(|a| Told::at(a)));
            }
            None => found.unknown.push(id),
        }
    }
    found
}

fn entries(acl: &Item, found: &mut Pasted) {
    let actions = acl.all("action");
    let denied = acl.one("deny") == Some("on");
    if !(actions.iter().any(|a| a == "transfer") || denied && actions.is_empty()) {
        return;
    }
    if let Some(remote) = acl.one("remote") {
        return found.unknown.push(remote.to_owned());
    }
    let keys: Vec<Option<String>> = match acl.all("key") {
        [] => vec![None],
        keys => keys.iter().map(|k| Some(k.clone())).collect(),
    };
    let ranges: Vec<Option<Range>> = match acl.all("address") {
        [] => vec![None],
        texts => {
            let ranges: Vec<_> = texts.iter().map(|t| Range::read(t)).collect();
            // A range as `first-last` is not understood.
            found.unknown.extend(texts.iter().zip(&ranges).filter(|(_, r)| r.is_none()).map(|(t, _)| t.clone()));
            ranges.into_iter().filter(Option::is_some).collect()
        }
    };
    for range in ranges {
        if found.allow.len() > ENTRIES {
            break;
        }
        found.allow.extend(keys.iter().map(|key| Entry { range, key: key.clone(), denied }));
    }
}

/// Sections and their items. Only what configurations use of YAML: `name: value`, `[ a, b ]`, `- item` lists.
fn items(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let (mut section, mut field) = (String::new(), String::new());
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or_default();
        let line = if line.trim_start().starts_with('#') { "" } else { line };
        let indent = line.len() - line.trim_start().len();
        let mut rest = line.trim();
        if rest.is_empty() {
            continue;
        }
        if indent == 0 && rest.ends_with(':') {
            rest.trim_end_matches(':').clone_into(&mut section);
            field.clear();
            continue;
        }
        if let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim();
            match rest.split_once(": ") {
                Some(_) => items.push(Item { section: section.clone(), ..Item::default() }),
                None => {
                    push(&mut items, &field, values(rest));
                    continue;
                }
            }
        }
        let (name, value) = rest.split_once(':').unwrap_or((rest, ""));
        name.trim().clone_into(&mut field);
        push(&mut items, &field, values(value.trim()));
    }
    items
}

fn push(items: &mut [Item], field: &str, values: Vec<String>) {
    let Some(item) = items.last_mut() else { return };
    item.fields.entry(field.to_owned()).or_default().extend(values);
}

fn values(text: &str) -> Vec<String> {
    let inside = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    inside.split(',').map(|v| v.trim().replace(['"', '\''], "")).filter(|v| !v.is_empty()).collect()
}
