// The business: how users prove who they are. It knows its own table and nothing of a workflow.

/** Applications, in the same database as the workflow; `sql` runs a statement in the transaction that is open. */
export class Authentication {
  #sql

  constructor(sql) {
    this.#sql = sql
  }

  /** A user applies, and hands in documents. */
  async apply(req) {
    await this.#sql('insert into application (id, user_id, state) values (?, ?, ?)', [
      req.uuid,
      req.userId,
      'handed in',
    ])
    return { id: req.uuid }
  }

  /** The same user hands in other documents, or has the registry asked. */
  async handIn(req) {
    await this.#change(req, 'handed in again')
  }

  /** Somebody looks at the documents, or the registry answers. */
  async judge(req) {
    if (!['genuine', 'doubtful'].includes(req.result)) throw new RangeError(`\`${req.result}\` is no result`)
    await this.#change(req, req.result)
  }

  async confirm(req) {
    await this.#change(req, 'confirmed')
  }

  /** The application is void, whatever was done so far. */
  async invalidate(req) {
    await this.#change(req, 'invalid')
  }

  async #change(req, state) {
    await this.#sql('update application set state = ? where id = ?', [state, req.uuid])
  }
}
