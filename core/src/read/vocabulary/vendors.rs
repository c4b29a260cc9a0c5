//! What vendors write beside BPMN: what runs, what is for the host, and what has no effect. The reader
//! asks for the names and for where they stand; the words are for the documentation.
//!
//! Dialects go by a letter: Camunda 7 and its kin (`c`), Zeebe (`z`), Flowable (`f`), Activiti (`a`), jBPM
//! (`d`, after its namespace), SpiffWorkflow (`s`) and our own words (`t`). Groups of tags: `nodes`, `jobs`, `services` (jobs but those of people),
//! `events`, `catches`, `throws`, and `*` for all.

use crate::coverage::{DialectRow, DialectState, PartKind};

/// What is known of some names of vendors.
pub(super) struct Vendors {
    pub(super) attribute: bool,
    pub(super) names: &'static str,
    pub(super) dialects: &'static str,
    pub(super) tags: &'static str,
    pub(super) state: DialectState,
}

macro_rules! vendors {
    ($($kind:ident $names:literal $dialects:literal on $tags:literal $state:ident $text:literal;)*) => {
        pub(super) const VENDORS: &[Vendors] = &[$(Vendors {
            attribute: attribute!($kind),
            names: $names,
            dialects: $dialects,
            tags: $tags,
            state: DialectState::$state,
        },)*];

        /// What vendors write beside BPMN, and what becomes of it; the first row that fits counts.
        pub const DIALECTS: &[DialectRow] = &[$(DialectRow {
            kind: if attribute!($kind) { PartKind::Attribute } else { PartKind::Child },
            names: $names,
            dialects: $dialects,
            tags: $tags,
            state: DialectState::$state,
            text: $text,
        },)*];
    };
}

macro_rules! attribute {
    (attribute) => {
        true
    };
    (child) => {
        false
    };
}

