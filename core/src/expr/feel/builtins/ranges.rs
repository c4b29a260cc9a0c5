//! How points and ranges lie to each other.

use std::cmp::Ordering;

use super::{Args, Builtin, Stop};
use crate::expr::feel::compare::order;
use crate::expr::feel::parse;
use crate::expr::feel::range::Range;
use crate::expr::feel::value::Val;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("range(from)", range),
    Builtin::new("before(point1,point2)|(point,range)|(range,point)|(range1,range2)", |args| {
        relate(args, before)
    }),
    Builtin::new("after(point1,point2)|(point,range)|(range,point)|(range1,range2)", |args| {
        relate(args, |left, right| before(right, left))
    }),
    Builtin::new("meets(range1,range2)", |args| relate(args, meets)),
    Builtin::new("met by(range1,range2)", |args| relate(args, |left, right| meets(right, left))),
    Builtin::new("overlaps(range1,range2)", |args| relate(args, overlaps)),
    Builtin::new("overlaps before(range1,range2)", |args| relate(args, overlaps_before)),
    Builtin::new("overlaps after(range1,range2)", |args| {
        relate(args, |left, right| overlaps_before(right, left))
    }),
    Builtin::new("finishes(point,range)|(range1,range2)", |args| relate(args, finishes)),
    Builtin::new("finished by(range,point)|(range1,range2)", |args| {
        relate(args, |left, right| finishes(right, left))
    }),
    Builtin::new("includes(range,point)|(range1,range2)", |args| {
        relate(args, |left, right| during(right, left))
    }),
    Builtin::new("during(point,range)|(range1,range2)", |args| relate(args, during)),
    Builtin::new("starts(point,range)|(range1,range2)", |args| relate(args, starts)),
    Builtin::new("started by(range,point)|(range1,range2)", |args| {
        relate(args, |left, right| starts(right, left))
    }),
    Builtin::new("coincides(point1,point2)|(range1,range2)", |args| relate(args, coincides)),
];

/// The range that a text of literals stands for.
fn range(args: &Args<'_>) -> Result<Val, Stop> {
    let Val::Text(text) = args.get(0) else { return args.wrong(0, "a text") };
    match parse::range_literal(text, args.cx) {
        Some(Ok(Val::Range(range))) if !range.in_order() => args.null("the ends of a range must be in order"),
        Some(range) => Ok(range?),
        None => args.null("the text is no range of two literals"),
    }
}

type Relation = fn(&Range, &Range) -> Option<bool>;

/// A point is taken as the range of itself only; `None` from a relation is null.
fn relate(args: &Args<'_>, relation: Relation) -> Result<Val, Stop> {
    let as_range = |index: usize| match args.get(index) {
        Val::Range(range) => Ok(Range::clone(range)),
        Val::List(list) if list.len() == 1 => match list.get(0) {
            Some(Val::Range(range)) => Ok(Range::clone(&range)),
            Some(point) => Ok(Range::point(point)),
            None => args.wrong(index, "a point or a range"),
        },
        point => Ok(Range::point(point.clone())),
    };
    let (left, right) = (as_range(0)?, as_range(1)?);
    let sound = |range: &Range| range.is_sound() && range.in_order();
    let sound = sound(&left) && sound(&right);
    match relation(&left, &right).filter(|_| sound) {
        Some(truth) => Ok(Val::Bool(truth)),
        None => args.null("the values cannot be compared"),
    }
}

/// An end for comparing with others: where it is, and on which side of that place it lies.
fn compare_ends(left: (&Val, i8), right: (&Val, i8)) -> Option<Ordering> {
    Some(order(left.0, right.0)?.then(left.1.cmp(&right.1)))
}

/// The lower end: just behind the value if that does not belong to the range.
fn low(range: &Range) -> (&Val, i8) {
    (&range.low, i8::from(!range.low_closed))
}

/// The upper end: just before the value if that does not belong to the range.
fn high(range: &Range) -> (&Val, i8) {
    (&range.high, -i8::from(!range.high_closed))
}

fn lows(left: &Range, right: &Range) -> Option<Ordering> {
    match (left.low.is_null(), right.low.is_null()) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => compare_ends(low(left), low(right)),
    }
}

fn highs(left: &Range, right: &Range) -> Option<Ordering> {
    match (left.high.is_null(), right.high.is_null()) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        (false, false) => compare_ends(high(left), high(right)),
    }
}

/// Where the upper end of one lies to the lower end of the other.
fn end_to_start(left: &Range, right: &Range) -> Option<Ordering> {
    if left.high.is_null() || right.low.is_null() {
        return Some(Ordering::Greater);
    }
    compare_ends(high(left), low(right))
}

fn before(left: &Range, right: &Range) -> Option<bool> {
    end_to_start(left, right).map(Ordering::is_lt)
}

fn meets(left: &Range, right: &Range) -> Option<bool> {
    if left.high.is_null() || right.low.is_null() {
        return Some(false);
    }
    Some(left.high_closed && right.low_closed && order(&left.high, &right.low)?.is_eq())
}

fn overlaps(left: &Range, right: &Range) -> Option<bool> {
    Some(!before(left, right)? && !before(right, left)?)
}

/// Begins earlier and ends within the other.
fn overlaps_before(left: &Range, right: &Range) -> Option<bool> {
    Some(overlaps(left, right)? && lows(left, right)?.is_lt() && highs(left, right)?.is_le())
}

fn finishes(left: &Range, right: &Range) -> Option<bool> {
    Some(highs(left, right)?.is_eq() && lows(left, right)?.is_ge() && !right.high.is_null())
}

fn starts(left: &Range, right: &Range) -> Option<bool> {
    Some(lows(left, right)?.is_eq() && highs(left, right)?.is_le() && !right.low.is_null())
}

fn during(left: &Range, right: &Range) -> Option<bool> {
    Some(lows(left, right)?.is_ge() && highs(left, right)?.is_le())
}

fn coincides(left: &Range, right: &Range) -> Option<bool> {
    Some(lows(left, right)?.is_eq() && highs(left, right)?.is_eq())
}
