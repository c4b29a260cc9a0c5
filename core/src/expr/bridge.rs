//! FEEL among the variables of a process: JSON goes in and JSON comes out.

use std::borrow::Cow;

use super::{Env, EvalError, deliver, feel, unportable};
use crate::time::Timestamp;
use crate::value::Value;

struct Variables<'a>(&'a dyn Env);

impl feel::Scope for Variables<'_> {
    fn lookup(&self, name: &str) -> Option<feel::Val> {
        self.0.lookup(name).map(|value| feel::Val::from(&*value))
    }

    fn now(&self) -> Option<Timestamp> {
        Some(self.0.now())
    }
}

pub(super) fn eval(
    expression: &feel::Expression,
    env: &dyn Env,
) -> Result<(Value, Option<String>), EvalError> {
    let evaluated =
        expression.evaluate(&Variables(env)).map_err(|exhausted| EvalError::new(exhausted.to_string()))?;
    // What came from a variable and goes into one is within the bounds already; looking would cost as
    // much as copying.
    let as_it_came = evaluated.value.is_shared_json();
    match (evaluated.value.to_json(), evaluated.reason) {
        (Ok(json), reason) if as_it_came => Ok((json, reason)),
        (Ok(json), reason) => Ok((deliver(Cow::Owned(json))?, reason)),
        (Err(feel::NoJson::Kind(kind)), _) => {
            Ok((Value::Null, Some(format!("{kind} cannot become a variable"))))
        }
        (Err(feel::NoJson::Number(number)), _) => Err(unportable(number)),
        (Err(feel::NoJson::TooLarge), _) => Err(EvalError::new(
            "the result is too large: more than 100000 values; keep large data outside and pass a reference",
        )),
    }
}
