//! How often the provider looks at the primary's serial.

use super::super::cloudflare::MIN_REFRESH_S;
use super::{Desired, at};
use crate::engine::diag::{Code, Diagnostic};

/// Below the provider's minimum.
pub static REFRESH_TOO_SMALL: Code = Code::error("refresh-too-small", &[]);

pub(super) fn check(want: &Desired, found: &mut Vec<Diagnostic>) {
    if want.refresh_s < MIN_REFRESH_S.value {
        let finding = at(&REFRESH_TOO_SMALL, "/refresh_s");
        found.push(finding.arg("seconds", want.refresh_s).arg("least", MIN_REFRESH_S.value));
    }
}
