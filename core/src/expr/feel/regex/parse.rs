//! From a pattern to a program.

use super::class::{Class, Kind, Part};
use super::{Flags, MAX_PROGRAM, Op, Regex};
use crate::value::CollectVec;

/// What is read, or that it cannot be: the parser keeps why.
type Parsed<T> = Result<T, Failed>;

struct Failed;

/// How deep groups may nest.
const MAX_NESTING: usize = 50;

const TOO_LARGE: &str = "the pattern is too large";
const NOT_CLOSED: &str = "a bracket of the pattern is not closed";
const UNKNOWN_ESCAPE: &str = "the pattern has an unknown escape";

struct Parser<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    regex: Regex,
    /// Groups that are complete, to which references may go.
    closed: Vec<u32>,
    nesting: usize,
    failure: &'static str,
}

pub(super) fn compile(pattern: &str, flags: Flags) -> Result<Regex, &'static str> {
    // White space is taken out of classes last, so they keep theirs.
    let spaceless = if flags.extended && !flags.literal { Some(without_space(pattern)) } else { None };
    let pattern = spaceless.as_deref().unwrap_or(pattern);
    let regex = Regex { program: Vec::new(), classes: Vec::new(), groups: 0, slots: 0, flags };
    let (rest, closed) = (pattern.chars().peekable(), Vec::new());
    let mut parser = Parser { rest, regex, closed, nesting: 0, failure: "" };
    if parser.whole(pattern).is_err() {
        return Err(parser.failure);
    }
    let mut regex = parser.regex;
    // Loops count their slots from zero; they lie behind those of the groups.
    let groups = 2 * (regex.groups as usize + 1);
    for op in &mut regex.program {
        match op {
            Op::Save(slot) | Op::Progress(slot) if *slot >= LOOP => *slot = *slot - LOOP + groups,
            _ => {}
        }
    }
    regex.slots += groups;
    Ok(regex)
}

/// Marks the slots of loops while the number of groups is not known.
const LOOP: usize = 1 << 20;

