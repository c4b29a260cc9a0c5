//! Functions that look into lists or take them apart.

use super::texts::{clipped, place, span};
use super::{Args, Builtin, Stop};
use crate::expr::feel::compare::same;
use crate::expr::feel::value::{List, Val};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("list contains(list,element)", list_contains),
    Builtin::new("count(list)", |args| Ok(Val::from(args.list(0)?.len()))),
    Builtin::new("all(list...)", |args| decide(args, false)),
    Builtin::new("any(list...)", |args| decide(args, true)),
    Builtin::new("and(list...)", |args| decide(args, false)),
    Builtin::new("or(list...)", |args| decide(args, true)),
    Builtin::new("sublist(list,start position,length?)", sublist),
    Builtin::new("append(list,item...)", append),
    Builtin::new("concatenate(list...)", concatenate),
    Builtin::new("insert before(list,position,newItem)", insert_before),
    Builtin::new("remove(list,position)", remove),
    Builtin::new("list replace(list,position,newItem)|(list,match,newItem)", list_replace),
    Builtin::new("reverse(list)", reverse),
    Builtin::new("index of(list,match)", index_of),
    Builtin::new("union(list...)", union),
    Builtin::new("distinct values(list)", |args| unique(args, args.vec(0)?)),
    Builtin::new("duplicate values(list)", duplicate_values),
    Builtin::new("flatten(list)", flatten),
    Builtin::new("sort(list,precedes?)", super::sort::sort),
    Builtin::new("is empty(list)", |args| Ok(Val::Bool(args.list(0)?.is_empty()))),
    Builtin::new("partition(list,size)", partition),
];

fn list_contains(args: &Args<'_>) -> Result<Val, Stop> {
    for item in args.list(0)?.iter() {
        if same(&item, args.get(1), args.run())? {
            return Ok(Val::Bool(true));
        }
    }
    Ok(Val::Bool(false))
}

/// The deciding truth if an item has it, else null if one is not a boolean.
fn decide(args: &Args<'_>, decisive: bool) -> Result<Val, Stop> {
    let mut result = Ok(Val::Bool(!decisive));
    for item in args.items()? {
        match item {
            Val::Bool(truth) if truth == decisive => return Ok(Val::Bool(decisive)),
            Val::Bool(_) => {}
            _ => result = args.null("the items must be true or false"),
        }
    }
    result
}

fn sublist(args: &Args<'_>) -> Result<Val, Stop> {
    let list = args.list(0)?;
    let mut part = Vec::new();
    for index in span(args, list.len())? {
        part.push(list.get(index).unwrap_or_default());
    }
    Ok(args.run().list(part))
}

/// The items of a list; null is a list of nothing else.
fn items(args: &Args<'_>, value: &Val) -> Result<Vec<Val>, Stop> {
    match value {
        Val::List(list) => {
            args.run().spend(list.len())?;
            Ok(list.to_vec())
        }
        value => Ok(vec![value.clone()]),
    }
}

fn append(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = args.vec(0)?;
    all.extend_from_slice(args.values.get(1..).unwrap_or_default());
    Ok(args.run().list(all))
}

fn concatenate(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = Vec::new();
    for value in args.values {
        all.extend(items(args, value)?);
    }
    Ok(args.run().list(all))
}

fn insert_before(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = args.vec(0)?;
    let at = clipped(place(args, 1, all.len())?, all.len());
    all.insert(at, args.get(2).clone());
    Ok(args.run().list(all))
}

fn remove(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = args.vec(0)?;
    let at = usize::try_from(place(args, 1, all.len())?);
    if let Ok(at) = at
        && at < all.len()
    {
        all.remove(at);
    }
    Ok(args.run().list(all))
}

fn list_replace(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = args.vec(0)?;
    let new = args.get(2);
    if let Val::Function(matches) = args.get(1) {
        for item in &mut all {
            match args.call(matches, vec![item.clone(), new.clone()])? {
                Val::Bool(true) => *item = new.clone(),
                Val::Bool(false) => {}
                _ => return args.null("the function must give true or false"),
            }
        }
    } else {
        let at = place(args, 1, all.len())?;
        match usize::try_from(at).ok().and_then(|at| all.get_mut(at)) {
            Some(item) => *item = new.clone(),
            None => return args.null("the position lies outside of the list"),
        }
    }
    Ok(args.run().list(all))
}

fn reverse(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = args.vec(0)?;
    all.reverse();
    Ok(args.run().list(all))
}

fn index_of(args: &Args<'_>) -> Result<Val, Stop> {
    let mut found = Vec::new();
    for (index, item) in args.list(0)?.iter().enumerate() {
        if same(&item, args.get(1), args.run())? {
            found.push(Val::from(index + 1));
        }
    }
    Ok(args.run().list(found))
}

fn union(args: &Args<'_>) -> Result<Val, Stop> {
    let mut all = Vec::new();
    for value in args.values {
        all.extend(items(args, value)?);
    }
    unique(args, all)
}

/// How often each of these comes, in the order of first coming.
pub(super) fn counted(args: &Args<'_>, values: Vec<Val>) -> Result<Vec<(Val, usize)>, Stop> {
    let mut counts = Vec::<(Val, usize)>::new();
    for value in values {
        let mut known = None;
        for (other, count) in &mut counts {
            if same(&value, other, args.run())? {
                known = Some(count);
                break;
            }
        }
        match known {
            Some(count) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    Ok(counts)
}

fn unique(args: &Args<'_>, values: Vec<Val>) -> Result<Val, Stop> {
    let counts = counted(args, values)?;
    Ok(coming(args, counts, 1))
}

/// Those of these that come so often or more often.
pub(super) fn coming(args: &Args<'_>, counts: Vec<(Val, usize)>, least: usize) -> Val {
    let mut values = Vec::new();
    for (value, count) in counts {
        if count >= least {
            values.push(value);
        }
    }
    args.run().list(values)
}

fn duplicate_values(args: &Args<'_>) -> Result<Val, Stop> {
    let counts = counted(args, args.vec(0)?)?;
    Ok(coming(args, counts, 2))
}

fn flatten(args: &Args<'_>) -> Result<Val, Stop> {
    let mut flat = Vec::new();
    flatten_into(&args.list(0)?, &mut flat, args)?;
    Ok(args.run().list(flat))
}

/// Lists nest within bounds, so the recursion is bounded.
fn flatten_into(list: &List, flat: &mut Vec<Val>, args: &Args<'_>) -> Result<(), Stop> {
    for item in list.iter() {
        args.run().spend(1)?;
        match item {
            Val::List(inner) => flatten_into(&inner, flat, args)?,
            item => flat.push(item),
        }
    }
    Ok(())
}

fn partition(args: &Args<'_>) -> Result<Val, Stop> {
    let all = args.vec(0)?;
    let size = match usize::try_from(args.integer(1)?) {
        Ok(size) if size > 0 => size,
        _ => return args.null("the size must be at least 1"),
    };
    let mut parts = Vec::new();
    for part in all.chunks(size) {
        parts.push(args.run().list(part.to_vec()));
    }
    Ok(args.run().list(parts))
}
