//! Puts the functions of a module into an order in which like stand beside like. Deflate finds
//! repetitions within 32 KB, so what a server sends becomes 4 % smaller; what runs stays the same. Those that are
//! called most come first: their numbers have one byte.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::ops::Range;

use wasm_encoder::reencode::{self, Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Instruction, Module};
use wasmparser::{
    BinaryReaderError, CodeSectionReader, FunctionSectionReader, Operator, Parser, Payload, TypeRef,
};

use crate::locals::Locals;

type Reencoded<T = ()> = Result<T, Error<Infallible>>;

/// How far back deflate looks.
pub(crate) const WINDOW: usize = 32 << 10;
/// Bytes that are compared as one.
const GRAM: usize = 6;
/// A sequence that more functions than this contain says nothing of any two of them.
const COMMON: usize = 60;
/// How many numbers of functions have one byte.
const SHORT: usize = 128;

pub(crate) fn by_likeness(module: &[u8]) -> Result<Vec<u8>, String> {
    let Functions { imported, bodies, calls, parameters } =
        functions(module).map_err(|error| error.to_string())?;
    let bodies: Vec<&[u8]> = bodies.into_iter().map(|range| module.get(range).unwrap_or_default()).collect();
    let order = order(&bodies, &most_called(imported, &calls));
    let mut numbers: Vec<u32> = (0..imported).chain(order.iter().map(|_| 0)).collect();
    for (number, old) in (imported..).zip(&order) {
        if let Some(entry) = numbers.get_mut(imported as usize + old) {
            *entry = number;
        }
    }
    let mut renumbered = Module::new();
    let mut reorder = Reorder { numbers, order, parameters, ..Reorder::default() };
    let done = reorder.parse_core_module(&mut renumbered, Parser::new(0), module);
    done.map_err(|error| error.to_string())?;
    Ok(renumbered.finish())
}

#[derive(Default)]
struct Functions {
    imported: u32,
    /// Where the others stand.
    bodies: Vec<Range<usize>>,
    /// How often each is called.
    calls: HashMap<u32, usize>,
    /// How many parameters they have.
    parameters: Vec<u32>,
}

