// What is sent and answered, as JSON Schema: calls are checked by it, and the OpenAPI description is made of it.

const text = (description, more = {}) => ({ type: 'string', description, ...more })
const object = (properties, { optional = [], ...more } = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  ...more,
})
const list = (items, description) => ({ type: 'array', items, ...(description === undefined ? {} : { description }) })
const ref = (name) => ({ $ref: `${name}#` })
const time = (description) => text(description, { format: 'date-time' })

/** No control characters: they are typing errors, or somebody who tries something. */
const PRINTABLE = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$'

/** A person, as the system around this one calls them. `.` and `..` cannot be said in an address. */
const externalID = {
  type: 'string',
  description: 'Who it is, in the words of the system that calls.',
  minLength: 1,
  maxLength: 100,
  pattern: PRINTABLE,
  not: { enum: ['.', '..'] },
  examples: ['ann'],
}
const procID = text('Id of a process.', { minLength: 1, maxLength: 20, pattern: PRINTABLE, examples: ['approval'] })
const requestID = text('Id of a request.', { pattern: '^[0-9a-f-]{32,36}$' })
const requestActionID = text('Id of an action of a request, as it was listed.', { pattern: '^[0-9]{1,9}$' })
const values = (description) => ({ type: 'object', additionalProperties: true, description })

const requestAction = object({
  id: text('What to choose by.'),
  actionID: text('Id of the action in the definition.'),
  actionName: text('Its name.'),
  nextStateID: text('The state that it leads to; with others where several must be done.'),
})
const blockedBy = {
  anyOf: [
    { type: 'null' },
    object({
      externalID: text('Who is at it.'),
      requestActionID: text('What they have chosen.'),
      actionID: text('Id of that action in the definition.'),
    }),
  ],
  description: 'Who does something now, so that nobody else can.',
}
const entry = {
  id: text('Id of the request.'),
  procID: text('Id of its process.'),
  procName: text('Name of its process.'),
  reqName: text('What the request is called; empty where nobody said.'),
  requestTime: time('When it was made.'),
  requesterExterID: text('Who has made it.'),
  currStateID: text('Id of the state that it is in.'),
  currStateName: text('Name of that state.'),
  currStateType: text('`start`, `normal`, `complete`, `denied`, `cancelled`, or a word of the process.'),
  requestActions: list(requestAction, 'What the person may do now, and nothing else.'),
  blockedBy,
  ended: { type: 'boolean', description: 'Whether it has come to its end.' },
}
const happened = object(
  {
    time: time('When.'),
    kind: { type: 'string', enum: ['started', 'state', 'chosen', 'released', 'completed'] },
    externalID: { type: ['string', 'null'], description: 'Who; null where a timeout did it.' },
    stateID: text('The state that was entered.'),
    stateName: text('Its name.'),
    stateType: text('Its type.'),
    requestActionID: text('What was chosen, given back or completed.'),
    actionID: text('Id of that action in the definition.'),
    actionName: text('Its name.'),
    transitionID: text('Id of the transition that it is an action of.'),
  },
  {
    optional: [
      'externalID',
      ...['stateID', 'stateName', 'stateType'],
      ...['requestActionID', 'actionID', 'actionName', 'transitionID'],
    ],
  },
)
const diagnostic = object(
  {
    code: text('Stable name.'),
    message: text('What is wrong.'),
    help: text('What to do about it.'),
    path: text('JSON pointer to what is meant.'),
    line: { type: 'integer' },
    column: { type: 'integer' },
  },
  { optional: ['help', 'path', 'line', 'column'], additionalProperties: true },
)
const failure = {
  reason: text('Why, for people.'),
  detail: text('Why, for programs: it begins with a code and a colon.'),
  diagnostics: list(diagnostic, 'What is wrong with a definition, all at once.'),
}

