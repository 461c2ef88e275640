//! What the pieces of a key mean, and what is wrong with its name and its algorithm.

use super::shown::{shown, value};
use super::{Form, KeyParts, KeySpans, Piece, Raw, secret};
use crate::engine::diag::{Args, Diagnostic, Diagnostics, Edit, Fix, Label, Span};
use crate::engine::dns::{Name, NameFault};
use crate::engine::tsig::{Algorithm, codes};

/// The parts of a key, with all findings about them.
pub(super) fn parts(raw: &Raw<'_>, diagnostics: &mut Diagnostics) -> KeyParts {
    let place = |piece: Option<Piece<'_>>| piece.map_or(Span::NONE, Piece::span);
    let spans = KeySpans {
        whole: raw.whole,
        name: place(raw.name),
        algorithm: place(raw.algorithm),
        secret: place(raw.secret),
    };
    let name = name(raw, diagnostics);
    let algorithm = algorithm(raw, diagnostics);
    let reading = match raw.secret {
        Some(piece) => secret::read(piece, algorithm, diagnostics),
        None => {
            diagnostics.push(missing(raw, "secret"));
            secret::Reading::default()
        }
    };
    KeyParts {
        form: raw.form,
        name,
        name_text: raw.name.map(|piece| value(piece.text).to_owned()),
        algorithm,
        algorithm_text: raw.algorithm.map(|piece| value(piece.text).to_owned()),
        secret: reading.secret,
        likely: reading.likely,
        secret_chars: raw.secret.map_or(0, |piece| piece.text.chars().count()),
        spans,
        written: reading.written,
    }
}

fn name(raw: &Raw<'_>, diagnostics: &mut Diagnostics) -> Option<Name> {
    let Some(piece) = raw.name else {
        if raw.form != Form::Bare {
            diagnostics.push(missing(raw, "name"));
        }
        return None;
    };
    match Name::absolute(piece.text) {
        Ok(name) => {
            // Servers take such names and write them in ways others do not read.
            let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
            if let Some((at, c)) = piece.text.char_indices().find(|(_, c)| odd(*c)) {
                let place = super::span(piece.at + at, c.len_utf8());
                diagnostics.push(Diagnostic::new(&codes::KEY_NAME_ODD, place).arg("key", shown(piece.text)));
            }
            Some(name)
        }
        Err(fault) => {
            let finding = Diagnostic::new(&codes::KEY_NAME, piece.span()).arg("key", shown(piece.text));
            diagnostics.push(finding.arg("reason", reason(fault)));
            None
        }
    }
}

fn reason(fault: NameFault) -> String {
    match fault {
        NameFault::Empty => "it is empty".to_owned(),
        NameFault::EmptyLabel => "two dots stand side by side, or one in front".to_owned(),
        NameFault::LabelTooLong(octets) => format!("a label has {octets} octets, 63 are possible"),
        NameFault::TooLong => "it has more than 255 octets".to_owned(),
        NameFault::BadEscape => "a backslash is followed by neither a character nor three digits up to 255".to_owned(),
        NameFault::Malformed | NameFault::NoOrigin => "it cannot be read".to_owned(),
    }
}

fn algorithm(raw: &Raw<'_>, diagnostics: &mut Diagnostics) -> Option<Algorithm> {
    let Some(piece) = raw.algorithm else {
        match raw.form {
            Form::Bare => {}
            Form::Dig => {
                diagnostics.push(Diagnostic::new(&codes::KEY_ALGORITHM_ASSUMED, raw.whole));
                return Some(Algorithm::Sha256);
            }
            _ => diagnostics.push(missing(raw, "algorithm")),
        }
        return None;
    };
    let found = Algorithm::from_text(piece.text);
    let code = match found {
        None => &codes::KEY_ALGORITHM_UNKNOWN,
        Some(algorithm) if algorithm.is_dated() => &codes::KEY_ALGORITHM_DATED,
        Some(algorithm) if algorithm.is_cut() && raw.form == Form::Bind => &codes::KEY_ALGORITHM_CUT_BIND,
        Some(algorithm) if algorithm.is_cut() => &codes::KEY_ALGORITHM_CUT,
        Some(_) => return found,
    };
    diagnostics.push(Diagnostic::new(code, piece.span()).arg("algorithm", shown(piece.text)));
    found
}

fn missing(raw: &Raw<'_>, part: &'static str) -> Diagnostic {
    Diagnostic::new(&codes::KEY_PART_MISSING, raw.whole).arg("part", part).arg("form", raw.form.title())
}

pub(super) fn fix(title: &'static Label, edits: Vec<Edit>) -> Fix {
    Fix { title, args: Args::new(), edits }
}

pub(super) fn edit(span: Span, text: &str) -> Edit {
    Edit { span, text: text.to_owned() }
}
