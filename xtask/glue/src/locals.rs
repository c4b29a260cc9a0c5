//! Numbers the locals of a function like those of the functions before it that do the same, so that deflate
//! finds the same bytes again: one per cent less. Which local has which number is nothing to what runs.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use wasmparser::{BinaryReaderError, FunctionBody, Operator, ValType};

use crate::order::WINDOW;

/// Operators that are looked up together.
const GRAM: usize = 4;
/// How many places of the same operators are asked.
const ASKED: usize = 8;
/// What they share among them: it can be divided by every number of them.
const VOTES: usize = 840;

/// What has been numbered so far.
#[derive(Default)]
pub(crate) struct Locals {
    position: usize,
    /// Where the same operators stood, and which locals they named.
    seen: HashMap<u64, Vec<(usize, Vec<u32>)>>,
}

/// An operator without the number of the local that it names.
struct Token<'a> {
    bytes: &'a [u8],
    local: Option<u32>,
}

impl Locals {
    /// The new numbers of the locals of the function that comes next. Parameters keep theirs.
    pub(crate) fn number(
        &mut self,
        body: &FunctionBody<'_>,
        parameters: u32,
    ) -> Result<Vec<u32>, BinaryReaderError> {
        let types = types(body)?;
        let tokens = tokens(body)?;
        let grams: Vec<(u64, Vec<u32>)> = tokens.windows(GRAM).filter_map(gram).collect();
        let votes = self.votes(&grams, parameters);
        let numbers = assign(&votes, &types, parameters);
        let named = |local: &u32| numbers.get(*local as usize).copied().unwrap_or(*local);
        for (key, locals) in grams {
            let places = self.seen.entry(key).or_default();
            if places.len() == ASKED {
                places.remove(0);
            }
            places.push((self.position, locals.iter().map(named).collect()));
        }
        self.position += body.range().len();
        Ok(numbers)
    }

    /// How much speaks for giving a local a number.
    fn votes(&self, grams: &[(u64, Vec<u32>)], parameters: u32) -> BTreeMap<(u32, u32), usize> {
        let mut votes = BTreeMap::new();
        for (key, locals) in grams {
            let near = |(position, _): &&(usize, Vec<u32>)| self.position - position < WINDOW;
            let places: Vec<_> = self.seen.get(key).into_iter().flatten().filter(near).collect();
            for (_, numbers) in &places {
                for (local, number) in locals.iter().zip(numbers).filter(|(local, _)| **local >= parameters) {
                    *votes.entry((*local, *number)).or_default() += VOTES / places.len();
                }
            }
        }
        votes
    }
}

/// Gives each local the number that most speaks for; it must have been that of a local of the same type.
fn assign(votes: &BTreeMap<(u32, u32), usize>, types: &[ValType], parameters: u32) -> Vec<u32> {
    let kind = |local: u32| local.checked_sub(parameters).and_then(|own| types.get(own as usize));
    let mut wishes: Vec<(usize, u32, u32)> = votes
        .iter()
        .filter(|((local, number), _)| kind(*number).is_some_and(|found| Some(found) == kind(*local)))
        .map(|((local, number), votes)| (*votes, *local, *number))
        .collect();
    wishes.sort_by_key(|(votes, local, number)| (std::cmp::Reverse(*votes), *local, *number));
    let all = parameters..parameters + types.len() as u32;
    let mut given: BTreeMap<u32, u32> = BTreeMap::new();
    let mut free: Vec<u32> = all.clone().collect();
    for (_, local, number) in wishes {
        if !given.contains_key(&local)
            && let Some(place) = free.iter().position(|other| *other == number)
        {
            free.remove(place);
            given.insert(local, number);
        }
    }
    let mut numbers: Vec<u32> = (0..parameters).collect();
    for local in all {
        let fits = |number: &u32| kind(*number) == kind(local);
        let number = given.get(&local).copied();
        let number = number.or_else(|| free.iter().position(fits).map(|place| free.remove(place)));
        numbers.push(number.unwrap_or(local));
    }
    numbers
}

/// A hash of some operators, and the locals that they name.
fn gram(tokens: &[Token<'_>]) -> Option<(u64, Vec<u32>)> {
    let locals: Vec<u32> = tokens.iter().filter_map(|token| token.local).collect();
    let mut hasher = DefaultHasher::new();
    tokens.iter().for_each(|token| token.bytes.hash(&mut hasher));
    (!locals.is_empty()).then(|| (hasher.finish(), locals))
}

fn types(body: &FunctionBody<'_>) -> Result<Vec<ValType>, BinaryReaderError> {
    let mut types = Vec::new();
    for group in body.get_locals_reader()? {
        let (count, kind) = group?;
        types.extend(std::iter::repeat_n(kind, count as usize));
    }
    Ok(types)
}

fn tokens<'a>(body: &FunctionBody<'a>) -> Result<Vec<Token<'a>>, BinaryReaderError> {
    let (bytes, start) = (body.as_bytes(), body.range().start);
    let mut tokens = Vec::new();
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let from = reader.original_position() - start;
        let local = local(&reader.read()?);
        let until = if local.is_some() { from + 1 } else { reader.original_position() - start };
        tokens.push(Token { bytes: bytes.get(from..until).unwrap_or_default(), local });
    }
    Ok(tokens)
}

fn local(operator: &Operator<'_>) -> Option<u32> {
    match operator {
        Operator::LocalGet { local_index }
        | Operator::LocalSet { local_index }
        | Operator::LocalTee { local_index } => Some(*local_index),
        _ => None,
    }
}
