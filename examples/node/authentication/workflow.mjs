// What the business functions mean for the process. Without this file they run as they are.

import { Workflow } from 'tidewheel/host'
import { Node, Process, Variable } from './names.mjs'
import { Authentication } from './service.mjs'

/** What an operator calls an application that was void from the beginning. */
export const FINISH_FORCE_INVALID = 'FINISH_FORCE_INVALID'

const workflow = new Workflow()
const bizId = '#req.uuid'

/** The same service, with the process behind it. Each call is one transaction, of business and workflow together. */
export class AuthenticationProcess extends Authentication {
  static bind(engine) {
    workflow.bind(engine)
  }

  // A decorator of JavaScript's standard is the same: `@workflow.complete({ … }) async judge(req) { … }`.
  apply = workflow.start(Process.authentication, {
    bizId,
    assignee: '#req.userId',
    variables: { userId: '#req.userId', [Variable.dataSource]: '#req.dataSource' },
  })(workflow.complete({ node: Node.NODE_1, assignee: '#req.userId' })(super.apply))

  handIn = workflow.complete({ node: Node.NODE_1, bizId, variables: { [Variable.dataSource]: '#req.dataSource' } })(
    super.handIn,
  )

  judge = workflow.complete({ node: Node.NODE_2, bizId, variables: { [Variable.result]: '#req.result' } })(super.judge)

  hear = workflow.complete({ node: Node.NODE_3, bizId, variables: { [Variable.result]: '#req.result' } })(super.judge)

  confirm = workflow.complete({ node: Node.NODE_4, bizId })(super.confirm)

  invalidate = workflow.cancel({ bizId, cancelReason: FINISH_FORCE_INVALID })(super.invalidate)
}