fn without_space(pattern: &str) -> String {
    let mut kept = String::with_capacity(pattern.len());
    let mut depth = 0usize;
    let mut escaped = false;
    for c in pattern.chars() {
        if depth == 0 && matches!(c, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        match c {
            '[' if !escaped => depth += 1,
            ']' if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        kept.push(c);
    }
    kept
}

impl Parser<'_> {
    fn whole(&mut self, pattern: &str) -> Parsed<()> {
        self.push(Op::Save(0))?;
        if self.regex.flags.literal {
            for c in pattern.chars() {
                self.push(Op::Char(c))?;
            }
        } else {
            self.alternatives()?;
            if self.rest.peek().is_some() {
                return self.fail("the pattern has a `)` too many");
            }
        }
        self.push(Op::Save(1))?;
        self.push(Op::Done)?;
        Ok(())
    }

    fn fail<T>(&mut self, reason: &'static str) -> Parsed<T> {
        self.failure = reason;
        Err(Failed)
    }

    fn push(&mut self, op: Op) -> Parsed<usize> {
        let at = self.regex.program.len();
        if at >= MAX_PROGRAM {
            return self.fail(TOO_LARGE);
        }
        self.regex.program.push(op);
        Ok(at)
    }

    fn here(&self) -> usize {
        self.regex.program.len()
    }

    fn set(&mut self, at: usize, op: Op) {
        if let Some(place) = self.regex.program.get_mut(at) {
            *place = op;
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }

    fn alternatives(&mut self) -> Parsed<()> {
        let mut ends = Vec::new();
        let mut begin = self.here();
        self.sequence()?;
        while self.eat('|') {
            // What was written so far moves back by one, behind the choice.
            self.insert(begin, Op::Done)?;
            ends.push(self.push(Op::Jump(0))?);
            let next = self.here();
            self.set(begin, Op::Split(begin + 1, next));
            begin = next;
            self.sequence()?;
        }
        let end = self.here();
        for jump in ends {
            self.set(jump, Op::Jump(end));
        }
        Ok(())
    }

    /// Puts an instruction before those from there on, and corrects where they lead.
    fn insert(&mut self, at: usize, op: Op) -> Parsed<()> {
        if self.here() >= MAX_PROGRAM {
            return self.fail(TOO_LARGE);
        }
        self.regex.program.insert(at, op);
        for op in self.regex.program.iter_mut().skip(at + 1) {
            shift(op, at, 1);
        }
        Ok(())
    }

    fn sequence(&mut self) -> Parsed<()> {
        while self.rest.peek().is_some_and(|c| !matches!(c, '|' | ')')) {
            let begin = self.here();
            self.atom()?;
            self.quantifier(begin)?;
        }
        Ok(())
    }

    fn atom(&mut self) -> Parsed<()> {
        let op = match self.rest.next() {
            Some('(') => return self.group(),
            Some('[') => {
                let class = self.class(0)?;
                self.class_op(class)
            }
            Some('.') => Op::Any,
            Some('^') => Op::Begin,
            Some('$') => Op::End,
            Some('\\') => self.escape()?,
            Some('?' | '*' | '+' | '{') => {
                return self.fail("a quantifier of the pattern has nothing to repeat");
            }
            Some('}' | ']') | None => return self.fail("a bracket of the pattern is not opened"),
            Some(c) => Op::Char(c),
        };
        self.push(op)?;
        Ok(())
    }

    fn class_op(&mut self, class: Class) -> Op {
        self.regex.classes.push(class);
        Op::Class(self.regex.classes.len() - 1)
    }

    fn group(&mut self) -> Parsed<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return self.fail(TOO_LARGE);
        }
        let number = if self.eat('?') {
            if !self.eat(':') {
                return self.fail("of groups with `?`, patterns have only `(?:…)`");
            }
            None
        } else {
            self.regex.groups += 1;
            Some(self.regex.groups)
        };
        let slot = number.map(|number| 2 * number as usize);
        if let Some(slot) = slot {
            self.push(Op::Save(slot))?;
        }
        self.alternatives()?;
        if !self.eat(')') {
            return self.fail(NOT_CLOSED);
        }
        if let Some(slot) = slot {
            self.push(Op::Save(slot + 1))?;
        }
        self.closed.extend(number);
        self.nesting -= 1;
        Ok(())
    }

    fn escape(&mut self) -> Parsed<Op> {
        let Some(c) = self.rest.next() else { return self.fail(UNKNOWN_ESCAPE) };
        if let Some(mut group) = c.to_digit(10).filter(|group| *group > 0) {
            // Further digits belong to it as long as there is such a group.
            while let Some(digit) = self.rest.peek().and_then(|digit| digit.to_digit(10)) {
                if !self.closed.contains(&(group * 10 + digit)) {
                    break;
                }
                group = group * 10 + digit;
                self.rest.next();
            }
            if !self.closed.contains(&group) {
                return self.fail("the pattern refers to a group that is not there before");
            }
            return Ok(Op::Group(group as usize));
        }
        match self.class_escape(c)? {
            Part::Range(c, _) => Ok(Op::Char(c)),
            Part::Kind(kind, negated) => Ok(self.class_op(Class::of(kind, negated))),
        }
    }

    /// An escape that is one character or a set of them.
    fn class_escape(&mut self, c: char) -> Parsed<Part> {
        let kind = match c.to_ascii_lowercase() {
            'd' => Kind::Digit,
            's' => Kind::Space,
            'w' => Kind::Word,
            'i' => Kind::NameBegin,
            'c' => Kind::NamePart,
            'p' => self.property()?,
            _ => {
                let c = match c {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    c if c.is_ascii_punctuation() || c == ' ' => c,
                    _ => return self.fail(UNKNOWN_ESCAPE),
                };
                return Ok(Part::Range(c, c));
            }
        };
        Ok(Part::Kind(kind, c.is_ascii_uppercase()))
    }

    fn property(&mut self) -> Parsed<Kind> {
        let mut name = String::new();
        if !self.eat('{') {
            return self.fail(UNKNOWN_ESCAPE);
        }
        loop {
            match self.rest.next() {
                Some('}') => break,
                Some(c) => name.push(c),
                None => return self.fail(NOT_CLOSED),
            }
        }
        match Kind::named(&name) {
            Some(kind) => Ok(kind),
            None => self.fail("the pattern has an unknown `\\p{…}`"),
        }
    }

    /// After `[`.
    fn class(&mut self, nesting: usize) -> Parsed<Class> {
        if nesting > MAX_NESTING {
            return self.fail(TOO_LARGE);
        }
        let mut class = Class { negated: self.eat('^'), ..Class::default() };
        loop {
            let Some(c) = self.rest.next() else { return self.fail(NOT_CLOSED) };
            if c == ']' && !class.parts.is_empty() {
                return Ok(class);
            }
            if c == '-' && self.rest.peek() == Some(&'[') && !class.parts.is_empty() {
                self.rest.next();
                class.without = Some(Box::new(self.class(nesting + 1)?));
                return if self.eat(']') { Ok(class) } else { self.fail(NOT_CLOSED) };
            }
            let part = self.class_part(c)?;
            let part = match part {
                Part::Range(first, _) if self.range_follows() => {
                    self.rest.next();
                    let Some(c) = self.rest.next() else { return self.fail(NOT_CLOSED) };
                    match self.class_part(c)? {
                        Part::Range(last, _) if first <= last => Part::Range(first, last),
                        _ => return self.fail("a range of the pattern goes backwards"),
                    }
                }
                part => part,
            };
            class.parts.push(part);
        }
    }

    fn class_part(&mut self, c: char) -> Parsed<Part> {
        match c {
            '\\' => {
                let Some(escaped) = self.rest.next() else { return self.fail(UNKNOWN_ESCAPE) };
                self.class_escape(escaped)
            }
            '[' => self.fail("a `[` in a class of the pattern needs a backslash"),
            c => Ok(Part::Range(c, c)),
        }
    }

    /// Whether a `-` and an end come; `-]` is a minus, `-[` takes away.
    fn range_follows(&mut self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && !matches!(ahead.next(), Some(']' | '[') | None)
    }

    fn quantifier(&mut self, begin: usize) -> Parsed<()> {
        let (least, most) = match self.rest.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.rest.next();
                let bounds = self.bounds()?;
                return self.repeat(begin, bounds.0, bounds.1);
            }
            _ => return Ok(()),
        };
        self.rest.next();
        self.repeat(begin, least, most)
    }

    /// After `{`.
    fn bounds(&mut self) -> Parsed<(usize, Option<usize>)> {
        let Some(least) = self.count() else {
            return self.fail("a `{` of the pattern needs numbers or a backslash");
        };
        let most = if self.eat(',') { self.count() } else { Some(least) };
        if !self.eat('}') {
            return self.fail(NOT_CLOSED);
        }
        if most.is_some_and(|most| most < least) {
            return self.fail("a quantifier of the pattern goes backwards");
        }
        Ok((least, most))
    }

    fn count(&mut self) -> Option<usize> {
        let mut count = None;
        while let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(10)) {
            self.rest.next();
            count = Some((count.unwrap_or(0) * 10 + digit as usize).min(MAX_PROGRAM));
        }
        count
    }

    /// Writes the atom that begins there as often as it may come.
    fn repeat(&mut self, begin: usize, least: usize, most: Option<usize>) -> Parsed<()> {
        let lazy = self.eat('?');
        let atom: Vec<Op> = self.regex.program.drain(begin..).collect_vec();
        for _ in 0..least {
            self.copy(&atom, begin)?;
        }
        match most {
            Some(most) => {
                let mut splits = Vec::new();
                for _ in least..most {
                    splits.push(self.push(Op::Done)?);
                    self.copy(&atom, begin)?;
                }
                let end = self.here();
                for split in splits {
                    self.set(split, choice(split + 1, end, lazy));
                }
            }
            None => {
                let slot = LOOP + self.regex.slots;
                self.regex.slots += 1;
                let split = self.push(Op::Done)?;
                self.push(Op::Save(slot))?;
                self.copy(&atom, begin)?;
                self.push(Op::Progress(slot))?;
                self.push(Op::Jump(split))?;
                let end = self.here();
                self.set(split, choice(split + 1, end, lazy));
            }
        }
        Ok(())
    }

    /// Writes instructions that stood elsewhere.
    fn copy(&mut self, atom: &[Op], from: usize) -> Parsed<()> {
        let by = self.here() - from;
        for op in atom {
            let mut op = *op;
            shift(&mut op, from, by);
            self.push(op)?;
        }
        Ok(())
    }
}

fn choice(first: usize, second: usize, lazy: bool) -> Op {
    if lazy { Op::Split(second, first) } else { Op::Split(first, second) }
}

/// Corrects where an instruction leads after those from there on have moved.
fn shift(op: &mut Op, from: usize, by: usize) {
    let moved = |to: &mut usize| {
        if *to >= from {
            *to += by;
        }
    };
    match op {
        Op::Jump(to) => moved(to),
        Op::Split(first, second) => {
            moved(first);
            moved(second);
        }
        _ => {}
    }
}
