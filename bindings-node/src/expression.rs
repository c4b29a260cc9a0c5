//! Expressions by themselves.

use napi::Result;
use napi_derive::napi;
use tidewheel::{Expression, Refusal, Vars};

use crate::fault::refuse;
use crate::{instant, read, text};

#[napi]
pub struct RawExpression(Expression);

#[napi]
impl RawExpression {
    #[napi(factory, catch_unwind)]
    pub fn compile(source: String) -> Result<Self> {
        Expression::compile(&source).map(Self).map_err(refuse)
    }

    #[napi(catch_unwind)]
    pub fn language(&self) -> String {
        self.0.language().to_owned()
    }

    #[napi(catch_unwind)]
    pub fn evaluate(&self, variables: String, at: f64) -> Result<String> {
        let variables: Vars = read(&variables)?;
        let value = instant(at).map_err(Refusal::from).and_then(|at| Ok(self.0.evaluate(&variables, at)?));
        text(&value.map_err(refuse)?)
    }

    #[napi(catch_unwind)]
    pub fn evaluate_all(&self, sets: String, at: f64) -> Result<String> {
        let sets: Vec<Vars> = read(&sets)?;
        let values = instant(at).map_err(Refusal::from).and_then(|at| Ok(self.0.evaluate_all(&sets, at)?));
        text(&values.map_err(refuse)?)
    }
}
