//! Every attribute and child that elements of BPMN can have, besides the elements of the element table:
//! what runs, and what has no effect and why. The reader asks for the names; the words are for the docs.

use super::Known;
use super::macros::{kind, state, vocabulary, word};
use crate::coverage::{PartKind, PartRow, PartState, PartTable};

vocabulary! {
    "everything" ["*"] {
        attribute "id" runs "names the element in states, events and history";
        child "documentation" inert "for readers";
        child "extensionElements" inert "what is understood of them is said above; each other is mentioned";
    }

    "flow elements" [
        "subProcess" "transaction" "adHocSubProcess" "callActivity" "task" "manualTask" "userTask" "serviceTask"
        "sendTask" "scriptTask" "businessRuleTask" "receiveTask" "startEvent" "endEvent"
        "intermediateCatchEvent" "intermediateThrowEvent" "boundaryEvent" "exclusiveGateway"
        "parallelGateway" "inclusiveGateway" "complexGateway" "eventBasedGateway" "sequenceFlow"
        "implicitThrowEvent" "event" "dataObject" "dataObjectReference" "dataStoreReference"
    ] {
        child "auditing" "monitoring" inert "BPMN leaves its content to tools";
        child "categoryValueRef" inert "groups elements for readers";
    }

    "nodes" [
        "subProcess" "transaction" "adHocSubProcess" "callActivity" "task" "manualTask" "userTask" "serviceTask"
        "sendTask" "scriptTask" "businessRuleTask" "receiveTask" "startEvent" "endEvent"
        "intermediateCatchEvent" "intermediateThrowEvent" "boundaryEvent" "exclusiveGateway"
        "parallelGateway" "inclusiveGateway" "complexGateway" "eventBasedGateway"
    ] {
        attribute "name" runs "goes with jobs and calls, and into the list of elements";
        child "incoming" "outgoing" inert "repeats what sequence flows say; they decide";
    }

    "activities" [
        "subProcess" "transaction" "adHocSubProcess" "callActivity" "task" "manualTask" "userTask" "serviceTask"
        "sendTask" "scriptTask" "businessRuleTask" "receiveTask"
    ] {
        attribute "default" runs "the flow that is taken where no condition of the others holds";
        attribute "isForCompensation" runs "only compensation starts it";
        attribute "startQuantity" runs "so many tokens start it";
        attribute "completionQuantity" runs "so many tokens leave by each flow";
        child "standardLoopCharacteristics" runs "rounds, one after the other";
        child "multiInstanceLoopCharacteristics" runs "instances, in parallel or one after the other";
        child "dataInputAssociation" runs "fills a variable of the activity when it starts";
        child "dataOutputAssociation" runs "fills a variable around the activity when it completes";
        child "property" runs "a variable of the activity";
    }

    "activities and processes" [
        "process" "subProcess" "transaction" "adHocSubProcess" "callActivity" "task" "manualTask" "userTask"
        "serviceTask" "sendTask" "scriptTask" "businessRuleTask" "receiveTask"
    ] {
        child "ioSpecification"
            runs "its inputs and outputs are the ends of data associations; of a scope, variables";
    }

    "activities, processes and global tasks" [
        "process" "subProcess" "transaction" "adHocSubProcess" "callActivity" "task" "manualTask" "userTask"
        "serviceTask" "sendTask" "scriptTask" "businessRuleTask" "receiveTask" "globalTask" "globalManualTask"
        "globalUserTask" "globalScriptTask" "globalBusinessRuleTask"
    ] {
        child "resourceRole" "performer" mentioned "who works is for the host to decide";
    }

    "activities and processes without a job" [
        "process" "subProcess" "transaction" "adHocSubProcess" "callActivity" "task" "manualTask" "receiveTask"
        "globalTask" "globalManualTask"
    ] {
        child "humanPerformer" "potentialOwner" mentioned "who works is for the host to decide";
    }

    "tasks that are jobs" [
        "userTask" "serviceTask" "sendTask" "scriptTask" "businessRuleTask" "globalUserTask" "globalScriptTask"
        "globalBusinessRuleTask"
    ] {
        child "humanPerformer" runs "goes with the job: its assignee";
        child "potentialOwner" runs "goes with the job: candidate users and groups";
    }

    "processes and global tasks" [
        "process" "globalTask" "globalManualTask" "globalUserTask" "globalScriptTask" "globalBusinessRuleTask"
    ] {
        child "supportedInterfaceRef" inert "describes how others call it as a service";
        child "ioBinding" mentioned "which operation brings the data is for the host";
    }

    "global tasks" [
        "globalTask" "globalManualTask" "globalUserTask" "globalScriptTask" "globalBusinessRuleTask"
    ] {
        attribute "name" inert "its job is named by the call";
        child "ioSpecification" inert "the call says what goes in and out";
    }

    "processes" ["process"] {
        attribute "name" runs "goes into the list of processes";
        attribute "isExecutable"
            runs "`false` keeps it from being started if it has errors, which are then warnings";
        attribute "processType" inert "says who may see it";
        attribute "isClosed" inert "says whether messages may be drawn that the process does not";
        attribute "definitionalCollaborationRef" inert "points to a drawing";
        child "auditing" "monitoring" inert "BPMN leaves its content to tools";
        child "property" runs "a variable of the process";
        child "correlationSubscription" runs "where its own data says which instance it is";
        child "supports" inert "says which other process it conforms to";
    }

    "scopes" ["process" "subProcess" "transaction" "adHocSubProcess"] {
        child "laneSet" runs "its lanes go with the jobs of what they list";
        child "dataObject" runs "a variable of the scope";
        child "dataObjectReference" runs "another name for the variable of its data object";
        child "dataStoreReference" runs "another name for the variable of its data store";
        child "association"
            runs "leads from a compensation boundary event to what compensates; else for readers";
        child "textAnnotation" "group" "artifact" inert "for readers";
    }

    "subprocesses" ["subProcess"] {
        attribute "triggeredByEvent" runs "makes it an event subprocess";
    }

    "transactions" ["transaction"] {
        attribute "triggeredByEvent" refused "a transaction is no event subprocess";
        attribute "method" "protocol" mentioned "cancelling compensates, whatever protocol is named";
    }

    "ad-hoc subprocesses" ["adHocSubProcess"] {
        attribute "triggeredByEvent" refused "an ad-hoc subprocess is no event subprocess";
        attribute "ordering" runs "`Sequential`: one activity at a time";
        attribute "cancelRemainingInstances"
            runs "`false`: what runs is waited for when the condition holds";
        child "completionCondition" runs "asked whenever an activity in it ends; true ends it";
    }

    "call activities" ["callActivity"] {
        attribute "calledElement" runs "the process or global task that is called";
    }

    "human performers and potential owners" ["humanPerformer" "potentialOwner"] {
        attribute "name" inert "for readers";
        child "resourceRef" runs "its resource's name says who works";
        child "resourceAssignmentExpression"
            runs "says who works: a text, or an expression that is evaluated when the job opens";
        child "resourceParameterBinding" mentioned "how resources are found is for the host";
    }

    "tasks with an operation" ["serviceTask" "sendTask" "receiveTask"] {
        attribute "operationRef" mentioned "which service is called is for the host";
    }

    "tasks with an implementation" [
        "serviceTask" "sendTask" "userTask" "businessRuleTask" "globalUserTask" "globalBusinessRuleTask"
    ] {
        attribute "implementation" runs "goes with the job, unless a vendor's word says it";
    }

    "send and receive tasks" ["sendTask" "receiveTask"] {
        attribute "messageRef" runs "the message that is sent or waited for";
    }

    "receive tasks" ["receiveTask"] {
        attribute "implementation" mentioned "how the message comes is for the host";
        attribute "instantiate" runs "its message starts the process";
    }

    "user tasks" ["userTask" "globalUserTask"] {
        child "rendering" mentioned "how it is shown is for the host";
    }

    "script tasks" ["scriptTask" "globalScriptTask"] {
        attribute "scriptFormat" runs "FEEL and JUEL are run at once; others go with the job";
        child "script" runs "its value goes to the vendor's result variable; in other languages the host runs it";
    }

    "global script tasks" ["globalScriptTask"] {
        attribute "scriptLanguage" runs "as `scriptFormat`";
    }

    "events in the flow" [
        "startEvent" "endEvent" "intermediateCatchEvent" "intermediateThrowEvent" "boundaryEvent"
    ] {
        child "property" runs "a variable of the event";
    }

    "events" [
        "startEvent" "endEvent" "intermediateCatchEvent" "intermediateThrowEvent" "boundaryEvent"
        "implicitThrowEvent" "event"
    ] {
        child "eventDefinitionRef" runs "an event definition that several events share";
        child "messageEventDefinition" "timerEventDefinition" "signalEventDefinition"
            "conditionalEventDefinition" "errorEventDefinition" "escalationEventDefinition"
            "compensateEventDefinition" "cancelEventDefinition" "linkEventDefinition"
            "terminateEventDefinition" runs "see the triggers";
    }

    "catching events" ["startEvent" "intermediateCatchEvent" "boundaryEvent"] {
        attribute "parallelMultiple" runs "all of its triggers must come, not any";
        child "dataOutput" runs "the end of a data association";
        child "dataOutputAssociation" runs "fills a variable from what the event received";
        child "outputSet" inert "outputs are filled where they are there";
    }

    "throwing events" ["endEvent" "intermediateThrowEvent"] {
        child "dataInput" runs "the end of a data association";
        child "dataInputAssociation" runs "fills a variable that goes with what is thrown";
    }

    "all throwing events" ["endEvent" "intermediateThrowEvent" "implicitThrowEvent" "event"] {
        child "inputSet" inert "inputs are not waited for";
    }

    "start events" ["startEvent"] {
        attribute "isInterrupting" runs "whether the event subprocess ends all else in the scope around it";
    }

    "boundary events" ["boundaryEvent"] {
        attribute "cancelActivity" runs "whether it ends its activity";
        attribute "attachedToRef" runs "its activity";
    }

    "gateways" [
        "exclusiveGateway" "parallelGateway" "inclusiveGateway" "complexGateway" "eventBasedGateway"
    ] {
        attribute "gatewayDirection" inert "repeats what sequence flows say; they decide";
    }

    "gateways with conditions" ["exclusiveGateway" "inclusiveGateway" "complexGateway"] {
        attribute "default" runs "the flow that is taken where no condition of the others holds";
    }

    "complex gateways" ["complexGateway"] {
        child "activationCondition" runs "when it has enough tokens; sees `activationCount`";
    }

    "event-based gateways" ["eventBasedGateway"] {
        attribute "instantiate" runs "its events start the process";
        attribute "eventGatewayType" runs "`Parallel`: the process ends only when all of them came";
    }

    "sequence flows" ["sequenceFlow"] {
        attribute "sourceRef" runs "where it comes from";
        attribute "targetRef" runs "where it leads";
        attribute "name" inert "for readers";
        attribute "isImmediate" inert "nothing comes between two elements of a process that runs";
        child "conditionExpression" runs "whether it is taken";
    }

    "throw events inside other elements" ["implicitThrowEvent" "event"] {
        attribute "name" inert "they are no elements of their own";
        child "incoming" inert "no flow leads to them";
        child "outgoing" inert "no flow leads from them";
        child "property" "dataInput" "dataInputAssociation" mentioned "they hold no data";
    }

    "message definitions" ["messageEventDefinition"] {
        attribute "messageRef" runs "the message; without it the event goes by its own id";
        child "operationRef" mentioned "which service is called is for the host";
    }

    "signal definitions" ["signalEventDefinition"] {
        attribute "signalRef" runs "the signal; without it the event goes by its own id";
    }

    "timer definitions" ["timerEventDefinition"] {
        child "timeDate" runs "when";
        child "timeDuration" runs "how long from when it is armed";
        child "timeCycle" runs "how often, and in which intervals";
    }

    "conditional definitions" ["conditionalEventDefinition"] {
        child "condition" runs "what must turn true";
    }

    "error definitions" ["errorEventDefinition"] {
        attribute "errorRef" runs "the error; without it, any is caught";
    }

    "escalation definitions" ["escalationEventDefinition"] {
        attribute "escalationRef" runs "the escalation; without it, any is caught";
    }

    "compensation definitions" ["compensateEventDefinition"] {
        attribute "activityRef"
            runs "the one activity to undo; without it, all that has completed in the scope";
        attribute "waitForCompletion" runs "`false`: the token goes on at once";
    }

    "link definitions" ["linkEventDefinition"] {
        attribute "name" runs "what the events of a link have in common";
        child "source" "target" inert "repeats what the names say; they decide";
    }

    "definitions of ends" ["cancelEventDefinition" "terminateEventDefinition"] {}

    "standard loops" ["standardLoopCharacteristics"] {
        attribute "testBefore" runs "whether the condition is asked before the first round";
        attribute "loopMaximum" runs "the most rounds";
        child "loopCondition" runs "whether one more round follows";
    }

    "multi-instance" ["multiInstanceLoopCharacteristics"] {
        attribute "isSequential" runs "one instance after the other";
        attribute "behavior" runs "at which completions an event is thrown";
        attribute "oneBehaviorEventRef" runs "what the first completion throws";
        attribute "noneBehaviorEventRef" runs "what each completion throws";
        child "loopCardinality" runs "how many instances";
        child "loopDataInputRef" runs "the collection that they run over";
        child "inputDataItem" runs "the variable in which an instance has its item";
        child "loopDataOutputRef" runs "the list of the results";
        child "outputDataItem" runs "the variable in which an instance leaves its result";
        child "completionCondition" runs "asked at each completion; true withdraws the others";
        child "complexBehaviorDefinition" runs "an event with a condition of its own";
    }

    "complex behaviour" ["complexBehaviorDefinition"] {
        child "condition" runs "asked at each completion";
        child "event" "implicitThrowEvent" runs "what is thrown if it holds";
    }

    "expressions" [
        "activationCondition" "completionCondition" "condition" "conditionExpression" "dataPath" "from"
        "loopCardinality" "loopCondition" "messagePath" "timeCycle" "timeDate" "timeDuration" "transformation"
    ] {
        attribute "language" runs "FEEL and JUEL are evaluated here, others by the host unless nobody can wait; times in ISO 8601 have none";
        attribute "evaluatesToTypeRef" inert "values carry their types";
    }

    "targets" ["to"] {
        attribute "language" inert "it is a name";
        attribute "evaluatesToTypeRef" inert "values carry their types";
    }

    "inputs and outputs" ["ioSpecification"] {
        child "dataInput" "dataOutput" runs "the end of a data association; of a scope, a variable";
        child "inputSet" inert "inputs are not waited for";
        child "outputSet" inert "outputs are filled where they are there";
    }

    "data" ["dataInput" "dataOutput" "property" "dataObject" "dataObjectReference" "inputDataItem" "outputDataItem"] {
        attribute "name" runs "names the variable";
        attribute "itemSubjectRef" inert "values carry their types";
    }

    "inputs, outputs and items" ["dataInput" "dataOutput" "inputDataItem" "outputDataItem"] {
        child "dataState" inert "states are those of what is written";
    }

    "data that is written" ["property" "dataObject" "dataObjectReference" "dataStoreReference"] {
        child "dataState" runs "the history tells that it is reached when the data is written";
    }

    "data that may be a collection" ["dataInput" "dataOutput" "dataObject" "inputDataItem" "outputDataItem"] {
        attribute "isCollection" inert "values carry their types";
    }

    "data object references" ["dataObjectReference"] {
        attribute "dataObjectRef" runs "the data object whose variable it is";
    }

    "data store references" ["dataStoreReference"] {
        attribute "name" runs "names the variable, where the data store has no name";
        attribute "itemSubjectRef" inert "values carry their types";
        attribute "dataStoreRef" runs "the data store; the host is told what is written into it";
    }

    "data associations" ["dataInputAssociation" "dataOutputAssociation"] {
        child "sourceRef" runs "the variable that is read";
        child "targetRef" runs "the variable that is written";
        child "transformation" runs "the expression that gives the value";
        child "assignment" runs "a value for one variable";
    }

    "assignments" ["assignment"] {
        child "from" runs "the value: a variable, an expression or a text";
        child "to" runs "the variable, or a member in it";
    }

    "lane sets" ["laneSet" "childLaneSet"] {
        attribute "name" inert "for readers";
        child "lane" runs "goes with the jobs of what it lists";
    }

    "lanes" ["lane"] {
        attribute "name" runs "goes with the jobs of what it lists";
        attribute "partitionElementRef" mentioned "who works is for the host to decide";
        child "partitionElement" mentioned "who works is for the host to decide";
        child "flowNodeRef" runs "what lies in the lane";
        child "childLaneSet" runs "lanes inside it go before it";
    }

    "associations" ["association"] {
        attribute "sourceRef" "targetRef" runs "of a compensation boundary event: what compensates";
        attribute "associationDirection" inert "the ends decide";
    }

    "messages" ["message"] {
        attribute "name" runs "what senders and receivers have in common";
        attribute "itemRef" inert "values carry their types";
    }

    "signals" ["signal"] {
        attribute "name" runs "what throwers and listeners have in common";
        attribute "structureRef" inert "values carry their types";
    }

    "errors" ["error"] {
        attribute "errorCode" runs "what is caught";
        attribute "name" inert "the code decides";
        attribute "structureRef" inert "values carry their types";
    }

    "escalations" ["escalation"] {
        attribute "escalationCode" runs "what is caught";
        attribute "name" inert "the code decides";
        attribute "structureRef" inert "values carry their types";
    }

    "collaborations" ["collaboration"] {
        attribute "name" inert "for readers";
        attribute "isClosed" inert "says whether messages may be drawn that the processes do not";
        child "correlationKey" runs "properties that identify an instance together";
        child "participant" "messageFlow" runs "go into the lists of participants and message flows";
        child "conversation" "subConversation" "callConversation"
            "conversationNode" "conversationAssociation" "conversationLink" "participantAssociation"
            "messageFlowAssociation" "choreographyRef"
            inert "draws who talks to whom; messages find their way by name";
        child "artifact" "association" "group" "textAnnotation" inert "for readers";
    }

    "participants" ["participant"] {
        attribute "name" "processRef" runs "go into the list of participants";
        child "interfaceRef" "endPointRef" inert "where a service is reached is for the host";
        child "participantMultiplicity" inert "how many instances there are is for the host";
    }

    "message flows" ["messageFlow"] {
        attribute "name" "sourceRef" "targetRef" "messageRef" runs "go into the list of message flows";
    }

    "correlation keys" ["correlationKey"] {
        attribute "name" inert "for readers";
        child "correlationPropertyRef" runs "a property of the key";
    }

    "correlation properties" ["correlationProperty"] {
        attribute "name" runs "the property's name in subscriptions";
        attribute "type" inert "values carry their types";
        child "correlationPropertyRetrievalExpression" runs "where a message has it";
    }

    "retrieval expressions" ["correlationPropertyRetrievalExpression"] {
        attribute "messageRef" runs "the message";
        child "messagePath" runs "where in its payload";
        child "formalExpression" runs "in place of `messagePath`, as some tools write it";
    }

    "correlation subscriptions" ["correlationSubscription"] {
        attribute "correlationKeyRef" inert "the properties that are bound say it";
        child "correlationPropertyBinding" runs "where the process has a property";
    }

    "property bindings" ["correlationPropertyBinding"] {
        attribute "correlationPropertyRef" runs "the property";
        child "dataPath" runs "where in its variables";
        child "formalExpression" runs "in place of `dataPath`, as some tools write it";
    }

    "files" ["definitions"] {
        attribute "id" inert "nothing refers to it";
        attribute "name" inert "for readers";
        attribute "targetNamespace" inert "references to elements of other files are not followed";
        attribute "expressionLanguage" runs "the language of expressions that name none";
        attribute "typeLanguage" inert "values carry their types";
        attribute "exporter" "exporterVersion" inert "for readers";
        child "process" runs "see the elements";
        child "message" runs "referred to by events and tasks";
        child "signal" "error" "escalation" "messageEventDefinition" "timerEventDefinition"
            "signalEventDefinition" "conditionalEventDefinition" "errorEventDefinition"
            "escalationEventDefinition" "compensateEventDefinition" "cancelEventDefinition"
            "linkEventDefinition" "terminateEventDefinition" runs "referred to by events";
        child "globalTask" "globalManualTask" "globalUserTask" "globalScriptTask" "globalBusinessRuleTask"
            runs "called by call activities";
        child "import" mentioned "files are read one by one";
        child "extension" mentioned "what must be understood beyond BPMN is not";
        child "choreography" "globalChoreographyTask"
            mentioned "choreographies are drawn between processes; none runs them";
        child "collaboration" runs "its correlation keys, participants and message flows";
        child "globalConversation" inert "draws who talks to whom; messages find their way by name";
        child "correlationProperty" runs "what messages must agree in to belong to one instance";
        child "category" inert "groups elements for readers";
        child "dataStore" runs "names the variable of what refers to it";
        child "endPoint" inert "where a service is reached is for the host";
        child "interface" inert "which services there are is for the host";
        child "itemDefinition" inert "values carry their types";
        child "partnerEntity" "partnerRole" inert "who takes part is for the host";
        child "relationship" inert "points to other files, for readers";
        child "resource" runs "gives the roles that refer to it their name";
    }
}
