//! What receivers make of what they do not refuse: phrases, and a finding that is about them alone.

use crate::engine::diag::{Code, Label};

/// The target of an SVCB or HTTPS record without a final dot.
pub static SVCB_TARGET_RELATIVE: Code = Code::info("svcb-target-relative", &["RFC 1035 §5.1"]);

/// Has text that it cannot answer with.
pub static KEEPS_TEXT: Label = Label { name: "keeps-text" };
/// Has no such record.
pub static LEAVES_OUT: Label = Label { name: "leaves-out" };
/// Has a record where none can be read.
pub static LOADS_ANYWAY: Label = Label { name: "loads-anyway" };
/// Has another name.
pub static READS_OTHER_NAME: Label = Label { name: "reads-other-name" };
/// Has several strings.
pub static SPLITS_STRING: Label = Label { name: "splits-string" };
/// Has 3,600 seconds.
pub static TAKES_AN_HOUR: Label = Label { name: "takes-an-hour" };
/// Completes no name.
pub static TAKES_AS_ABSOLUTE: Label = Label { name: "takes-as-absolute" };
/// Has the first record's TTL.
pub static TAKES_FIRST_TTL: Label = Label { name: "takes-first-ttl" };
/// Has the last record's TTL.
pub static TAKES_LAST_TTL: Label = Label { name: "takes-last-ttl" };
/// Has TTL 0.
pub static TAKES_ZERO_TTL: Label = Label { name: "takes-zero-ttl" };
/// Has the number modulo a power of two.
pub static WRAPS_NUMBER: Label = Label { name: "wraps-number" };
