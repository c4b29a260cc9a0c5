//! The language of the models' scripts; `tests/betsy/README.md` describes it.

use std::collections::VecDeque;

use tidewheel::{Number, Text, Value};

use crate::trial::Broken;

/// One instruction of a script.
#[derive(Clone, Debug, PartialEq)]
pub enum Instruction {
    /// Writes a label into the log, if a variable has the text named.
    Log {
        /// The label.
        label: String,
        /// A variable and the text that it must have.
        only_if: Option<(Text, Text)>,
    },
    /// Sets a variable to a text.
    Set(Text, Value),
    /// Adds to a variable.
    Add(Text, Number),
    /// Takes so many seconds.
    Work(i64),
    /// Ends the script with an error.
    Throw(Text),
}

/// Reads a script: instructions with `;` between them.
///
/// # Errors
/// The instruction that is not understood.
pub fn parse(script: &str) -> Result<VecDeque<Instruction>, Broken> {
    script.split(';').map(str::trim).filter(|one| !one.is_empty()).map(instruction).collect()
}

fn instruction(text: &str) -> Result<Instruction, Broken> {
    let unknown = || format!("the script says `{text}`, which is not understood");
    let words: Vec<&str> = text.split_whitespace().collect();
    Ok(match words.as_slice() {
        ["log", label] => Instruction::Log { label: (*label).to_owned(), only_if: None },
        ["log", label, "if", name, "=", value] => Instruction::Log {
            label: (*label).to_owned(),
            only_if: Some((Text::from(*name), Text::from(*value))),
        },
        ["set", name, value] => Instruction::Set(Text::from(*name), Value::from(*value)),
        ["add", name, number] => {
            Instruction::Add(Text::from(*name), Number::parse(number).ok_or_else(unknown)?)
        }
        ["work", seconds] => Instruction::Work(seconds.parse().map_err(|_| unknown())?),
        ["throw", code] => Instruction::Throw(Text::from(*code)),
        _ => return Err(unknown()),
    })
}
