//! Running a program over a text.

use super::{Op, Regex};
use crate::expr::feel::run::{Res, Run};
use crate::value::small;

/// How many ways may wait to be tried.
const MAX_WAITING: usize = 1 << 20;

const UNSET: usize = usize::MAX;

/// Where a pattern and its groups were found.
#[derive(Debug)]
pub(in super::super) struct Match(Vec<usize>);

impl Match {
    /// Where the whole begins and ends, in bytes.
    pub(in super::super) fn span(&self) -> (usize, usize) {
        self.place(0)
    }

    /// The text of a group; empty if it took no part.
    pub(in super::super) fn group<'t>(&self, group: usize, text: &'t str) -> &'t str {
        let (begin, end) = self.place(group);
        text.get(begin..end).unwrap_or_default()
    }

    fn place(&self, group: usize) -> (usize, usize) {
        let at = |slot: usize| self.0.get(slot).copied().unwrap_or(UNSET);
        (at(2 * group), at(2 * group + 1))
    }
}

/// What to come back to.
enum Waiting {
    /// Another way from an instruction and a position.
    Way(usize, usize),
    /// What a slot held before.
    Slot(usize, usize),
}

impl Regex {
    /// The first match that begins there or later.
    pub(in super::super) fn find(&self, text: &str, from: usize, run: &Run<'_>) -> Res<Option<Match>> {
        let mut begin = from;
        while let Some(rest) = text.get(begin..) {
            if let Some(found) = self.at(text, begin, run)? {
                return Ok(Some(found));
            }
            let Some(next) = rest.chars().next() else { break };
            begin += next.len_utf8();
        }
        Ok(None)
    }

    /// The match that begins exactly there.
    fn at(&self, text: &str, begin: usize, run: &Run<'_>) -> Res<Option<Match>> {
        let mut slots = vec![UNSET; self.slots];
        let mut waiting = vec![Waiting::Way(0, begin)];
        while let Some(next) = waiting.pop() {
            match next {
                Waiting::Slot(slot, before) => set(&mut slots, slot, before),
                Waiting::Way(op, position) => {
                    if self.follow(text, op, position, &mut slots, &mut waiting, run)? {
                        return Ok(Some(Match(slots)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Goes one way to its end; whether the pattern matches.
    fn follow(
        &self,
        text: &str,
        mut op: usize,
        mut position: usize,
        slots: &mut [usize],
        waiting: &mut Vec<Waiting>,
        run: &Run<'_>,
    ) -> Res<bool> {
        loop {
            run.spend(1)?;
            let Some(current) = self.program.get(op) else { return Ok(false) };
            op += 1;
            match *current {
                Op::Done => return Ok(true),
                Op::Jump(to) => op = to,
                Op::Split(first, second) => {
                    if waiting.len() >= MAX_WAITING {
                        return Err(run.exhaust());
                    }
                    waiting.push(Waiting::Way(second, position));
                    op = first;
                }
                Op::Save(slot) => {
                    let before = slots.get(slot).copied().unwrap_or(UNSET);
                    waiting.push(Waiting::Slot(slot, before));
                    set(slots, slot, position);
                }
                Op::Progress(slot) if slots.get(slot) == Some(&position) => return Ok(false),
                Op::Progress(_) => {}
                Op::Begin if self.begins(text, position) => {}
                Op::End if self.ends(text, position) => {}
                Op::Begin | Op::End => return Ok(false),
                Op::Group(group) => match self.again(text, position, group, slots, run)? {
                    Some(behind) => position = behind,
                    None => return Ok(false),
                },
                Op::Char(_) | Op::Any | Op::Class(_) => match next(text, position) {
                    Some(c) if self.takes(*current, c) => position += c.len_utf8(),
                    _ => return Ok(false),
                },
            }
        }
    }

    fn takes(&self, op: Op, c: char) -> bool {
        match op {
            Op::Char(wanted) => c == wanted || (self.flags.ignore_case && small(c) == small(wanted)),
            Op::Class(class) => {
                self.classes.get(class).is_some_and(|class| class.has(c, self.flags.ignore_case))
            }
            _ => self.flags.dot_all || !matches!(c, '\n' | '\r'),
        }
    }

    fn begins(&self, text: &str, position: usize) -> bool {
        position == 0
            || (self.flags.multiline && text.get(..position).is_some_and(|before| before.ends_with('\n')))
    }

    fn ends(&self, text: &str, position: usize) -> bool {
        position == text.len() || (self.flags.multiline && next(text, position) == Some('\n'))
    }

    /// The position behind what a group matched, if that comes here again.
    fn again(
        &self,
        text: &str,
        position: usize,
        group: usize,
        slots: &[usize],
        run: &Run<'_>,
    ) -> Res<Option<usize>> {
        let at = |slot: usize| slots.get(slot).copied().unwrap_or(UNSET);
        let Some(wanted) = text.get(at(2 * group)..at(2 * group + 1)) else { return Ok(Some(position)) };
        run.spend_text(wanted.len())?;
        let mut position = position;
        for c in wanted.chars() {
            match next(text, position) {
                Some(found) if self.takes(Op::Char(c), found) => position += found.len_utf8(),
                _ => return Ok(None),
            }
        }
        Ok(Some(position))
    }
}

fn next(text: &str, position: usize) -> Option<char> {
    text.get(position..)?.chars().next()
}

fn set(slots: &mut [usize], slot: usize, value: usize) {
    if let Some(place) = slots.get_mut(slot) {
        *place = value;
    }
}
