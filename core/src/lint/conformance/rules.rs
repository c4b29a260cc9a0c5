//! The table of the rules.

use std::fmt;

use super::index::{Index, Item};
use super::{
    Level, activities, codes, compensation, expressions, flows, formats, gateways, ids, levels, links, loops,
    references, triggers,
};

/// Takes a finding: the element to name, and what to say of it.
pub(super) type Tell<'t, 'd> = &'t mut dyn FnMut(&Item<'d>, fmt::Arguments<'_>);

/// One rule: it is asked about every element of the model.
pub(super) struct Rule {
    pub(super) code: &'static str,
    pub(super) level: Level,
    pub(super) check: for<'d> fn(&Index<'d>, &Item<'d>, Tell<'_, 'd>),
    pub(super) help: &'static str,
}

macro_rules! rules {
    ($($code:literal $level:ident $module:ident::$check:ident $help:literal;)*) => {
        pub(super) const RULES: &[Rule] = &[
            $(Rule { code: $code, level: Level::$level, check: $module::$check, help: $help },)*
        ];
    };
}

rules! {
    "duplicateId" Nothing ids::unique "give each element an id of its own";
    "missingId" Nothing ids::present "give it a unique `id`";
    "invalidFormat" Nothing formats::mime_types "write it as `text/plain` or the like";
    "invalidUri" Nothing formats::uris "write a URI, such as `https://www.omg.org/spec/DMN/20191111/FEEL/`, or leave it out";
    "missingScriptFormat" Nothing formats::script "give it a `scriptFormat`";
    "missingErrorCode" Nothing codes::error "refer to an `error` with an `errorCode`";
    "missingEscalationCode" Nothing codes::escalation "refer to an `escalation` with an `escalationCode`";
    "missingMessage" Nothing codes::message "refer to a `message` by `messageRef`";
    "missingOperation" Nothing codes::operation "refer to an `operation` by an `operationRef` in the event definition";
    "informalExpression" Nothing expressions::formal "give it `xsi:type=\"tFormalExpression\"`";
    "emptyExpression" Nothing expressions::filled "write the expression, or remove the element";
    "notBoolean" Warning expressions::boolean "write an expression that gives true or false";
    "missingCondition" Nothing expressions::condition "give its definition a `condition`";
    "inconsistentFlow" Info flows::listed "list it, or leave out all `incoming` and `outgoing`";
    "inconsistentFlow" Info flows::own "correct the list, or leave out all `incoming` and `outgoing`";
    "notImmediate" Info flows::immediate "leave `isImmediate` out";
    "loneCondition" Nothing flows::lone_condition "remove the condition, or add another flow";
    "gatewayDirection" Info gateways::direction "correct `gatewayDirection`, or leave it out";
    "idleGateway" Nothing gateways::purpose "give it several incoming or outgoing flows, or remove it";
    "conditionAtRace" Warning gateways::unconditional "remove the condition";
    "mixedAlternatives" Nothing gateways::messages "use either message events or receive tasks";
    "flowIntoStart" Nothing gateways::instantiating "remove the flow, or leave `instantiate` out";
    "missingStart" Nothing levels::start "add a start event, or remove the end events";
    "missingEnd" Nothing levels::end "add an end event, or remove the start events";
    "missingIncoming" Nothing levels::incoming "lead a sequence flow to it";
    "missingOutgoing" Nothing levels::outgoing "lead a sequence flow from it to what comes next, or to an end event";
    "invalidTrigger" Nothing triggers::allowed "choose a trigger that such an event may have, or another kind of event";
    "misplacedCancel" Nothing triggers::cancel "put it into a `transaction`, or on its border";
    "invalidAttribute" Nothing triggers::interrupting "leave the attribute out";
    "inconsistentLink" Info links::mutual "let `source` and `target` name each other, or leave them out";
    "sharedDefinition" Info triggers::shared "move the event definition to the root of the file";
    "flowAtCompensation" Nothing compensation::boundary "lead an association to the activity that compensates";
    "missingCompensation" Nothing compensation::handler "associate it with an activity that has `isForCompensation=\"true\"`";
    "severalLoops" Warning loops::one "keep one of the loop characteristics";
    "missingCardinality" Nothing loops::cardinality "give it a `loopCardinality` or a `loopDataInputRef`";
    "invalidQuantity" Nothing loops::quantities "write a whole number, 1 or more";
    "publicExecutable" Info activities::public "make it a private process, or not executable";
    "emptyAdHoc" Nothing activities::content "put an activity into it";
    "eventInAdHoc" Info activities::no_events "remove the event";
    "missingNoneStart" Warning activities::callable "give the called process a start event without a trigger";
    "danglingReference" Nothing references::present "add what is referred to, or correct the reference";
    "wrongReference" Info references::fitting "refer to an element of the right kind";
}
