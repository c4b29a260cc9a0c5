// Small models with the elements that the workspace process does without; none has a drawing.

const XMLNS =
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const model = (roots, content) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions ${XMLNS} targetNamespace="test">${roots}<process id="p" isExecutable="true">${content}</process></definitions>`;
const flow = (id, from, to) => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;
const expression = (tag, text) => `<${tag} xsi:type="tFormalExpression">${text}</${tag}>`;

/** Three instances of a review, of which two are enough; then two changes, one after the other. */
export const review = model(
  '<escalation id="late" escalationCode="LATE" />',
  `<startEvent id="start" />
   <userTask id="review" name="Review">
     <multiInstanceLoopCharacteristics>
       ${expression('loopCardinality', '3')}
       ${expression('completionCondition', '= numberOfCompletedInstances = 2')}
     </multiInstanceLoopCharacteristics>
   </userTask>
   <boundaryEvent id="reviewer-late" attachedToRef="review" cancelActivity="false">
     <escalationEventDefinition escalationRef="late" />
   </boundaryEvent>
   <task id="remind" name="Remind" />
   <subProcess id="each" name="Each change">
     <multiInstanceLoopCharacteristics isSequential="true">${expression('loopCardinality', '2')}</multiInstanceLoopCharacteristics>
     <userTask id="change" name="Change" />
   </subProcess>
   ${flow('f1', 'start', 'review')}${flow('f2', 'review', 'each')}${flow('f3', 'reviewer-late', 'remind')}`,
);

/** A call; then a booking that is undone. */
export const trip = model(
  '',
  `<callActivity id="credit" name="Check credit" calledElement="credit-check" />
   <subProcess id="book" name="Book">
     <serviceTask id="hotel" name="Book hotel" />
     <boundaryEvent id="undo-hotel" attachedToRef="hotel"><compensateEventDefinition /></boundaryEvent>
     <userTask id="cancel-hotel" name="Cancel hotel" isForCompensation="true" />
     <association id="a" sourceRef="undo-hotel" targetRef="cancel-hotel" associationDirection="One" />
   </subProcess>
   <intermediateThrowEvent id="undo" name="Undo"><compensateEventDefinition /></intermediateThrowEvent>
   <endEvent id="end" />
   ${flow('f1', 'credit', 'book')}${flow('f2', 'book', 'undo')}${flow('f3', 'undo', 'end')}`,
);

/** Two ways in, an ad-hoc subprocess, and a condition to wait for. */
export const order = model(
  '<message id="m" name="order" />',
  `<startEvent id="received" name="Order received"><messageEventDefinition messageRef="m" /></startEvent>
   <startEvent id="by-hand" name="By hand" />
   <adHocSubProcess id="prepare" name="Prepare">
     <userTask id="pick" name="Pick" />
     <userTask id="pack" name="Pack" />
     ${expression('completionCondition', '= ready')}
   </adHocSubProcess>
   <intermediateCatchEvent id="paid" name="Paid">
     <conditionalEventDefinition>${expression('condition', '= paid &gt;= 100')}</conditionalEventDefinition>
   </intermediateCatchEvent>
   <endEvent id="end" />
   ${flow('f1', 'received', 'prepare')}${flow('f2', 'by-hand', 'prepare')}${flow('f3', 'prepare', 'paid')}
   ${flow('f4', 'paid', 'end')}`,
);

/** A script and a condition in JavaScript, then a condition in a language that no page knows. */
export const rules = model(
  '',
  `<startEvent id="start" />
   <scriptTask id="sum" name="Sum up" scriptFormat="text/javascript" camunda:resultVariable="total">
     <script>let sum = 0; for (const price of prices) sum += price; sum</script>
   </scriptTask>
   <exclusiveGateway id="much" name="Much?" default="f3" />
   <exclusiveGateway id="odd" name="Odd?" default="f5" />
   <userTask id="check" name="Check" />
   <endEvent id="end" />
   ${flow('f1', 'start', 'sum')}${flow('f2', 'sum', 'much')}${flow('f3', 'much', 'end')}
   <sequenceFlow id="f4" sourceRef="much" targetRef="odd">
     <conditionExpression xsi:type="tFormalExpression" language="javascript">total > limit</conditionExpression>
   </sequenceFlow>
   ${flow('f5', 'odd', 'end')}
   <sequenceFlow id="f6" sourceRef="odd" targetRef="check">
     <conditionExpression xsi:type="tFormalExpression" language="cobol">TOTAL IS ODD</conditionExpression>
   </sequenceFlow>`,
).replace('xmlns:xsi', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi');
