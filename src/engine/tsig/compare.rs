//! Two sides of what should be one key: what differs, by name, and how one came from the other.

use data_encoding::{BASE64, HEXLOWER};

use super::{KeyParts, Secret, codes};
use crate::engine::diag::{Args, Code, Severity};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key's name.
    Name,
    /// The algorithm.
    Algorithm,
    /// The secret as written.
    SecretText,
    /// The octets it stands for.
    Secret,
}

/// One part on both sides. Secrets show as lengths and fingerprints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which part.
    pub part: Part,
    /// Here; absent when the form does not tell.
    pub here: Option<String>,
    /// There.
    pub there: Option<String>,
    /// What follows; of severity error when the keys cannot work together for it.
    pub code: &'static Code,
    /// Its values.
    pub args: Args,
}

/// Both sides compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Name, algorithm, secret as written, secret.
    pub rows: Vec<Row>,
    /// The one thing to say first: `keys-same`, or the code of the first row that keeps the keys from working together.
    pub verdict: &'static Code,
    /// Its values.
    pub args: Args,
}

impl Comparison {
    /// Whether a message signed on one side verifies on the other, as far as both sides are known.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.rows.iter().all(|row| row.code.severity < Severity::Error)
            && self.rows.iter().any(|row| row.part == Part::Secret)
    }
}

/// Compares a key as it is held here with how it is held there.
#[must_use]
pub fn compare(here: &KeyParts, there: &KeyParts) -> Comparison {
    let mut rows = vec![name(here, there), algorithm(here, there)];
    rows.extend(secret(here, there).into_iter().flatten());
    let worst = rows.iter().find(|row| row.code.severity == Severity::Error);
    let has_secret = rows.iter().any(|row| row.part == Part::Secret);
    let (verdict, args) = match worst {
        Some(row) => (row.code, row.args.clone()),
        None if has_secret => (&codes::KEYS_SAME, Args::new()),
        None => (&codes::KEYS_INCOMPLETE, Args::new()),
    };
    Comparison { rows, verdict, args }
}

fn name(here: &KeyParts, there: &KeyParts) -> Row {
    let code = match (&here.name, &there.name) {
        (Some(ours), Some(theirs)) if ours != theirs => &codes::KEYS_NAME,
        (Some(_), Some(_)) if here.name_text == there.name_text => &codes::KEYS_NAME_SAME,
        // RFC 8945 §4.3.3: names are digested in canonical form, so case and final dot do not count.
        (Some(_), Some(_)) => &codes::KEYS_NAME_CASE_AND_DOT,
        _ => &codes::KEYS_NAME_UNKNOWN,
    };
    row(Part::Name, here.name_text.clone(), there.name_text.clone(), code)
}

fn algorithm(here: &KeyParts, there: &KeyParts) -> Row {
    let code = match (here.algorithm, there.algorithm) {
        (Some(ours), Some(theirs)) if ours != theirs => &codes::KEYS_ALGORITHM,
        (Some(_), Some(_)) => &codes::KEYS_ALGORITHM_SAME,
        _ => &codes::KEYS_ALGORITHM_UNKNOWN,
    };
    let text = |parts: &KeyParts| {
        let assumed = parts.algorithm.map(|a| a.mnemonic().to_owned());
        parts.algorithm_text.clone().or(assumed)
    };
    row(Part::Algorithm, text(here), text(there), code)
}

fn row(part: Part, here: Option<String>, there: Option<String>, code: &'static Code) -> Row {
    let side = |text: &Option<String>| text.clone().unwrap_or_default();
    let args = Args::new().with("here", side(&here)).with("there", side(&there));
    Row { part, here, there, code, args }
}

/// Two rows when both secrets can be read: as written, and the octets.
fn secret(here: &KeyParts, there: &KeyParts) -> Option<[Row; 2]> {
    let octets = |parts: &KeyParts| parts.secret.clone().or_else(|| parts.likely.clone());
    let (ours, theirs) = (octets(here)?, octets(there)?);
    let counts = Args::new().with("here", ours.len()).with("there", theirs.len());
    let (code, args) = relation(here, there, &ours, &theirs);
    let args = args.unwrap_or(counts);
    let shown = |secret: &Secret| Some(format!("{} octets, {}", secret.len(), secret.fingerprint()));
    let chars = |parts: &KeyParts| Some(format!("{} characters", parts.secret_chars));
    let same_text = here.written == there.written && here.secret_chars == there.secret_chars;
    let text_code = match () {
        () if same_text => &codes::KEYS_SECRET_SAME,
        () if ours == theirs => &codes::KEYS_SECRET_SPELLING,
        () => code,
    };
    Some([
        Row { part: Part::SecretText, here: chars(here), there: chars(there), code: text_code, args: args.clone() },
        Row { part: Part::Secret, here: shown(&ours), there: shown(&theirs), code, args },
    ])
}

/// How one secret came from the other.
fn relation(here: &KeyParts, there: &KeyParts, ours: &Secret, theirs: &Secret) -> (&'static Code, Option<Args>) {
    let (our_text, their_text) = (here.written.as_bytes(), there.written.as_bytes());
    let is_encoded = |outer: &Secret, inner: &Secret| {
        BASE64.decode(outer.octets()).is_ok_and(|octets| Secret::new(octets) == *inner)
    };
    let is_hex = |text: &[u8], secret: &Secret| text.eq_ignore_ascii_case(HEXLOWER.encode(secret.octets()).as_bytes());
    let lost = |long: &[u8], short: &[u8]| Some(Args::new().with("count", long.len() - short.len()));
    if ours == theirs {
        return (&codes::KEYS_SECRET_SAME, None);
    }
    if is_encoded(theirs, ours) {
        return (&codes::KEYS_SECRET_TWICE_THERE, None);
    }
    if is_encoded(ours, theirs) {
        return (&codes::KEYS_SECRET_TWICE_HERE, None);
    }
    if their_text == ours.octets() {
        return (&codes::KEYS_SECRET_TEXT_THERE, None);
    }
    if our_text == theirs.octets() {
        return (&codes::KEYS_SECRET_TEXT_HERE, None);
    }
    if is_hex(their_text, ours) {
        return (&codes::KEYS_SECRET_HEX_THERE, None);
    }
    if is_hex(our_text, theirs) {
        return (&codes::KEYS_SECRET_HEX_HERE, None);
    }
    if our_text.eq_ignore_ascii_case(their_text) {
        return (&codes::KEYS_SECRET_CASE, None);
    }
    let differing: Vec<usize> =
        our_text.iter().zip(their_text).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    match (differing.as_slice(), our_text.len().cmp(&their_text.len())) {
        (&[at], std::cmp::Ordering::Equal) => {
            (&codes::KEYS_SECRET_ONE_CHARACTER, Some(Args::new().with("character", at + 1)))
        }
        ([], std::cmp::Ordering::Less) => (&codes::KEYS_SECRET_CUT_HERE, lost(their_text, our_text)),
        ([], std::cmp::Ordering::Greater) => (&codes::KEYS_SECRET_CUT_THERE, lost(our_text, their_text)),
        _ => (&codes::KEYS_SECRET_DIFFERS, None),
    }
}
