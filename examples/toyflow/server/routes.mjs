// What can be called: method, address, what is sent and answered, and what is done. The first lines of each are its
// description in OpenAPI; `links` say which answer gives what another call needs.

import { answers, bodies, headers, parameters, queries } from './schemas.mjs'

const STATUSES = {
  400: 'What was sent is not what is asked for.',
  404: 'There is no such request or process.',
  409: 'The state of the request forbids it.',
  413: 'More was sent than is taken.',
  415: 'What was sent is not JSON.',
  500: 'Something went wrong in the server.',
  503: 'The database cannot be reached.',
}

const json = (description, schema) => ({ description, content: { 'application/json': { schema } } })

/** The answers of a call: the one of success, and the failures that it can have. */
function responses(description, answer, failures, special = {}) {
  const all = { 200: json(description, answer) }
  for (const status of [...failures, 500, 503]) {
    all[status] = json(STATUSES[status], { $ref: `${special[status] ?? 'Failure'}#` })
  }
  return all
}

const WITH_BODY = [400, 404, 409, 413, 415]

/** @param toyflow `requests`, `processes`, and `stream` for who wants to hear of changes */
export function routes({ requests, processes, stream }) {
  const listed = async (person, page) => requests.concerning(person, page)
  const moment = ({ time, ...rest }) => (time === undefined ? rest : { ...rest, time: Date.parse(time) })

  return [
    {
      method: 'POST',
      url: '/requests',
      schema: {
        operationId: 'startRequest',
        summary: 'Starts a request of a process.',
        tags: ['requests'],
        headers: headers.start,
        querystring: queries.none,
        body: bodies.start,
        response: responses('It has been started.', answers.started, WITH_BODY),
      },
      links: {
        200: {
          look: {
            operationId: 'getRequest',
            parameters: { requestID: '$response.body#/data/requestID', externalID: '$request.body#/externalID' },
          },
          read: { operationId: 'getData', parameters: { requestID: '$response.body#/data/requestID' } },
          ask: { operationId: 'listRequests', parameters: { externalID: '$request.body#/externalID' } },
        },
      },
      handler: async ({ body, headers: sent }) => ({
        requestID: await requests.start(moment(body), sent['idempotency-key']),
      }),
    },
    {
      method: 'GET',
      url: '/stakeholders/:externalID',
      schema: {
        operationId: 'listRequests',
        summary: 'The requests that a person is a stakeholder of or may do something about now.',
        tags: ['requests'],
        params: parameters.externalID,
        querystring: queries.page,
        response: responses('A page of them.', answers.requests, [400]),
      },
      links: {
        200: {
          choose: {
            operationId: 'chooseAction',
            parameters: {
              externalID: '$request.path.externalID',
              requestID: '$response.body#/data/requests/0/id',
              requestActionID: '$response.body#/data/requests/0/requestActions/0/id',
            },
          },
        },
      },
      handler: ({ params, query }) => listed(params.externalID, query),
    },
    {
      method: 'PUT',
      url: '/choices/:externalID/:requestID/:requestActionID',
      schema: {
        operationId: 'chooseAction',
        summary: 'Chooses what a person does next: nobody else can do anything until it is completed or given back.',
        tags: ['actions'],
        params: parameters.action,
        querystring: queries.none,
        response: responses('It may be done now.', answers.chosen, WITH_BODY, { 409: 'InvalidChoice' }),
      },
      links: {
        200: { complete: follow('completeAction'), giveBack: follow('releaseAction'), again: follow('chooseAction') },
      },
      handler: async ({ params: { requestID, requestActionID, externalID } }) => ({
        valid: true,
        requestData: await requests.choose(requestID, Number(requestActionID), externalID),
      }),
    },
    {
      method: 'DELETE',
      url: '/choices/:externalID/:requestID/:requestActionID',
      schema: {
        operationId: 'releaseAction',
        summary: 'Gives a choice back: the person who holds it does it not after all.',
        tags: ['actions'],
        params: parameters.action,
        querystring: queries.none,
        response: responses('It can be chosen again.', answers.released, WITH_BODY),
      },
      handler: async ({ params: { requestID, requestActionID, externalID } }) => {
        await requests.release(requestID, Number(requestActionID), externalID)
        return null
      },
    },
    {
      method: 'PUT',
      url: '/completions/:externalID/:requestID/:requestActionID',
      schema: {
        operationId: 'completeAction',
        summary: 'A person has done what they have chosen; what they send becomes data of the request.',
        tags: ['actions'],
        params: parameters.action,
        querystring: queries.none,
        body: bodies.values,
        response: responses('It is done. What the person may do now.', answers.requests, WITH_BODY),
      },
      handler: async ({ params: { requestID, requestActionID, externalID }, body }) => {
        await requests.complete(requestID, Number(requestActionID), externalID, body)
        return listed(externalID)
      },
    },
    {
      method: 'GET',
      url: '/data/:requestID',
      schema: {
        operationId: 'getData',
        summary: 'The data of a request, whatever state it is in.',
        tags: ['requests'],
        params: parameters.requestID,
        querystring: queries.none,
        response: responses('Its data.', answers.data, [400, 404]),
      },
      handler: ({ params }) => requests.data(params.requestID),
    },
    {
      method: 'GET',
      url: '/requests/:requestID',
      schema: {
        operationId: 'getRequest',
        summary: 'A request with its data and all that has happened to it.',
        tags: ['requests'],
        params: parameters.requestID,
        querystring: queries.person,
        response: responses('The request; what `externalID` may do now.', answers.request, [400, 404]),
      },
      links: {
        200: {
          choose: {
            operationId: 'chooseAction',
            parameters: {
              externalID: '$request.query.externalID',
              requestID: '$request.path.requestID',
              requestActionID: '$response.body#/data/requestActions/0/id',
            },
          },
        },
      },
      handler: ({ params, query }) => requests.request(params.requestID, query.externalID),
    },
    {
      method: 'POST',
      url: '/processes',
      schema: {
        operationId: 'addProcess',
        summary: 'Adds a process, or the next version of one; requests stay on the version that they began with.',
        tags: ['processes'],
        querystring: queries.none,
        body: bodies.definition,
        response: responses('It can be started.', answers.deployed, [400, 413, 415]),
      },
      handler: ({ text }) => processes.deploy(text),
    },
    {
      method: 'GET',
      url: '/processes',
      schema: {
        operationId: 'listProcesses',
        summary: 'The processes, and the people in their groups.',
        tags: ['processes'],
        querystring: queries.none,
        response: responses('The latest version of each.', answers.processes, [400]),
      },
      links: {
        200: {
          start: {
            operationId: 'startRequest',
            requestBody: { procID: '$response.body#/data/processes/0/procID', externalID: 'ann' },
          },
          definition: { operationId: 'getProcess', parameters: { procID: '$response.body#/data/processes/0/procID' } },
          diagram: { operationId: 'getBpmn', parameters: { procID: '$response.body#/data/processes/0/procID' } },
        },
      },
      handler: async () => ({ processes: await processes.list() }),
    },
    {
      method: 'GET',
      url: '/processes/:procID',
      schema: {
        operationId: 'getProcess',
        summary: 'The definition of a process.',
        tags: ['processes'],
        params: parameters.procID,
        querystring: queries.version,
        response: responses('As it was posted.', answers.definition, [400, 404]),
      },
      handler: async ({ params, query }) => JSON.parse(await processes.definition(params.procID, query.version)),
    },
    {
      method: 'GET',
      url: '/processes/:procID/bpmn',
      schema: {
        operationId: 'getBpmn',
        summary: 'A process as BPMN, with a diagram.',
        tags: ['processes'],
        params: parameters.procID,
        querystring: queries.version,
        response: responses('For whatever reads BPMN.', answers.bpmn, [400, 404]),
      },
      handler: ({ params, query }) => processes.bpmn(params.procID, query.version),
    },
    {
      method: 'GET',
      url: '/changes',
      schema: {
        operationId: 'listen',
        summary: 'Server-sent events: `changed`, with the `requestID`, whenever a request has changed.',
        tags: ['requests'],
        response: {
          200: {
            description: 'Until the caller goes away.',
            content: { 'text/event-stream': { schema: { type: 'string' } } },
          },
        },
      },
      handler: stream,
    },
  ]
}

/** A call about the same action as the one before. */
function follow(operationId) {
  const same = ['externalID', 'requestID', 'requestActionID'].map((name) => [name, `$request.path.${name}`])
  return { operationId, parameters: Object.fromEntries(same) }
}
