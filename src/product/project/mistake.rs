//! What a reader of TOML or JSON has against a file, in the words of whoever wrote the file: keys, tables and texts, what
//! belongs there, and the known key that an unknown one is nearest to.
//!
//! No text that stands in the file is repeated but names of keys: a value may be a secret in the wrong place.

/// Names of keys longer than this are not repeated: they are something else.
const LONGEST_KEY: usize = 40;

/// The message of `toml` or `serde_json`, retold on one line.
#[must_use]
pub fn told(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    // serde_json has the place in its text.
    let message = message.split(" at line ").next().unwrap_or_default();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown_key(rest);
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return format!("the key {rest} is missing");
    }
    if message.starts_with("duplicate ") {
        return "the same key stands here twice".to_owned();
    }
    if message.starts_with("unknown variant ") {
        let words = quoted(message.split_once("expected ").map_or("", |(_, known)| known));
        return format!("{} belongs here", either(&words));
    }
    if let Some((_, wanted)) = message.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected ")) {
        return unfit("sequence", wanted);
    }
    for kind in ["invalid type: ", "invalid value: "] {
        if let Some((found, wanted)) = message.strip_prefix(kind).and_then(|rest| rest.rsplit_once(", expected ")) {
            return unfit(found, wanted);
        }
    }
    match message {
        "invalid socket address syntax" => {
            "an address with its port belongs here, such as 192.0.2.1:53 or [2001:db8::1]:53".to_owned()
        }
        "invalid IP address syntax" => "an IPv4 or IPv6 address belongs here".to_owned(),
        "wanted string or table" => "a word in quotes belongs here".to_owned(),
        other => other.to_owned(),
    }
}

/// "`x`, expected one of `a`, `b`".
fn unknown_key(rest: &str) -> String {
    let (name, known) = rest.split_once(", ").unwrap_or((rest, ""));
    let (name, known) = (name.trim_matches('`'), quoted(known));
    let named =
        if name.chars().count() <= LONGEST_KEY { format!("unknown key `{name}`") } else { "unknown key".into() };
    let nearest = known.iter().min_by_key(|key| distance(name, key));
    let near = nearest.filter(|key| distance(name, key) <= 1 + key.len() / 3);
    match (near, known.is_empty()) {
        (_, true) => named,
        (Some(key), false) => format!("{named}, nearest is `{key}`; known here: {}", known.join(", ")),
        (None, false) => format!("{named}; known here: {}", known.join(", ")),
    }
}

/// What is between backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// `"a", "b" or "c"`.
fn either(words: &[&str]) -> String {
    match words {
        [] => "another word".to_owned(),
        [word] => format!("\"{word}\""),
        [words @ .., last] => {
            let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
            format!("{} or \"{last}\"", words.join(", "))
        }
    }
}

fn unfit(found: &str, wanted: &str) -> String {
    let is_table = found == "map";
    let found = match found.split(' ').next().unwrap_or_default() {
        "string" | "character" => "this text".to_owned(),
        "integer" => quoted(found).first().map_or_else(|| "this number".to_owned(), |n| (*n).to_owned()),
        "floating" => "a number with a fraction".to_owned(),
        "boolean" => "true or false".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        "null" | "unit" | "Option" => "nothing".to_owned(),
        _ => "what stands here".to_owned(),
    };
    let whole = |most: u64| format!("a whole number from 0 to {most}");
    let wanted = match wanted {
        "a string" | "string" | "str" | "path string" | "a character" => "a text in quotes".to_owned(),
        "IP address" => "an IPv4 or IPv6 address in quotes".to_owned(),
        "socket address" => "an address with its port, in quotes".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "u8" => whole(u8::MAX.into()),
        "u16" => whole(u16::MAX.into()),
        "u32" => whole(u32::MAX.into()),
        // TOML has no greater one.
        "u64" | "usize" => whole(i64::MAX.unsigned_abs()),
        "a sequence" if is_table => {
            return "a list belongs here, not a table; tables of a list have two brackets: [[name]]".to_owned();
        }
        "a sequence" => "a list in brackets".to_owned(),
        "a map" => "a table of keys".to_owned(),
        other if other.starts_with("struct ") => "a table of keys, such as { key = value },".to_owned(),
        other if other.starts_with("enum ") || other.starts_with("string or ") || other.starts_with("variant ") => {
            "a word in quotes".to_owned()
        }
        other => other.to_owned(),
    };
    if wanted == found {
        format!("{wanted} does not belong here")
    } else {
        format!("{wanted} belongs here, not {found}")
    }
}

/// How many letters must change, go, come or swap places with their neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(2 * LONGEST_KEY).collect(), b.chars().collect());
    let mut rows: [Vec<usize>; 3] = [Vec::new(), (0..=b.len()).collect(), Vec::new()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: usize, j: usize| rows.get(row).and_then(|r| r.get(j)).copied().unwrap_or(usize::MAX / 2);
            let left = row.last().copied().unwrap_or_default();
            let mut least = (left + 1).min(at(1, j + 1) + 1).min(at(1, j) + usize::from(x != y));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(0, j - 1) + 1);
            }
            row.push(least);
        }
        rows.rotate_left(1);
        rows[1] = row;
    }
    rows[1].last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_differ_are_counted() {
        for (a, b, n) in
            [("", "", 0), ("", "ab", 2), ("refersh", "refresh", 1), ("adress", "address", 1), ("x", "y", 1)]
        {
            assert_eq!((distance(a, b), distance(b, a)), (n, n), "{a} {b}");
        }
        assert_eq!(distance("quieries", "queries"), 1);
    }

    #[test]
    fn what_is_said_names_what_belongs_there_and_no_value() {
        for (message, said) in [
            (
                "unknown field `refersh`, expected one of `refresh`, `queries`",
                "unknown key `refersh`, nearest is `refresh`; known here: refresh, queries",
            ),
            ("unknown field `x`, expected `refresh` or `queries`", "unknown key `x`; known here: refresh, queries"),
            ("unknown field `x`, there are no fields", "unknown key `x`"),
            ("missing field `address`\nin `peer`", "the key `address` is missing"),
            ("unknown variant `hush`, expected `tcp` or `tls`", "\"tcp\" or \"tls\" belongs here"),
            (
                "invalid type: string \"hush, expected\", expected u16 at line 3 column 4",
                "a whole number from 0 to 65535 belongs here, not this text",
            ),
            ("invalid value: integer `70000`, expected u16", "a whole number from 0 to 65535 belongs here, not 70000"),
            (
                "invalid type: boolean `true`, expected struct Rate",
                "a table of keys, such as { key = value }, belongs here, not true or false",
            ),
            (
                "invalid type: map, expected a sequence",
                "a list belongs here, not a table; tables of a list have two brackets: [[name]]",
            ),
            (
                "invalid type: sequence, expected \"soa\" or a number of seconds",
                "\"soa\" or a number of seconds belongs here, not a list",
            ),
        ] {
            assert_eq!(told(message), said);
        }
        let long = "k".repeat(41);
        assert!(!told(&format!("unknown field `{long}`, expected `a`")).contains(&long));
    }
}
