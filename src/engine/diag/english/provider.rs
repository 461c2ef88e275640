//! What the codes of `provider` say. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[];

pub(super) static LABELS: &[(&str, &str)] = &[];
