//! What the codes about aliases and redirections say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "cname-chain-long",
        message: "the alias {owner} leads over {count} CNAME {count#record#records}",
        why: "Each one costs resolvers another question, and they give up after about ten. Point nearer to the goal.",
    },
    Text {
        code: "cname-target-root",
        message: "{owner} is an alias of the root",
        why: "The root has no addresses. Right in a response policy zone, where it stands for \"no such name\"; elsewhere correct the target.",
    },
    Text {
        code: "cname-wildcard-loop",
        message: "the alias {owner} points to {target}, which only {owner} itself answers",
        why: "Every name that it stands for leads back into it. Give {target} records of its own.",
    },
    Text {
        code: "dname-at-wildcard",
        message: "{owner} has a DNAME, but a wildcard has no names below it to redirect",
        why: "Its effect is not defined, and servers differ. Redirect names one by one.",
    },
    Text {
        code: "dname-dangling",
        message: "{owner} is redirected to {target}, which does not exist in this zone",
        why: "Every name below {owner} then leads to a name that does not exist. Correct the target or remove the DNAME.",
    },
    Text {
        code: "dname-loop",
        message: "names below {owner} are redirected to {target} and back again",
        why: "No resolver ever gets an answer. The target must lie outside of what is redirected.",
    },
];