/** What several answers have in common, by name. */
export const SHARED = [
  { $id: 'Request', ...object(entry) },
  {
    $id: 'RequestWithHistory',
    ...object({
      ...entry,
      version: { type: 'integer', description: 'Of its process.' },
      stakeholders: list({ type: 'string' }, 'Whom it concerns; the requester is one of them.'),
      requestData: values('Its data now.'),
      history: list(happened, 'The oldest first.'),
      activities: list(
        object({ time: time('When.'), activityID: text('Id of the activity.'), fields: values('What it was given.') }),
        'Side effects as they were carried out.',
      ),
    }),
  },
  {
    $id: 'Requests',
    ...object({
      requests: list(ref('Request'), 'Those that go on first, then the newest first.'),
      next: { type: ['integer', 'null'], description: 'The `offset` of the next page; null where this is the last.' },
    }),
  },
  {
    $id: 'Failure',
    ...object({
      stateCode: { type: 'string', const: '500' },
      data: object(failure, { optional: ['diagnostics'] }),
    }),
  },
  {
    $id: 'InvalidChoice',
    ...object({
      stateCode: { type: 'string', const: '500' },
      data: object({ valid: { type: 'boolean', const: false }, reason: failure.reason, detail: failure.detail }),
    }),
  },
]

/** A successful answer, in its envelope. */
const success = (data) => object({ stateCode: { type: 'string', const: '200' }, data })

/** No schema can say it. */
const EXACT = 'A number that would have to be rounded is refused.'

/** By name, what the routes say of themselves. */
export const bodies = {
  start: object(
    {
      procID,
      externalID,
      name: text('What the request is called.', { maxLength: 200, pattern: PRINTABLE }),
      time: time('When it was made; now, if left out.'),
      stakeholders: { ...list(externalID, 'Whom it concerns, besides the requester.'), maxItems: 1000 },
      requestData: values(`What its data are at first. ${EXACT}`),
    },
    { optional: ['name', 'time', 'stakeholders', 'requestData'], additionalProperties: false },
  ),
  values: values(`What becomes of the data of the request, by key; keys left out stay as they are. ${EXACT}`),
  definition: values('A definition; `reason` and `diagnostics` of a refusal say what is wrong with it.'),
}

export const parameters = {
  externalID: object({ externalID }),
  requestID: object({ requestID }),
  procID: object({ procID }),
  action: object({ externalID, requestID, requestActionID }),
}

export const queries = {
  page: object(
    {
      limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
      offset: {
        type: 'integer',
        minimum: 0,
        maximum: 1_000_000,
        default: 0,
        description: '`next` of the page before.',
      },
    },
    { optional: ['limit', 'offset'], additionalProperties: false },
  ),
  person: object({ externalID }, { optional: ['externalID'], additionalProperties: false }),
  version: object(
    { version: { type: 'integer', minimum: 1, maximum: 1_000_000, description: 'The latest, if left out.' } },
    { optional: ['version'], additionalProperties: false },
  ),
  none: { type: 'object', properties: {}, additionalProperties: false },
}

export const headers = {
  start: object(
    {
      'idempotency-key': text('The same key of the same requester is the same request: for who must call again.', {
        pattern: '^[!-~]{1,200}$',
      }),
    },
    { optional: ['idempotency-key'] },
  ),
}

export const answers = {
  started: success(object({ requestID: text('Id of the new request.') })),
  requests: success(ref('Requests')),
  request: success(ref('RequestWithHistory')),
  data: success(values('The data of the request.')),
  chosen: success(
    object({ valid: { type: 'boolean', const: true }, requestData: values('The data of the request, to work on.') }),
  ),
  released: success({ type: 'null' }),
  deployed: success(
    object({
      procID,
      version: { type: 'integer' },
      new: { type: 'boolean', description: 'False where it was the latest version already.' },
    }),
  ),
  processes: success(
    object({
      processes: list(
        object({
          procID: text('Its id.'),
          procName: text('Its name.'),
          version: { type: 'integer', description: 'The latest.' },
          groups: list(
            object({ id: text('Its id.'), name: text('Its name.'), members: list({ type: 'string' }) }),
            'The groups of people in it.',
          ),
        }),
      ),
    }),
  ),
  definition: success(values('The definition, as it was posted.')),
  bpmn: success(object({ procID, version: { type: 'integer' }, bpmn: text('The process as BPMN, with a diagram.') })),
}
