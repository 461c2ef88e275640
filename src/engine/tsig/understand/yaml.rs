//! Knot's and NSD's form: `field: value` a line, under `key:`. Knot names a key by `id` in a list, NSD by `name`.

use super::{Form, Piece, Raw, lines};

/// Whether a line of `text` gives a secret that way.
pub(super) fn is_likely(text: &str) -> bool {
    lines(text)
        .filter_map(field)
        .any(|(_, field, value)| field == "secret" || (field == "key" && value.text.is_empty()))
}

/// The keys in `text`. Only what stands under `key:` counts when there is one: zones have names, too.
pub(super) fn read(text: &str) -> Vec<Raw<'_>> {
    let has_header = lines(text).filter_map(field).any(|(_, field, value)| field == "key" && value.text.is_empty());
    let mut inside = !has_header;
    let mut found: Vec<Raw<'_>> = Vec::new();
    let mut is_new = true;
    for line in lines(text) {
        let Some((is_item, field, value)) = field(line) else { continue };
        if value.text.is_empty() && !matches!(field, "secret" | "algorithm" | "id" | "name") {
            inside = field == "key" || !has_header;
            is_new = true;
            continue;
        }
        if !inside || !matches!(field, "secret" | "algorithm" | "id" | "name") {
            continue;
        }
        let form = if field == "id" { Form::Knot } else { Form::Nsd };
        if is_new || is_item {
            found.push(Raw::new(form, line.span()));
            is_new = false;
        }
        let Some(raw) = found.last_mut() else { continue };
        if form == Form::Knot {
            raw.form = form;
        }
        match field {
            "algorithm" => raw.algorithm = Some(value),
            "secret" => raw.secret = Some(value),
            _ => raw.name = Some(value),
        }
        raw.whole = raw.whole.to(line.span());
    }
    found
}

/// `- field: value # comment` of a line: whether it begins a list's item, the field, the value without its quotes.
fn field(line: Piece<'_>) -> Option<(bool, &str, Piece<'_>)> {
    let content = line.text.trim_start();
    let (is_item, content) = match content.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, content),
    };
    let (field, value) = content.split_once(':')?;
    let field = field.trim_end();
    let plain = !field.is_empty() && field.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    // "name:secret" without a space is dig's form.
    if !plain || !(value.is_empty() || value.starts_with(|c: char| c.is_whitespace() || super::is_quote(c))) {
        return None;
    }
    let at = line.at + line.text.len() - value.len();
    // A comment begins with a # behind white space.
    let end = value.char_indices().zip(value.chars().skip(1)).find(|((_, c), next)| c.is_whitespace() && *next == '#');
    let value = end.map_or(value, |((at, _), _)| value.get(..at).unwrap_or(value));
    Some((is_item, field, Piece { text: value, at }.unquoted()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_needs_white_space_behind_its_colon() {
        let at = |text| field(Piece { text, at: 10 }).map(|(item, field, value)| (item, field, value.text, value.at));
        assert_eq!(at("  - id: \"a b\" # c"), Some((true, "id", "a b", 19)));
        assert_eq!(at("secret: x#y"), Some((false, "secret", "x#y", 18)));
        assert_eq!(at("name:c2VjcmV0"), None);
        assert_eq!(at("key:"), Some((false, "key", "", 14)));
    }
}
