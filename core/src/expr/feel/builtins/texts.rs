//! Functions of texts. Positions and lengths count characters, not the units of an encoding.

use std::ops::Range;

use super::{Args, Builtin, Stop};
use crate::expr::feel::regex::{Match, Regex};
use crate::expr::feel::value::Val;
use crate::value::{Number, Rounding, lower, offset, upper};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("substring(string,start position,length?)", substring),
    Builtin::new("string length(string)", |args| Ok(Val::from(args.text(0)?.chars().count()))),
    Builtin::new("upper case(string)", |args| Ok(args.run().text(upper(args.text(0)?))?)),
    Builtin::new("lower case(string)", |args| Ok(args.run().text(lower(args.text(0)?))?)),
    Builtin::new("substring before(string,match)", |args| beside(args, true)),
    Builtin::new("substring after(string,match)", |args| beside(args, false)),
    Builtin::new("contains(string,match)", |args| of_two(args, |text, part| text.contains(part))),
    Builtin::new("starts with(string,match)", |args| of_two(args, |text, part| text.starts_with(part))),
    Builtin::new("ends with(string,match)", |args| of_two(args, |text, part| text.ends_with(part))),
    Builtin::new("matches(input,pattern,flags?)", matches),
    Builtin::new("replace(input,pattern,replacement,flags?)", replace),
    Builtin::new("split(string,delimiter)", split),
    Builtin::new("extract(string,pattern)", extract),
    Builtin::new("string join(list,delimiter?)|(list,delimiter,prefix,suffix)", string_join),
    Builtin::new("trim(string)", |args| Ok(args.run().text(args.text(0)?.trim().to_owned())?)),
    Builtin::new("is blank(string)", |args| Ok(Val::Bool(args.text(0)?.trim().is_empty()))),
];

fn of_two(args: &Args<'_>, holds: fn(&str, &str) -> bool) -> Result<Val, Stop> {
    Ok(Val::Bool(holds(args.text(0)?, args.text(1)?)))
}

/// A whole number; what is behind its point is cut off.
fn truncated(args: &Args<'_>, index: usize) -> Result<i64, Stop> {
    match args.number(index)?.round(0, Rounding::Down).and_then(Number::to_i64) {
        Some(whole) => Ok(whole),
        None => args.null("a position or length is too large"),
    }
}

fn substring(args: &Args<'_>) -> Result<Val, Stop> {
    let text = args.text(0)?;
    let part = span(args, text.chars().count())?;
    let rest = offset(text, part.start).and_then(|at| text.get(at..)).unwrap_or_default();
    let part = offset(rest, part.len()).and_then(|at| rest.get(..at)).unwrap_or_default();
    Ok(args.run().text(part.to_owned())?)
}

/// A position, counted from 1 or from the end with -1, as one counted from 0.
pub(super) fn place(args: &Args<'_>, index: usize, count: usize) -> Result<i64, Stop> {
    match truncated(args, index)? {
        0 => args.null("a position counts from 1, or from the end with -1"),
        position if position > 0 => Ok(position - 1),
        position => Ok(position.saturating_add_unsigned(count as u64)),
    }
}

/// A place within so many.
pub(super) fn clipped(place: i64, count: usize) -> usize {
    usize::try_from(place.max(0)).map_or(count, |place| place.min(count))
}

/// The part of so many that a position and perhaps a length ask for, as far as it is there.
pub(super) fn span(args: &Args<'_>, count: usize) -> Result<Range<usize>, Stop> {
    let begin = place(args, 1, count)?;
    let end = match args.len() {
        2 => count,
        _ => match truncated(args, 2)? {
            length if length < 0 => return args.null("a length cannot be negative"),
            length => clipped(begin.saturating_add(length), count),
        },
    };
    Ok(clipped(begin, count)..end)
}

fn beside(args: &Args<'_>, before: bool) -> Result<Val, Stop> {
    let (text, part) = (args.text(0)?, args.text(1)?);
    let found =
        text.find(part).and_then(|at| if before { text.get(..at) } else { text.get(at + part.len()..) });
    Ok(args.run().text(found.unwrap_or_default().to_owned())?)
}

/// The pattern with its flags; null if it is none.
fn pattern(args: &Args<'_>, index: usize, flags: usize) -> Result<Regex, Stop> {
    let pattern = args.text(index)?;
    let flags = if args.get(flags).is_null() { "" } else { args.text(flags)? };
    match Regex::new(pattern, flags) {
        Ok(regex) => Ok(regex),
        Err(reason) => args.null(reason),
    }
}

fn matches(args: &Args<'_>) -> Result<Val, Stop> {
    let text = args.text(0)?;
    let regex = pattern(args, 1, 2)?;
    Ok(Val::Bool(regex.find(text, 0, args.run())?.is_some()))
}

