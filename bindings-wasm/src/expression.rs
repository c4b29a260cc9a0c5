//! Expressions by themselves.

use tidewheel::{Expression, Refusal, Vars};
use wasm_bindgen::prelude::*;

use crate::fault::refuse;
use crate::{Raw, instant, object, read};

#[wasm_bindgen]
pub struct RawExpression(Expression);

#[wasm_bindgen]
impl RawExpression {
    pub fn compile(text: &str) -> Raw<RawExpression> {
        Expression::compile(text).map(Self).map_err(refuse)
    }

    pub fn language(&self) -> String {
        self.0.language().to_owned()
    }

    pub fn evaluate(&self, variables: &str, at: f64) -> Raw<JsValue> {
        let variables: Vars = read(variables)?;
        let value = instant(at).map_err(Refusal::from).and_then(|at| Ok(self.0.evaluate(&variables, at)?));
        object(&value.map_err(refuse)?)
    }

    #[wasm_bindgen(js_name = evaluateAll)]
    pub fn evaluate_all(&self, sets: &str, at: f64) -> Raw<JsValue> {
        let sets: Vec<Vars> = read(sets)?;
        let values = instant(at).map_err(Refusal::from).and_then(|at| Ok(self.0.evaluate_all(&sets, at)?));
        object(&values.map_err(refuse)?)
    }
}
