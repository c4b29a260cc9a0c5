use super::super::{Expression, Names, Type, Val};
use super::check;

#[test]
fn instance_of() {
    check(&[
        ("1 instance of number", "true"),
        ("1 instance of string", "false"),
        ("-1 instance of number", "true"),
        ("- .5 instance of number", "true"),
        ("2 - 1 instance of number", "null"),
        ("1 instance of Any", "true"),
        ("null instance of Any", "false"),
        ("null instance of Null", "true"),
        (r#""a" instance of string"#, "true"),
        ("true instance of boolean", "true"),
        ("[1, 2] instance of list<number>", "true"),
        (r#"[1, "a"] instance of list<number>"#, "false"),
        ("[1, null] instance of list<number>", "true"),
        ("[[1]] instance of list<list<number>>", "true"),
        ("[] instance of list<string>", "true"),
        ("{a: 1, b: 2} instance of context<a: number>", "true"),
        ("{b: 2} instance of context<a: number>", "false"),
        ("{a b: 1} instance of context<a b: number>", "true"),
        ("[1..2] instance of range<number>", "true"),
        (r#"[1..2] instance of range<string>"#, "false"),
        ("(function(x: number) x) instance of function<number>->Any", "true"),
        ("(function(x: number) x) instance of function<string>->Any", "false"),
        ("1 + 1 instance of number", "null"),
        ("1 instance of number instance of boolean", "true"),
        ("1 instance of unknown", "false"),
    ]);
}

#[test]
fn types_of_the_scope() {
    let mut scope = Names::from([("x", Val::from(1))]);
    scope.types.insert("t.count".into(), Type::Number);
    let expression = Expression::compile("x instance of t.count", &[]).unwrap();
    assert_eq!(expression.evaluate(&scope).unwrap().value.as_bool(), Some(true));
}

#[test]
fn conversions() {
    check(&[
        ("is(1, 1)", "true"),
        ("is(1, \"1\")", "false"),
        ("is defined(amount)", "true"),
        ("is defined(nothing)", "false"),
        ("is defined(null)", "false"),
        ("is defined([null])", "true"),
        ("is defined(missing)", "false"),
        ("is defined(order.id)", "true"),
        ("is defined(order.missing)", "false"),
        ("is defined(order.missing.deeper)", "false"),
        ("is defined(value: missing)", "false"),
        ("get or else(missing, 5)", "5"),
        ("get or else(0, 5)", "0"),
        ("assert(amount, amount > 100)", "150"),
        ("assert(amount, amount > 200)", "null"),
        ("to json({a: [1, \"b\"]})", r#""{\"a\":[1,\"b\"]}""#),
        ("to json([1..2])", "null"),
        (r#"from json("{\"a\": [1, null]}").a"#, "[1, null]"),
        (r#"from json("{")"#, "null"),
        (r#"to base64("hello")"#, r#""aGVsbG8=""#),
        (r#"to base64("FEEL")"#, r#""RkVFTA==""#),
        (r#"to base64("")"#, r#""""#),
        ("fromAi(amount, \"what it costs\")", "150"),
    ]);
}