fn replace(args: &Args<'_>) -> Result<Val, Stop> {
    let text = args.text(0)?;
    let regex = pattern(args, 1, 3)?;
    let replacement = args.text(2)?;
    let run = args.run();
    let mut replaced = String::new();
    let mut fits = true;
    each_part(text, &regex, args, &mut |before, found| {
        fits = fits && run.append(&mut replaced, before)?;
        if let Some(found) = found {
            fits = fits && insert(&mut replaced, replacement, text, found, &regex, args)?;
        }
        Ok(fits)
    })?;
    Ok(if fits { Val::from(replaced) } else { run.too_long() })
}

/// Appends the replacement with its groups: `$1` is the first.
fn insert(
    to: &mut String,
    replacement: &str,
    text: &str,
    found: &Match,
    regex: &Regex,
    args: &Args<'_>,
) -> Result<bool, Stop> {
    if regex.is_literal() {
        return Ok(args.run().append(to, replacement)?);
    }
    let mut chars = replacement.chars().peekable();
    while let Some(c) = chars.next() {
        let mut utf8 = [0; 4];
        let more = match c {
            '\\' => match chars.next() {
                Some(escaped) => &*escaped.encode_utf8(&mut utf8),
                None => "\\",
            },
            '$' => match chars.peek().and_then(|digit| digit.to_digit(10)) {
                Some(mut group) => {
                    chars.next();
                    // Further digits belong to it as long as there is such a group.
                    while let Some(digit) = chars.peek().and_then(|digit| digit.to_digit(10)) {
                        if group * 10 + digit > regex.groups() {
                            break;
                        }
                        chars.next();
                        group = group * 10 + digit;
                    }
                    found.group(group as usize, text)
                }
                None => "$",
            },
            c => &*c.encode_utf8(&mut utf8),
        };
        if !args.run().append(to, more)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes what lies before a match, and the match; says whether to go on.
type Visit<'v> = dyn FnMut(&str, Option<&Match>) -> Result<bool, Stop> + 'v;

/// What lies between the matches, each with the match behind it.
fn each_part(text: &str, regex: &Regex, args: &Args<'_>, visit: &mut Visit<'_>) -> Result<(), Stop> {
    let (mut from, mut at) = (0, 0);
    while let Some(found) = regex.find(text, at, args.run())? {
        let (begin, end) = found.span();
        if !visit(text.get(from..begin).unwrap_or_default(), Some(&found))? {
            return Ok(());
        }
        from = end;
        // A match of nothing must not be found again.
        let rest = text.get(end..).unwrap_or_default();
        at = if begin == end {
            match rest.chars().next() {
                Some(next) => end + next.len_utf8(),
                None => break,
            }
        } else {
            end
        };
    }
    visit(text.get(from..).unwrap_or_default(), None)?;
    Ok(())
}

fn split(args: &Args<'_>) -> Result<Val, Stop> {
    let text = args.text(0)?;
    let regex = pattern(args, 1, 2)?;
    let mut parts = Vec::new();
    each_part(text, &regex, args, &mut |part, found| {
        args.run().spend(1 + part.len() / 64)?;
        // Nothing before the text is no delimiter.
        if found.is_none_or(|found| found.span() != (0, 0)) {
            parts.push(Val::from(part));
        }
        Ok(true)
    })?;
    Ok(args.run().list(parts))
}

/// All matches.
fn extract(args: &Args<'_>) -> Result<Val, Stop> {
    let text = args.text(0)?;
    let regex = pattern(args, 1, 2)?;
    let mut found = Vec::new();
    each_part(text, &regex, args, &mut |_, part| {
        if let Some(part) = part {
            args.run().spend(1)?;
            found.push(Val::from(part.group(0, text)));
        }
        Ok(true)
    })?;
    Ok(args.run().list(found))
}

fn string_join(args: &Args<'_>) -> Result<Val, Stop> {
    let items = args.list(0)?;
    let part = |index: usize| if args.get(index).is_null() { Ok("") } else { args.text(index) };
    let (delimiter, prefix, suffix) = (part(1)?, part(2)?, part(3)?);
    let mut joined = String::from(prefix);
    let mut fits = true;
    let mut first = true;
    for item in items.iter() {
        match item {
            Val::Null => continue,
            Val::Text(text) => {
                if !first {
                    fits = fits && args.run().append(&mut joined, delimiter)?;
                }
                fits = fits && args.run().append(&mut joined, &text)?;
            }
            _ => return args.null("the items must be texts"),
        }
        first = false;
    }
    fits = fits && args.run().append(&mut joined, suffix)?;
    Ok(if fits { Val::from(joined) } else { args.run().too_long() })
}
