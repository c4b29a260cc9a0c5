//! The models that are measured: the micro-benchmark patterns of the literature on BPMN engines
//! (sequence, parallel split and join, exclusive choice, arbitrary cycle), at any size.

use crate::sketch::{Dialect, Sketch};

/// A sequence of `tasks` service tasks; with flows and events it has `2 * tasks + 3` elements.
#[must_use]
pub fn sequence(dialect: Dialect, tasks: usize) -> String {
    let mut sketch = Sketch::new(dialect);
    let mut ids = vec![sketch.start()];
    for n in 1..=tasks {
        ids.push(sketch.service(&format!("t{n}")));
    }
    ids.push(sketch.end("end"));
    sketch.chain(&ids);
    sketch.file("process")
}

/// A fork into `branches` branches of one task each, and the join.
#[must_use]
pub fn parallel(dialect: Dialect, branches: usize) -> String {
    fork(dialect, branches, Sketch::service)
}

/// A fork into `tokens` user tasks: an instance of it holds that many tokens.
#[must_use]
pub fn tokens(dialect: Dialect, tokens: usize) -> String {
    fork(dialect, tokens, Sketch::user)
}

fn fork(dialect: Dialect, branches: usize, task: fn(&mut Sketch, &str) -> String) -> String {
    let mut sketch = Sketch::new(dialect);
    let ids = [sketch.start(), sketch.parallel("fork")];
    sketch.chain(&ids);
    for n in 1..=branches {
        let id = task(&mut sketch, &format!("t{n}"));
        sketch.flow("fork", &id);
        sketch.flow(&id, "join");
    }
    let ids = [sketch.parallel("join"), sketch.end("end")];
    sketch.chain(&ids);
    sketch.file("process")
}

/// A choice between two tasks by `pick`, and the merge.
#[must_use]
pub fn exclusive(dialect: Dialect) -> String {
    let mut sketch = Sketch::new(dialect);
    let ids = [sketch.start(), sketch.exclusive("split", Some("t2"))];
    sketch.chain(&ids);
    for id in ["t1", "t2"] {
        sketch.service(id);
    }
    sketch.flow_if_equal("split", "t1", "pick", 1);
    sketch.flow("split", "t2");
    let ids = [sketch.exclusive("merge", None), sketch.end("end")];
    sketch.flow("t1", "merge");
    sketch.flow("t2", "merge");
    sketch.chain(&ids);
    sketch.file("process")
}

/// A cycle with two entries, chosen by `pick`; `count` raises `i` until it is no longer below ten.
#[must_use]
pub fn cycle(dialect: Dialect) -> String {
    let mut sketch = Sketch::new(dialect);
    let ids = [sketch.start(), sketch.exclusive("entry", Some("late"))];
    sketch.chain(&ids);
    let ids = [
        sketch.exclusive("early", None),
        sketch.service("t1"),
        sketch.exclusive("late", None),
        sketch.service("count"),
        sketch.exclusive("again", Some("end")),
    ];
    sketch.chain(&ids);
    sketch.flow_if_equal("entry", "early", "pick", 1);
    sketch.flow("entry", "late");
    sketch.flow_if_below("again", "early", "i", 10);
    sketch.end("end");
    sketch.flow("again", "end");
    sketch.file("process")
}

/// A user task, a choice by `approved`, and a service task.
#[must_use]
pub fn user(dialect: Dialect) -> String {
    let mut sketch = Sketch::new(dialect);
    let ids = [sketch.start(), sketch.user("approve"), sketch.exclusive("decide", Some("rejected"))];
    sketch.chain(&ids);
    let ids = [sketch.service("notify"), sketch.end("accepted")];
    sketch.chain(&ids);
    sketch.flow_if_equal("decide", "notify", "approved", 1);
    sketch.end("rejected");
    sketch.flow("decide", "rejected");
    sketch.file("process")
}

/// A choice whose last flow is the default, behind that many conditions in FEEL that do not hold.
#[must_use]
pub fn conditions(count: usize) -> String {
    let mut sketch = Sketch::new(Dialect::Plain);
    let ids = [sketch.start(), sketch.exclusive("split", Some("end"))];
    sketch.chain(&ids);
    for n in 0..count {
        let id = sketch.end(&format!("end{n}"));
        sketch.flow_where("split", &id, "amount &gt; 1000 or (kind != \"express\" and amount / 2 &gt;= 50)");
    }
    sketch.end("end");
    sketch.flow("split", "end");
    sketch.file("process")
}