vendors! {
    child "state" "t" on "subProcess endEvent" Runs
        "makes it a state of a request, of the `type` that it says";
    child "action" "t" on "userTask" Runs
        "makes it an action of a request, with its `id`, `group`, `target`, `next` state and `timeout`: chosen first, then completed";
    child "group" "t" on "process" Runs "a group of people: its `id`, and a `member` for each";
    child "inputOutput" "ca" on "nodes" Runs
        "parameters: texts, expressions, scripts, lists and maps, whose keys may be expressions, too, into variables of the activity and out of it; of a throwing event, its payload";
    child "ioMapping" "z" on "nodes" Runs
        "inputs and outputs, also to members; of a throwing event, its payload; with outputs, nothing else leaves";
    child "script" "z" on "scriptTask" Runs "run at once, into its `resultVariable`";
    attribute "resource" "c" on "conditionExpression" Refused "write the condition into the file";
    child "in" "f" on "scriptTask" Runs
        "a variable or an expression that the script sees under another name";
    child "in" "c" on "callActivity" Runs
        "what goes into the called process: `source`, `sourceExpression`, `variables`, `local`, `businessKey`";
    child "in" "fa" on "callActivity" Runs
        "what goes into the called process: `source`, `sourceExpression`";
    child "out" "c" on "callActivity" Runs
        "what comes back: `source`, `sourceExpression`, `variables`, `local`";
    child "out" "fa" on "callActivity" Runs "what comes back: `source`, `sourceExpression`";
    child "in" "c" on "signalEventDefinition" Runs
        "of a signal that is thrown: its variables; `businessKey` has no effect: a warning";
    child "in" "f" on "catches" Runs
        "what is taken of that which the event receives; of an error also `errorCode` and `errorMessage`";
    child "out" "f" on "throws" Runs "what goes with that which the event throws";
    child "eventInParameter externalWorkerInParameter" "f" on "nodes" Runs
        "an input of the job, or what goes with an event";
    child "eventOutParameter" "f" on "nodes" Runs
        "a variable under which something received is known besides";
    child "externalWorkerOutParameter" "f" on "nodes" Runs "what of the job's answer leaves it, and as what";
    child "value" "fa" on "dataObject" Runs "what the data object begins with";
    child "calledElement" "z" on "callActivity" Runs
        "`processId`, `bindingType`, `versionTag`, `businessId`, `propagateAllParentVariables`, `propagateAllChildVariables`";
    attribute "businessKey inheritBusinessKey" "fa" on "callActivity" Runs
        "the business key of the called instance";
    attribute "calledElementBinding calledElementVersion calledElementVersionTag" "c" on "callActivity" Runs
        "go with the call";
    attribute "sameDeployment" "f" on "callActivity" Runs "the call's binding `deployment`";
    attribute "caseRef caseBinding caseVersion" "c" on "callActivity" Runs
        "go with the call as if it called a process";
    attribute "inheritVariables" "fa" on "callActivity" Runs "all variables go into the called process";
    attribute "useLocalScopeForOutParameters" "f" on "callActivity" Runs
        "what comes back stays with the call activity";
    attribute "variableMappingClass variableMappingDelegateExpression" "c" on "callActivity" Lost
        "code that maps variables is not run: use `in` and `out`";

    attribute "assignee candidateUsers candidateGroups dueDate priority" "cfa" on "userTask globalUserTask" Runs
        "go with the job, computed when it opens";
    attribute "followUpDate formRef formRefBinding formRefVersion" "c" on "userTask globalUserTask" Runs
        "go with the job";
    attribute "formKey" "cfa" on "userTask globalUserTask" Runs "goes with the job";
    attribute "category" "fa" on "userTask globalUserTask" Runs
        "goes with the job, computed when it opens";
    attribute "topic" "cf" on "services" Runs "the type of the job";
    attribute "type" "cfa" on "services" Runs
        "the type of the job, but for `external` and `external-worker`, whose `topic` is";
    attribute "expression" "cfa" on "serviceTask businessRuleTask globalBusinessRuleTask" Runs
        "run at once, into its `resultVariable` or the variable that it sets, where it calls nothing that only its vendor has; else the job's implementation";
    attribute "class delegateExpression expression" "cfa" on "services" Runs
        "the job's implementation, as written";
    attribute "taskPriority decisionRef decisionRefBinding decisionRefVersion decisionRefVersionTag mapDecisionResult" "c" on "services" Runs
        "go with the job";
    attribute "resultVariable" "cfa" on "services" Runs
        "the variable of the job's `result`, or of what is run at once";
    attribute "resultVariableName" "fa" on "services" Runs
        "the variable of the job's `result`, or of what is run at once";
    attribute "taskIdVariableName" "f" on "userTask" Runs
        "the variable that the key of the job is written to, as a text; an expression has no effect: a warning";
    attribute "skipExpression" "fa" on "jobs" Runs
        "true passes over the task, where skipping is enabled by a variable";
    attribute "skipExpression" "fa" on "sequenceFlow" Runs
        "asked in place of the condition, where skipping is enabled by a variable";
    child "taskDefinition taskHeaders" "z" on "jobs" Runs "type, retries and headers of the job";
    child "assignmentDefinition priorityDefinition taskSchedule formDefinition calledDecision" "z" on "jobs" Runs
        "go with the job, computed when it opens";
    child "userTask" "z" on "jobs" Runs "says that the task is a job, as every user task is";
    child "failedJobRetryTimeCycle" "cfa" on "jobs" Runs
        "how often, and after which times, a failed job is opened again";
    child "field" "cfa" on "jobs" Runs "a header of the job";
    child "properties" "caz" on "jobs" Runs "headers of the job";
    child "formData" "ca" on "jobs" Runs "the fields of the job's form";
    child "formProperty" "cfa" on "jobs" Runs "a field of the job's form";
    child "errorEventDefinition" "c" on "jobs" Runs
        "an error that an external task throws where its answer says so";

    child "executionListener" "cfa" on "nodes sequenceFlow" Runs
        "called at `start`, `end` and `take`: an `expression` that calls nothing that only its vendor has is run, all else is announced and not waited for, scripts, too";
    child "executionListeners" "z" on "nodes" Runs
        "called at `start` and `end`, and not waited for: a warning";
    child "taskListener" "c" on "nodes" Runs
        "called at `create`, `assignment`, `complete` and `delete`, run or announced as execution listeners are; `update` and `timeout` do not happen: a warning";
    child "taskListener" "fa" on "nodes" Runs
        "called at `assignment`, `create`, `complete` and `delete`, or at `all`, run or announced as execution listeners are";
    child "taskListeners" "z" on "nodes" Runs
        "called at `creating`, `assigning`, `completing` and `canceling`, and not waited for: a warning; `updating` does not happen: a warning";

    attribute "signalExpression" "fa" on "signalEventDefinition" Runs
        "the name of the signal, where there is no reference; may be an expression";
    attribute "messageExpression" "fa" on "messageEventDefinition" Runs
        "the name of the message, where there is no reference; may be an expression";
    child "eventType eventCorrelationParameter" "f" on "events" Runs
        "an event of the registry, as a message, and what it must agree with";
    child "subscription" "z" on "message" Runs "the key that a message must agree with";
    attribute "errorCodeVariable errorMessageVariable" "c" on "errorEventDefinition" Runs
        "the variables of what is caught";
    attribute "errorMessage" "c" on "error" Runs "what an error end event tells of the error";
    attribute "escalationCodeVariable" "c" on "escalationEventDefinition" Runs
        "the variable of the code that is caught";
    attribute "initiator" "cfa" on "startEvent" Runs
        "the variable that tells who starts the process: the start's `requester`, else null";
    child "variableListenerEventDefinition" "f" on "catches" Runs
        "each change of its `variableName`; refused without a name, at the start of a process, and for `create`, `update` and `delete` alone";

    attribute "collection elementVariable" "cfa" on "multiInstanceLoopCharacteristics" Runs
        "what the instances run over, and the variable of an instance's item";
    child "collection" "f" on "multiInstanceLoopCharacteristics" Runs
        "what the instances run over, as an `expression`; what makes a list of it by code is not run: a warning, or refused";
    child "loopCharacteristics" "z" on "multiInstanceLoopCharacteristics" Runs
        "`inputCollection`, `inputElement`, `outputCollection`, `outputElement`";
    attribute "elementIndexVariable" "fa" on "multiInstanceLoopCharacteristics" Runs
        "the variable of an instance's position, from 0";
    child "variableAggregation" "f" on "multiInstanceLoopCharacteristics" Runs
        "a list, the `target`, with a map for each instance that completes: each `variable` by `source` or `sourceExpression`, `target` or `targetExpression`; with `createOverviewVariable` it shows what is there meanwhile; what aggregates by code is not run: a warning";
    attribute "storeAsTransientVariable" "f" on "variableAggregation" Lost "a variable as any other";

    attribute "terminateAll" "fa" on "terminateEventDefinition" Runs "ends the whole instance, not its scope only";
    attribute "terminateMultiInstance" "fa" on "terminateEventDefinition" Runs
        "ends all instances of the nearest multi-instance activity, which then goes on";
    attribute "scope" "fa" on "signal" Runs "`processInstance`: only the instance itself hears it";
    attribute "endDate" "fa" on "timeCycle" Runs "the end of the cycle";
    attribute "businessCalendarName" "fa" on "*" Lost "times are of ISO 8601";
    attribute "scope" "fa" on "message" Lost "a message finds whoever waits for it";
    attribute "variableName variableEvents" "cfa" on "*" Lost
        "a condition is asked whenever what it reads has changed";
    child "conditionalFilter" "z" on "*" Lost "a condition is asked whenever what it reads has changed";
    attribute "skipExpression" "fa" on "*" Lost "other elements are not passed over";
    attribute "taskIdVariableName taskCompleterVariableName idVariableName" "f" on "*" Lost
        "no variable is written; the host knows keys and people";
    attribute "storeResultVariableAsTransient useLocalScopeForResultVariable" "f" on "*" Lost
        "a result is a variable as any other";
    attribute "transient" "f" on "in out eventOutParameter" Lost "a variable as any other";
    attribute "businessKey" "c" on "formData" Lost "the business key is the host's, and known from the start";
    child "adHoc" "z" on "*" Lost "all activities that no flow enters start";
    attribute "waitForCompletion independent" "d" on "callActivity" Lost
        "a call is waited for, and withdrawn with its caller";
    child "preScript postScript" "s" on "*" Lost "model it as a script task";
    child "in out" "cfa" on "*" Lost "nothing is mapped here";
    child "script subscription" "zcfa" on "*" Lost "it belongs elsewhere";

    child "connector" "c" on "*" Host "the worker of the job calls it";
    child "onEntry-script onExit-script" "d" on "*" Host "the engine runs no scripts beside tasks";
    child "mapException httpRequestHandler httpResponseHandler linkedResources agentDefinition" "cfaz" on "*" Host
        "how the work is done is for its worker";
    attribute "customPropertiesResolverClass customPropertiesResolverDelegateExpression customPropertiesResolverExpression" "f" on "executionListener taskListener" Host
        "how a listener is called is for the host";
    child "channelKey eventType triggerEventType sendSynchronously systemChannel" "f" on "*" Host
        "where events go is for the host";
    child "startEventCorrelationConfiguration" "f" on "*" Host
        "which instance an event starts is for the host";
    attribute "ruleFlowGroup taskName" "d" on "*" Host "how the work is done is for its worker";
    attribute "resource autoStoreVariables doNotIncludeVariables" "cfa" on "scriptTask" Host
        "how a script is run is for its worker";
    attribute "candidateStarterGroups candidateStarterUsers" "cfa" on "process" Host
        "who may start an instance is for the host";
    child "potentialStarter" "ca" on "process" Host "who may start an instance is for the host";
    attribute "formHandlerClass formFieldValidation owner" "cfa" on "*" Host
        "forms and people are the host's";
    attribute "formKey formRef formRefBinding formRefVersion" "cfa" on "startEvent" Host
        "the form of a start is for the host";
    child "formData formProperty formDefinition" "cfaz" on "startEvent" Host
        "the form of a start is for the host";

    attribute "async asyncBefore asyncAfter asyncLeave exclusive noWaitStatesAsyncLeave triggerable" "cfa" on "*" Inert
        "each step is one transaction; the host decides when";
    attribute "onTransaction" "fa" on "executionListener taskListener" Inert
        "each step is one transaction; the host decides when";
    attribute "jobPriority taskPriority" "c" on "*" Inert "the host decides what comes first";
    child "jobPriorityDefinition jobCategory" "zf" on "*" Inert "the host decides what comes first";
    attribute "versionTag" "cfa" on "process" Runs "told of the process; hosts bind calls by it";
    child "versionTag" "z" on "process" Runs "told of the process; hosts bind calls by it";
    attribute "historyTimeToLive isStartableInTasklist versionTag isEagerExecutionFetching category" "cfa" on "*" Inert
        "for the administration of the host";
    child "versionTag historyLevel includeInHistory userTaskForm" "zf" on "*" Inert
        "for the administration of the host";
    attribute "calledElementTenantId caseTenantId decisionRefTenantId fallbackToDefaultTenant calledElementType" "cf" on "*" Inert
        "tenants are the host's";
    attribute "modelerTemplate modelerTemplateVersion modelerTemplateIcon diagramRelationId" "cz" on "*" Inert
        "for the modeler";
    attribute "retryCounter" "z" on "*" Inert "for the modeler";
    child "eventListener localization customResource" "fa" on "*" Inert "for the administration of the host";
    child "properties" "cfaz" on "*" Inert "for readers";
    attribute "packageName version adHoc dtype" "d" on "*" Inert "for jBPM's administration";
    attribute "priority" "d" on "sequenceFlow" Inert "conditions are asked in the order of the document";
    child "metaData import global" "d" on "*" Inert "for jBPM's administration";
}
