//! Functions that make one value of many.

use super::lists::{coming, counted};
use super::numbers::result;
use super::{Args, Builtin, Stop};
use crate::expr::feel::compare::order;
use crate::expr::feel::value::Val;
use crate::value::{CollectVec, Number};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("min(list...)", |args| extreme(args, std::cmp::Ordering::Less)),
    Builtin::new("max(list...)", |args| extreme(args, std::cmp::Ordering::Greater)),
    Builtin::new("sum(list...)", |args| fold(args, Number::checked_add)),
    Builtin::new("product(list...)", |args| fold(args, Number::checked_mul)),
    Builtin::new("mean(list...)", mean),
    Builtin::new("median(list...)", median),
    Builtin::new("stddev(list...)", stddev),
    Builtin::new("mode(list...)", mode),
];

fn extreme(args: &Args<'_>, wanted: std::cmp::Ordering) -> Result<Val, Stop> {
    let items = args.items()?;
    let Some(mut best) = items.first() else { return args.null("the list is empty") };
    for item in &items {
        match order(item, best) {
            Some(order) if order == wanted => best = item,
            Some(_) => {}
            None => return args.null("the items cannot be compared"),
        }
    }
    Ok(best.clone())
}

/// All items as numbers.
fn numbers(args: &Args<'_>) -> Result<Vec<Number>, Stop> {
    let mut numbers = Vec::new();
    for item in args.items()? {
        match item {
            Val::Number(number) => numbers.push(number),
            _ => return args.null("the items must be numbers"),
        }
    }
    Ok(numbers)
}

fn combined(numbers: &[Number], with: fn(Number, Number) -> Option<Number>) -> Option<Number> {
    let (first, rest) = numbers.split_first()?;
    let mut so_far = *first;
    for number in rest {
        so_far = with(so_far, *number)?;
    }
    Some(so_far)
}

fn fold(args: &Args<'_>, with: fn(Number, Number) -> Option<Number>) -> Result<Val, Stop> {
    let numbers = numbers(args)?;
    result(args, combined(&numbers, with))
}

fn count(numbers: &[Number]) -> Number {
    Number::from_i64(i64::try_from(numbers.len()).unwrap_or(i64::MAX))
}

fn average(numbers: &[Number]) -> Option<Number> {
    combined(numbers, Number::checked_add)?.checked_div(count(numbers))
}

fn mean(args: &Args<'_>) -> Result<Val, Stop> {
    let numbers = numbers(args)?;
    result(args, average(&numbers))
}

fn median(args: &Args<'_>) -> Result<Val, Stop> {
    let mut numbers = numbers(args)?;
    numbers.sort_unstable();
    let upper = numbers.len() / 2;
    let lower = upper - usize::from(numbers.len() % 2 == 0).min(upper);
    result(args, numbers.get(lower..=upper).and_then(average))
}

/// Of a sample.
fn stddev(args: &Args<'_>) -> Result<Val, Stop> {
    let numbers = numbers(args)?;
    let deviation = || {
        let mean = average(&numbers)?;
        let mut sum = Number::ZERO;
        for number in &numbers {
            let distance = number.checked_sub(mean)?;
            sum = sum.checked_add(distance.checked_mul(distance)?)?;
        }
        sum.checked_div(count(&numbers).checked_sub(Number::ONE)?)?.sqrt()
    };
    let deviation = deviation();
    result(args, deviation)
}

/// The most frequent numbers, the smallest first.
fn mode(args: &Args<'_>) -> Result<Val, Stop> {
    let mut numbers = numbers(args)?;
    numbers.sort_unstable();
    let counts = counted(args, numbers.into_iter().map(Val::Number).collect_vec())?;
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    Ok(coming(args, counts, most))
}
