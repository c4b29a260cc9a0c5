//! The inside of ad-hoc subprocesses: what starts next, and whether it is enough (BPMN 13.3.5).

use super::run::Run;
use crate::elements::Spec;
use crate::key::{Key, NodeIx};
use crate::state::{Act, Retry, Then, Wait, WaitKind, Work};

impl Run<'_> {
    /// Starts the activities that nothing leads to: all at once, or the first of them.
    pub(super) fn open_ad_hoc(&mut self, scope: Key, starts: &[NodeIx], sequential: bool) {
        if !sequential {
            return self.send(scope, starts);
        }
        let (first, rest) = starts.split_at(starts.len().min(1));
        if let (Some(act), false) = (self.state.acts.get_mut(scope), rest.is_empty()) {
            act.extra_mut().pending = rest.to_vec();
        }
        self.send(scope, first);
    }

    /// A token has ended in an ad-hoc subprocess: asks whether it is complete, and else goes on.
    pub(super) fn advance_ad_hoc(&mut self, scope: Key) {
        let Some(spot) = self.spot(scope) else { return };
        let program = self.program;
        let Spec::AdHocSubProcess(ad_hoc) = &program.node(spot.node).spec else { return };
        let Some(act) = self.state.acts.get(scope) else { return };
        let idle = act.tokens == 0;
        // What was asked before something else ended in it is asked anew.
        let open = self.state.waits_of(scope).find(|(_, wait)| matches!(wait.kind, WaitKind::Evaluation(_)));
        if let Some(key) = open.map(|(key, _)| key) {
            self.close_wait(key);
        }
        let Some(act) = self.state.acts.get(scope) else { return };
        if act.extra.as_ref().is_some_and(|extra| extra.closing) {
            if idle {
                self.leave_row(scope);
            }
            return;
        }
        match ad_hoc.is_complete(&self.deciding(spot, scope, Retry::Ask)) {
            Err(stuck) => self.stick(spot, stuck, Retry::Ask),
            Ok(Some(true)) if ad_hoc.cancels || idle => {
                self.clear(scope);
                self.leave_row(scope);
            }
            Ok(Some(true)) => {
                if let Some(act) = self.state.acts.get_mut(scope) {
                    let extra = act.extra_mut();
                    extra.closing = true;
                    extra.pending.clear();
                }
            }
            Ok(enough) if idle => match (self.next_pending(scope), enough) {
                (Some(next), _) => self.send(scope, &[next]),
                (None, None) => self.leave_row(scope),
                (None, Some(_)) => self.await_choice(scope),
            },
            Ok(_) => {}
        }
    }

    fn next_pending(&mut self, scope: Key) -> Option<NodeIx> {
        let extra = self.state.acts.get_mut(scope).map(Act::extra_mut)?;
        (!extra.pending.is_empty()).then(|| extra.pending.remove(0))
    }

    /// Nothing runs, and it is not enough yet: the host says what comes next.
    fn await_choice(&mut self, scope: Key) {
        let Some(spot) = self.spot(scope) else { return };
        if !self.asks_host(scope) {
            self.open_wait(scope, spot.node, WaitKind::Job(Work::default()));
        }
    }

    /// Whether an ad-hoc subprocess has asked the host what comes next, or whether it is enough.
    pub(super) fn asks_host(&self, scope: Key) -> bool {
        let asks = |wait: &Wait| asks(wait) || matches!(wait.kind, WaitKind::Evaluation(_));
        self.state.waits_of(scope).any(|(_, wait)| asks(wait))
    }

    /// An event subprocess has taken an ad-hoc subprocess over: it is left when that ends.
    pub(super) fn close_ad_hoc(&mut self, scope: Key) {
        let program = self.program;
        if let Some(act) = self.state.acts.get_mut(scope)
            && matches!(program.node(act.node).spec, Spec::AdHocSubProcess(_))
        {
            let extra = act.extra_mut();
            extra.closing = true;
            extra.pending.clear();
        }
    }

    /// Something starts in a scope after all: an ad-hoc subprocess need not ask for it any more.
    pub(super) fn wake_ad_hoc(&mut self, scope: Key) {
        let job = self.state.waits_of(scope).find(|(_, wait)| asks(wait));
        if let Some(key) = job.map(|(key, _)| key) {
            self.close_wait(key);
        }
    }
}

/// Whether it is a job, or one that is to be tried again.
fn asks(wait: &Wait) -> bool {
    matches!(wait.kind, WaitKind::Job(_) | WaitKind::Timer { then: Then::TryAgain(_), .. })
}
