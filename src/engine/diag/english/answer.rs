//! What the codes of `answer` say. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "answer-changes",
        message: "{type} of {zone}: the changes that lead to serial {serial}, to {client}",
        why: "",
    },
    Text {
        code: "answer-notify-refused",
        message: "NOTIFY for {zone} from {client} is refused",
        why: "The address, or address and key, are not among those listened to. A primary with several addresses often sends NOTIFY from another than it listens on.",
    },
    Text { code: "answer-transfer", message: "{type} of {zone}, serial {serial}, to {client}", why: "" },
    Text {
        code: "answer-transfer-refused",
        message: "{type} of {zone} is refused to {client}",
        why: "No access rule allows this address with this key. Loopback is allowed by default, nothing else.",
    },
];

pub(super) static LABELS: &[(&str, &str)] = &[];
