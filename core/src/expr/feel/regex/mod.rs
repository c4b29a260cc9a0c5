//! The regular expressions of XPath, as FEEL has them: without looking ahead or behind, with groups,
//! references to them, and classes that subtract.
//!
//! The matcher goes back where it must, with a stack of its own and at the cost of the evaluation's
//! budget: a pattern that would go back for ever ends as too much work. A matcher without going back
//! cannot have references to groups.

mod class;
mod matcher;
mod parse;

#[cfg(test)]
mod tests;

use class::Class;

pub(super) use matcher::Match;

/// How many instructions a pattern may have; `{n,m}` is written out.
const MAX_PROGRAM: usize = 20_000;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Regex {
    program: Vec<Op>,
    classes: Vec<Class>,
    /// Groups in parentheses.
    groups: u32,
    /// How many positions a match remembers: two for each group and the whole, one for each loop that
    /// may go round without moving on.
    slots: usize,
    flags: Flags,
}

#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    /// `.` is every character.
    dot_all: bool,
    /// `^` and `$` are the ends of lines.
    multiline: bool,
    ignore_case: bool,
    /// White space in the pattern does not count.
    extended: bool,
    /// The pattern is a plain text.
    literal: bool,
}

#[derive(Clone, Copy, Debug)]
enum Op {
    Char(char),
    Any,
    /// The class of that index.
    Class(usize),
    /// Goes on at the first; if that leads nowhere, at the second.
    Split(usize, usize),
    Jump(usize),
    /// Remembers the position in that slot.
    Save(usize),
    /// Leads nowhere if nothing was read since the position was remembered in that slot.
    Progress(usize),
    Begin,
    End,
    /// What the group of that number matched.
    Group(usize),
    Done,
}

impl Regex {
    /// Compiles a pattern of XPath with the letters of its flags.
    pub(super) fn new(pattern: &str, flags: &str) -> Result<Self, &'static str> {
        let mut set = Flags::default();
        for flag in flags.chars() {
            *match flag {
                's' => &mut set.dot_all,
                'm' => &mut set.multiline,
                'i' => &mut set.ignore_case,
                'x' => &mut set.extended,
                'q' => &mut set.literal,
                _ => return Err("the flags of a pattern are letters of `smixq`"),
            } = true;
        }
        parse::compile(pattern, set)
    }

    /// How many groups it has.
    pub(super) fn groups(&self) -> u32 {
        self.groups
    }

    /// Whether it is a plain text, whose replacement is plain, too.
    pub(super) fn is_literal(&self) -> bool {
        self.flags.literal
    }
}
