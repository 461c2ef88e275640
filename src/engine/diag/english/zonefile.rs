//! What the codes of `zonefile` say. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "blank-unusual",
        message: "a form feed or vertical tab stands between words",
        why: "It is read as a blank here; to name servers it is none, and most lines with it are refused. Put a space in its place.",
    },
    Text {
        code: "byte-order-mark",
        message: "the file starts with a byte order mark",
        why: "BIND reads the mark as part of the first name. Save the file as UTF-8 without it.",
    },
    Text {
        code: "class-number",
        message: "{class} is the class IN by its number",
        why: "Knot and PowerDNS refuse it; write IN, or leave the class out.",
    },
    Text {
        code: "class-other",
        message: "the class is {class}; a zone here is of class IN",
        why: "All records of a zone have one class, and only IN can be transferred to the provider.",
    },
    Text {
        code: "directive-date",
        message: "$DATE is BIND's own and changes nothing here",
        why: "BIND writes it into its dumps for times without a year. Other name servers refuse the file; remove the line.",
    },
    Text {
        code: "directive-extra",
        message: "{directive} takes no such word: {word}",
        why: "Name servers ignore it or refuse the line. If it was meant as a comment, put a semicolon before it.",
    },
    Text {
        code: "directive-indented",
        message: "{directive} does not start in column one",
        why: "BIND and Knot read an indented word as a type and refuse the line. Remove the blanks before it.",
    },
    Text {
        code: "directive-short",
        message: "{directive} lacks its argument",
        why: "The directive does nothing, and what follows would be read under the wrong assumption.",
    },
    Text {
        code: "directive-unknown",
        message: "{directive} is no directive",
        why: "Known are $ORIGIN, $TTL, $INCLUDE and BIND's $GENERATE. A name that starts with a dollar sign is written \\$.",
    },
    Text {
        code: "entry-long",
        message: "the entry has more than {limit} words",
        why: "No record has as many: its data has 65,535 octets at the most. What follows is not read.",
    },
    Text {
        code: "generate-limit",
        message: "$GENERATE would make {count} records; all of them together may make {limit}",
        why: "A single line can fill the memory of a name server. Narrow the range or split the zone.",
    },
    Text {
        code: "generate-syntax",
        message: "$GENERATE cannot read {text}",
        why: "Written as start-stop or start-stop/step, then an owner and data with $ or ${offset,width,base} in them.",
    },
    Text {
        code: "generate-used",
        message: "$GENERATE makes {count} {count#record#records}",
        why: "BIND and PowerDNS carry it out; Knot and NSD refuse the file. A transfer carries the records, not the line.",
    },
    Text {
        code: "generate-words",
        message: "the data of this $GENERATE has several words",
        why: "They are read together here; BIND takes one word only and refuses the rest. Put the data in one pair of quotes.",
    },
    Text {
        code: "generic-form",
        message: "this is a record of type {type}, written in the form of unknown types",
        why: "Every name server reads it, but people read names more easily. Write the type's name.",
    },
    Text {
        code: "include-depth",
        message: "{path} is not included: too deep, too many files, or it includes itself",
        why: "Name servers stop here too. Break the circle.",
    },
    Text {
        code: "include-missing",
        message: "{path} cannot be read: {reason}",
        why: "The records of that file are missing. The path counts from the file that names it, then from the include base.",
    },
    Text {
        code: "include-quoted",
        message: "the name of the included file stands in quotes",
        why: "NSD takes the quotes for part of the name and finds no such file. Leave them out; write a blank in it as \\032, or name the file without.",
    },
    Text {
        code: "include-refused",
        message: "{path} is not read: {reason}",
        why: "A zone file must not reach files outside its own folder. Copy the file there or name another include base.",
    },
    Text {
        code: "line-end-cr",
        message: "a line ends with CR alone",
        why: "It is a line end here and for BIND and NSD; Knot refuses the file, PowerDNS takes the next name for a complete one. Save the file with line ends of Unix.",
    },
    Text {
        code: "line-ends",
        message: "lines end with CR LF",
        why: "Knot refuses such files. Save the file with line ends of Unix, or convert it: sed -i 's/\\r$//'.",
    },
    Text {
        code: "not-text",
        message: "this is {what}, not text",
        why: "A zone file is ASCII or UTF-8. Save it as UTF-8, or unpack it first.",
    },
    Text {
        code: "not-utf8",
        message: "the file is not UTF-8",
        why: "It is checked from its bytes and cannot be edited here. Names and strings keep their bytes.",
    },
    Text {
        code: "octet-nul",
        message: "there is a NUL octet {where}",
        why: "Knot and, outside strings, BIND refuse the file; NSD ends the text there, and PowerDNS goes on with the next line. Write \\000 if it is meant.",
    },
    Text {
        code: "origin-relative",
        message: "the origin {name} is relative and becomes {origin}",
        why: "BIND completes it with the origin before; Knot and NSD refuse it, and PowerDNS takes it as absolute. Write the whole name with its final dot.",
    },
    Text {
        code: "origin-unknown",
        message: "nothing says which zone this is",
        why: "A name without a final dot is completed by the zone's name. Begin with $ORIGIN and the zone's name with its \
              final dot, or give the name of the zone.",
    },
    Text {
        code: "owner-after-origin",
        message: "the owner is inherited across $ORIGIN: this record belongs to {owner}",
        why: "A line without an owner takes the last stated one, which $ORIGIN does not change. Write @ or a name.",
    },
    Text {
        code: "owner-missing",
        message: "the first record has no owner",
        why: "A line that starts blank takes the owner of the record before it, and there is none. It is read as @ here.",
    },
    Text {
        code: "owner-quoted",
        message: "the owner stands in quotes",
        why: "Knot refuses the line, and PowerDNS takes the quotes for part of the name. Write it without them.",
    },
    Text {
        code: "paren-before-type",
        message: "a parenthesis opens before the {part}",
        why: "PowerDNS refuses it, before the owner Knot and NSD do too. Open the parenthesis behind the type.",
    },
    Text {
        code: "paren-close",
        message: "a closing parenthesis without an opening one",
        why: "Name servers refuse the line. Remove it, or open it where the entry begins to span lines.",
    },
    Text {
        code: "paren-nested",
        message: "a parenthesis stands inside parentheses",
        why: "Knot and NSD refuse the file. The outer pair is enough.",
    },
    Text {
        code: "paren-open",
        message: "the parenthesis opened here is never closed",
        why: "Everything up to the next closing one would be one entry. Reading goes on at the next line that looks like a \
              record.",
    },
    Text {
        code: "quote-lines",
        message: "a quoted string goes over several lines",
        why: "Knot and NSD keep the line ends as part of the string; BIND refuses it.",
    },
    Text {
        code: "quote-open",
        message: "the quote opened here is never closed",
        why: "Add the closing quote. A quote inside a string is written \\\".",
    },
    Text {
        code: "quote-touches",
        message: "a quoted string touches the word beside it",
        why: "Knot refuses it; others read two strings. Put a blank between them if two are meant.",
    },
    Text {
        code: "text-long",
        message: "the file has more than {limit} bytes",
        why: "Places are 32-bit offsets. Split the zone with $INCLUDE.",
    },
    Text {
        code: "text-lost",
        message: "the file cannot be read from here on",
        why: "It became shorter while it was read, or its disk failed; what stands behind is unknown. Check it again.",
    },
    Text { code: "ttl-bad", message: "{ttl} is no TTL", why: "Seconds, or numbers each with a unit: 3600, 1h, 1d12h." },
    Text {
        code: "ttl-inherited",
        message: "without $TTL, records from here on take the last stated TTL, {ttl}",
        why: "Servers differ: Knot uses its own default, BIND warns. State $TTL at the top.",
    },
    Text {
        code: "ttl-missing",
        message: "there is no $TTL and the SOA states none: its minimum, {ttl}, is used",
        why: "Servers differ: BIND takes the SOA's minimum, Knot its own default. State $TTL at the top.",
    },
    Text {
        code: "ttl-range",
        message: "the TTL {ttl} is over 2147483647",
        why: "A TTL has 31 bits. A larger one counts as zero, so the record would not be cached at all.",
    },
    Text {
        code: "ttl-unknown",
        message: "nothing states a TTL; {ttl} is assumed",
        why: "BIND refuses the file. State $TTL at the top.",
    },
    Text {
        code: "ttl-units",
        message: "{text} is a TTL with several units",
        why: "BIND, Knot and NSD read {ttl} seconds. PowerDNS refuses it in a record, and takes the first number with the last unit behind $TTL.",
    },
    Text {
        code: "type-missing",
        message: "the record has no type",
        why: "An entry is owner, TTL, class, type, data; only the first three can be left out.",
    },
    Text {
        code: "type-provider-only",
        message: "{type} is no record type of the DNS, but a service of some providers",
        why: "It cannot be transferred: no secondary knows it. Where it names another host, write a CNAME; at the apex, where none may stand, A and AAAA records, or HTTPS in alias form.",
    },
    Text {
        code: "zone-empty",
        message: "there is no record in this file",
        why: "A zone has at least an SOA and its name servers.",
    },
];

pub(super) static LABELS: &[(&str, &str)] = &[
    ("close-parenthesis", "add the closing parenthesis"),
    ("close-quote", "add the closing quote"),
    ("expand", "write its records"),
    ("name-type", "write the type's name"),
    ("origin-changed-here", "the origin was changed here"),
    ("put-space", "put a space there"),
    ("remove", "remove it"),
    ("replace", "write {text}"),
    ("state-ttl", "state it with $TTL"),
    ("state-type", "state the type"),
];
