//! Sorting by a function.

use super::{Args, Stop};
use crate::expr::feel::compare::order;
use crate::expr::feel::value::Val;

/// Sorts so that items of which neither precedes the other keep their order. Without a function, by
/// the order that the items have.
pub(super) fn sort(args: &Args<'_>) -> Result<Val, Stop> {
    let mut from = args.vec(0)?;
    let mut width = 1;
    // By merging, as the function may be anything and must be asked a bounded number of times.
    while width < from.len() {
        let mut to = Vec::with_capacity(from.len());
        for pair in from.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(left, right, &mut to, args)?;
        }
        from = to;
        width *= 2;
    }
    Ok(args.run().list(from))
}

fn merge(mut left: &[Val], mut right: &[Val], to: &mut Vec<Val>, args: &Args<'_>) -> Result<(), Stop> {
    while let ([first, after_first @ ..], [second, after_second @ ..]) = (left, right) {
        if precedes(second, first, args)? {
            to.push(second.clone());
            right = after_second;
        } else {
            to.push(first.clone());
            left = after_first;
        }
    }
    to.extend_from_slice(left);
    to.extend_from_slice(right);
    Ok(())
}

fn precedes(left: &Val, right: &Val, args: &Args<'_>) -> Result<bool, Stop> {
    args.run().spend(1)?;
    let precedes = if args.len() < 2 {
        order(left, right).map(std::cmp::Ordering::is_lt)
    } else {
        args.call(args.function(1)?, vec![left.clone(), right.clone()])?.as_bool()
    };
    match precedes {
        Some(precedes) => Ok(precedes),
        None => args.null("the items cannot be put in order"),
    }
}
