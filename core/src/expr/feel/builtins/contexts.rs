//! Functions of contexts.

use super::{Args, Builtin, Stop};
use crate::expr::feel::value::{MAX_DEPTH, Val};
use crate::value::Text;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("get value(m,key)|(context,key)|(context,keys)", get_value),
    Builtin::new("get entries(m)|(context)", get_entries),
    Builtin::new("context(entries)", context),
    Builtin::new("context put(context,key,value)|(context,keys,value)", context_put),
    Builtin::new("context merge(contexts...)", context_merge),
    // By these names Camunda had them first.
    Builtin::new("put(context,key,value)", context_put),
    Builtin::new("put all(contexts...)", context_merge),
];

/// A key, or the keys of a path.
fn keys(args: &Args<'_>, index: usize) -> Result<Vec<Text>, Stop> {
    let items = match args.get(index) {
        Val::List(keys) => keys.to_vec(),
        key => vec![key.clone()],
    };
    let mut keys = Vec::new();
    for item in items {
        match item {
            Val::Text(key) => keys.push(key),
            _ => return args.wrong(index, "a text or a list of texts"),
        }
    }
    if keys.is_empty() { args.wrong(index, "a text or a list of texts") } else { Ok(keys) }
}

fn get_value(args: &Args<'_>) -> Result<Val, Stop> {
    let mut value = Val::Context(args.context(0)?.clone());
    for key in keys(args, 1)? {
        value = match value.as_context().and_then(|context| context.get(&key)) {
            Some(value) => value,
            None => return args.null("there is no such entry"),
        };
    }
    Ok(value)
}

fn get_entries(args: &Args<'_>) -> Result<Val, Stop> {
    let entries = args.context(0)?.entries();
    args.run().spend(entries.len())?;
    let mut pairs = Vec::new();
    for (key, value) in entries {
        pairs.push(args.run().context(vec![("key".into(), Val::Text(key)), ("value".into(), value)]));
    }
    Ok(args.run().list(pairs))
}

fn context(args: &Args<'_>) -> Result<Val, Stop> {
    let mut entries = Vec::new();
    for pair in args.list(0)?.iter() {
        let pair = pair.as_context();
        match pair.map(|pair| (pair.get("key"), pair.get("value"))) {
            Some((Some(Val::Text(key)), Some(value))) => entries.push((key, value)),
            _ => return args.null("every item must have a text `key` and a `value`"),
        }
    }
    Ok(args.run().context(entries))
}

fn context_put(args: &Args<'_>) -> Result<Val, Stop> {
    let keys = keys(args, 1)?;
    if keys.len() > usize::from(MAX_DEPTH) {
        return args.null("the keys lead too deep");
    }
    put(&Val::Context(args.context(0)?.clone()), &keys, args)
}

/// What is not there yet becomes a context on the way.
fn put(of: &Val, keys: &[Text], args: &Args<'_>) -> Result<Val, Stop> {
    let Some((key, inner)) = keys.split_first() else { return Ok(args.get(2).clone()) };
    let (earlier, mut entries) = match of {
        Val::Context(context) => (context.get(key).unwrap_or_default(), context.entries()),
        Val::Null => (Val::Null, Vec::new()),
        _ => return args.null("the keys lead to no context"),
    };
    args.run().spend(entries.len())?;
    let value = put(&earlier, inner, args)?;
    set(&mut entries, key, value);
    Ok(args.run().context(entries))
}

fn set(entries: &mut Vec<(Text, Val)>, key: &Text, value: Val) {
    match entries.iter_mut().find(|(known, _)| known == key) {
        Some((_, earlier)) => *earlier = value,
        None => entries.push((key.clone(), value)),
    }
}

/// Later entries count.
fn context_merge(args: &Args<'_>) -> Result<Val, Stop> {
    let mut entries = Vec::new();
    for context in args.items()? {
        let Val::Context(context) = context else { return args.null("the items must be contexts") };
        for (key, value) in context.entries() {
            args.run().spend(1 + entries.len() / 16)?;
            set(&mut entries, &key, value);
        }
    }
    Ok(args.run().context(entries))
}
