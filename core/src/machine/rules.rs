//! What can be wrong with a machine.

use crate::error::Severity;

/// A kind of finding. In its message, `$0` and `$1` stand for what was found.
pub(super) struct Rule {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

const fn error(code: &'static str, message: &'static str, help: &'static str) -> Rule {
    Rule { code, severity: Severity::Error, message, help }
}

const fn warning(code: &'static str, message: &'static str, help: &'static str) -> Rule {
    Rule { code, severity: Severity::Warning, message, help }
}

pub(super) const TOO_LARGE: Rule =
    error("machineLimit", "the text has $0 bytes; at most $1 are read", "split the process");
pub(super) const TOO_MANY: Rule = error(
    "machineLimit",
    "there are $0 states, transitions and actions in them; at most $1 are read",
    "split the process",
);
pub(super) const TOO_LONG: Rule =
    error("machineLimit", "`$2` has $0 bytes; at most $1 are read", "shorten it");
pub(super) const INVALID_JSON: Rule = error("invalidJson", "$0", "correct the JSON");

pub(super) const MISSING: Rule = error("missingMember", "`$0` is missing", "add it");
pub(super) const MISSING_LIST: Rule = error("missingMember", "`$0` is missing", "add the list");
pub(super) const UNKNOWN_MEMBER: Rule =
    error("unknownMember", "there is no member `$0` here", "correct its name, or remove it");
pub(super) const NO_OBJECT: Rule =
    error("wrongType", "this is $0, not an object", "write an object with the members it has");
pub(super) const NO_LIST: Rule = error("wrongType", "`$1` is $0, not a list", "write a list: `[…]`");
pub(super) const NO_FIELDS: Rule = error("wrongType", "`$1` is $0, not an object", "write an object: `{…}`");
pub(super) const NO_TEXT: Rule = error("wrongType", "`$1` is $0, not a text", "write it in quotation marks");
pub(super) const NO_TEXT_HERE: Rule =
    error("wrongType", "this is $0, not a text that XML can say", "write a text");
pub(super) const NO_FIELD: Rule =
    error("wrongType", "the field is $0, not a text", "write a text, or an expression such as `= amount`");
pub(super) const INVALID_TEXT: Rule =
    error("invalidText", "`$1` has the character U+$0 in it", "remove it: XML cannot say it");
pub(super) const INVALID_ID: Rule = error(
    "invalidId",
    "`$0` is no id",
    "begin with a letter or `_`, and go on with letters, digits, `_` and `-`",
);

pub(super) const DUPLICATE_ID: Rule =
    error("duplicateId", "`$0` is already the id of $1", "give it an id of its own");
pub(super) const NAMED_TWICE: Rule =
    error("duplicateId", "`$0` is named twice", "name each action of a transition once");
pub(super) const UNKNOWN_GROUP: Rule = error(
    "unknownGroup",
    "there is no group `$0`",
    "define it in `groups`; its members may be left to the host",
);
pub(super) const UNKNOWN_ACTION: Rule =
    error("unknownAction", "there is no action `$0`", "define it in `actions`");
pub(super) const UNKNOWN_STATE: Rule =
    error("unknownState", "there is no state `$0`", "name a state of this machine");
pub(super) const INVALID_TARGET: Rule =
    error("invalidTarget", "the target is `$0`", "write `requester`, `stakeholders` or `everyone`");
pub(super) const INVALID_TIMEOUT: Rule =
    error("invalidTimer", "the timeout is `$0`", "write a duration above zero, such as `PT30M`");
pub(super) const INVALID_TIMER: Rule = error(
    "invalidTimer",
    "`$0` is no $1",
    "write ISO 8601, such as `P3D` or `2026-12-24T12:00:00Z`, or an expression",
);
pub(super) const ONE_TIME: Rule =
    error("invalidTimer", "a timer has either a `duration` or a `date`", "write exactly one of them");
pub(super) const INVALID_EXPRESSION: Rule = error(
    "invalidExpression",
    "`$0` is no expression of $1: $2",
    "write FEEL (`= amount > 100`) or JUEL (`${amount > 100}`)",
);

pub(super) const NO_START: Rule =
    error("noStart", "no state has the type `start`", "give the state in which a request starts that type");
pub(super) const SEVERAL_STARTS: Rule = error(
    "severalStarts",
    "`$0` is another state of the type `start`",
    "a request starts in exactly one state",
);
pub(super) const DEAD_END: Rule = error(
    "deadEnd",
    "no transition leaves `$0`, whose type is `$1`",
    "add one, or make it an end: `complete`, `denied`, `cancelled` or a type of your own",
);
pub(super) const NO_ACTION: Rule = error(
    "noAction",
    "nothing takes `$0`: it has neither an action nor a timer",
    "name the actions that take it",
);
pub(super) const NO_END: Rule =
    warning("noEnd", "no state ends a request", "add one that no transition leaves, such as `complete`");
pub(super) const UNUSED_ACTION: Rule =
    warning("unusedAction", "no transition takes the action `$0`", "name it, or remove it");
pub(super) const UNREACHABLE: Rule =
    warning("unreachable", "no way leads from the start to `$0`", "add a transition to it, or remove it");
