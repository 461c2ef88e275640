//! The URI template of `dohpath` (RFC 9461 §5): a path in relative form with the variable `dns` (RFC 6570 §2, RFC 8484 §4.1).

/// Whether `text` is such a template.
pub(super) fn is_doh_path(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let mut has_dns = false;
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (literal, from) = rest.split_at(open);
        let Some((expression, behind)) = from.get(1..).and_then(|e| e.split_once('}')) else { return false };
        // RFC 6570 §2.2: the operators in use.
        let variables = expression.strip_prefix(['+', '#', '.', '/', ';', '?', '&']).unwrap_or(expression);
        if !is_literal(literal) || !variables.split(',').all(is_variable) {
            return false;
        }
        has_dns |= variables.split(',').any(|v| name_of(v) == "dns");
        rest = behind;
    }
    text.starts_with('/') && has_dns && is_literal(rest)
}

/// RFC 6570 §2.1: no controls, blanks or delimiters; percent signs begin two hexadecimal digits.
fn is_literal(text: &str) -> bool {
    let excluded =
        |c: char| c.is_control() || matches!(c, ' ' | '"' | '\'' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    !text.contains(excluded) && is_percent_encoded(text)
}

fn is_percent_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|tail| {
        let digits = tail.as_bytes().get(..2);
        digits.is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit))
    })
}

/// RFC 6570 §2.3: a name, then maybe `*`, or `:` and a length of 1 to 9999 (§2.4).
fn is_variable(spec: &str) -> bool {
    let name = name_of(spec);
    let character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '%');
    let modifier = spec.get(name.len()..).unwrap_or_default();
    let length = |digits: &str| {
        let all_digits = digits.bytes().all(|d| d.is_ascii_digit());
        all_digits && (1..=4).contains(&digits.len()) && !digits.starts_with('0')
    };
    let modifier_holds = matches!(modifier, "" | "*") || modifier.strip_prefix(':').is_some_and(length);
    !name.is_empty() && name.chars().all(character) && is_percent_encoded(name) && modifier_holds
}

fn name_of(spec: &str) -> &str {
    spec.split([':', '*']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_the_variable_dns() {
        for good in ["/dns-query{?dns}", "/{?dns}", "/q{?a,dns:20}", "/%C3%A9/é{&dns*}", "/{dns}/x{+y}"] {
            assert!(is_doh_path(good.as_bytes()), "{good}");
        }
        let bad = [
            "",
            "/novariable",
            "/{?dnsx}",
            "/{?dns:10000}",
            "/{?dns:0}",
            "/{?dns:01}",
            "/{??dns}",
            "/%a{?dns}",
            "/{?dns,%a}",
            "/{?dns",
            "/}{?dns}",
            "q{?dns}",
            "/ {?dns}",
            "/{}{?dns}",
            "/{?dns,}",
        ];
        for bad in bad {
            assert!(!is_doh_path(bad.as_bytes()), "{bad}");
        }
        assert!(!is_doh_path(b"/\xff{?dns}"));
    }
}