fn functions(module: &[u8]) -> Result<Functions, BinaryReaderError> {
    let mut found = Functions::default();
    let mut types: Vec<u32> = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let function = matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                    found.imported += u32::from(function);
                }
            }
            Payload::TypeSection(section) => {
                for kind in section.into_iter_err_on_gc_types() {
                    types.push(kind?.params().len() as u32);
                }
            }
            Payload::FunctionSection(section) => {
                for kind in section {
                    found.parameters.push(types.get(kind? as usize).copied().unwrap_or_default());
                }
            }
            Payload::CodeSectionEntry(body) => {
                found.bodies.push(body.range());
                for operator in body.get_operators_reader()? {
                    if let Operator::Call { function_index } = operator? {
                        *found.calls.entry(function_index).or_default() += 1;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// As many as there are short numbers left by those that are imported.
fn most_called(imported: u32, calls: &HashMap<u32, usize>) -> HashSet<usize> {
    let own = calls.iter().filter(|(function, _)| **function >= imported);
    let mut called: Vec<(usize, u32)> = own.map(|(function, count)| (*count, *function)).collect();
    called.sort_unstable_by(|one, other| other.cmp(one));
    let first = called.iter().take(SHORT.saturating_sub(imported as usize));
    first.map(|(_, function)| (*function - imported) as usize).collect()
}

/// Next comes always the function of whose sequences the largest part stands in the last 32 KB, first among
/// those that are called most.
fn order(bodies: &[&[u8]], most_called: &HashSet<usize>) -> Vec<usize> {
    let grams = grams(bodies);
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (function, grams) in grams.iter().enumerate() {
        for gram in grams {
            holders.entry(*gram).or_default().push(function);
        }
    }
    let mut near: HashMap<u32, u32> = HashMap::new();
    let mut shared = vec![0usize; bodies.len()];
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let (mut order, mut window, mut oldest) = (Vec::new(), 0, 0);
    let at = |counts: &[usize], function: usize| counts.get(function).copied().unwrap_or_default();
    let sizes: Vec<usize> = bodies.iter().map(|body| body.len()).collect();
    let counts: Vec<usize> = grams.iter().map(Vec::len).collect();
    let change = |shared: &mut Vec<usize>, gram: &u32, by: fn(usize) -> usize| {
        for holder in holders.get(gram).into_iter().flatten() {
            if let Some(count) = shared.get_mut(*holder) {
                *count = by(*count);
            }
        }
    };
    loop {
        // In thousandths; the few bytes more keep the smallest functions from coming first.
        let likeness = |function: usize| at(&shared, function) * 1000 / (at(&counts, function) + 8);
        let best = (0..left.len()).max_by_key(|place| {
            let function = left.get(*place).copied().unwrap_or_default();
            let short = order.len() < most_called.len() && most_called.contains(&function);
            (short, likeness(function), at(&sizes, function))
        });
        let Some(next) = best.map(|place| left.swap_remove(place)) else { return order };
        order.push(next);
        window += at(&sizes, next);
        for gram in grams.get(next).into_iter().flatten() {
            let count = near.entry(*gram).or_default();
            *count += 1;
            if *count == 1 {
                change(&mut shared, gram, |count| count + 1);
            }
        }
        while let Some(old) =
            order.get(oldest).copied().filter(|_| window > WINDOW && oldest + 1 < order.len())
        {
            oldest += 1;
            window -= at(&sizes, old);
            for gram in grams.get(old).into_iter().flatten() {
                let count = near.entry(*gram).or_default();
                *count -= 1;
                if *count == 0 {
                    change(&mut shared, gram, |count| count - 1);
                }
            }
        }
    }
}

/// The sequences of each function that some others have too, as numbers.
fn grams(bodies: &[&[u8]]) -> Vec<Vec<u32>> {
    let mut numbers: HashMap<&[u8], u32> = HashMap::new();
    let mut grams: Vec<Vec<u32>> = Vec::new();
    let mut holders: Vec<usize> = Vec::new();
    for body in bodies {
        let mut own: Vec<u32> = Vec::new();
        for gram in body.windows(GRAM) {
            let next = numbers.len() as u32;
            own.push(*numbers.entry(gram).or_insert(next));
        }
        own.sort_unstable();
        own.dedup();
        holders.resize(numbers.len(), 0);
        for gram in &own {
            if let Some(count) = holders.get_mut(*gram as usize) {
                *count += 1;
            }
        }
        grams.push(own);
    }
    for own in &mut grams {
        own.retain(|gram| holders.get(*gram as usize).is_some_and(|count| (2..=COMMON).contains(count)));
    }
    grams
}

#[derive(Default)]
struct Reorder {
    /// The new number of each function, imported ones included.
    numbers: Vec<u32>,
    /// Which function of those that are not imported comes where.
    order: Vec<usize>,
    /// How many parameters they have, in their old order.
    parameters: Vec<u32>,
    locals: Locals,
    /// The new numbers of the locals of the function that is written now.
    renamed: Vec<u32>,
}

impl Reencode for Reorder {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Reencoded<u32> {
        Ok(self.numbers.get(function as usize).copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Reencoded {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for old in &self.order {
            functions.function(types.get(*old).copied().unwrap_or_default());
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Reencoded {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in self.order.clone() {
            if let Some(body) = bodies.get(old) {
                let parameters = self.parameters.get(old).copied().unwrap_or_default();
                self.renamed = self.locals.number(body, parameters)?;
                self.parse_function_body(code, body.clone())?;
            }
        }
        Ok(())
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Reencoded<Instruction<'a>> {
        let named = |local: u32| self.renamed.get(local as usize).copied().unwrap_or(local);
        Ok(match operator {
            Operator::LocalGet { local_index } => Instruction::LocalGet(named(local_index)),
            Operator::LocalSet { local_index } => Instruction::LocalSet(named(local_index)),
            Operator::LocalTee { local_index } => Instruction::LocalTee(named(local_index)),
            operator => reencode::utils::instruction(self, operator)?,
        })
    }
}
