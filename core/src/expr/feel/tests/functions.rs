use super::super::{Expression, Function, Names, Type, Val};
use super::{check, refuse};

#[test]
fn are_values() {
    check(&[
        ("(function(x) x + 1)(2)", "3"),
        ("(function(x, y) x - y)(y: 1, x: 5)", "4"),
        ("{f: function(x) x * 2, r: f(4)}.r", "8"),
        ("{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(10)}.r", "55"),
        ("{add: function(x) function(y) x + y, r: add(1)(2)}.r", "3"),
        ("{f: function(first part: number) first part, r: f(first part: 1)}.r", "1"),
        ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"),
        ("{f: abs, r: f(-1)}.r", "1"),
        ("for f in [floor, ceiling] return f(1.5)", "[1, 2]"),
        ("function() 1", "null"),
        ("[function() 1]", "null"),
    ]);
}

/// What a function uses is what it was when the function was made.
#[test]
fn take_along_what_they_use() {
    check(&[
        ("{x: 1, f: function() x, g: {x: 2, r: f()}}.g.r", "1"),
        ("for f in (for n in [1, 2] return function(m) n * m) return f(10)", "[10, 20]"),
        ("{i: 5, f: function(n) n + i, r: list[item = f(5)]}.r", "[10]"),
    ]);
}

#[test]
fn want_their_parameters() {
    check(&[
        ("(function(x: number) x)(1)", "1"),
        (r#"(function(x: number) x)("1")"#, "null"),
        ("(function(x: number) x)([1])", "1"),
        ("(function(x: list<number>) x)(1)", "[1]"),
        ("(function(x: number) x)(null)", "null"),
        ("(function(x) x)()", "null"),
        ("(function(x) x)(1, 2)", "null"),
        ("(function(x) x)(y: 1)", "null"),
        ("abs()", "null"),
        ("abs(1, 2)", "null"),
        ("abs(m: 1)", "null"),
        ("modulo(divisor: 3, dividend: 7)", "1"),
        (r#"substring(start position: 2, string: "abc")"#, r#""bc""#),
        ("null()", "null"),
        (r#""abs"(-1)"#, "null"),
    ]);
    refuse(&[
        ("abs(n: 1, 2)", "expected a name with `:`"),
        ("abs(1, n: 2)", "expected `)` but found `:`"),
        ("abs(1", "expected `)` but found the end"),
        ("amount(1)", "there is no function `amount`"),
        ("uuid()", "another result"),
        ("random number()", "another result"),
    ]);
}

#[test]
fn of_the_host_are_called_with_what_they_want() {
    let twice = Function::typed(vec![("n".into(), Type::Number)], |args| match args.first() {
        Some(Val::Number(number)) => number.checked_add(*number).into(),
        _ => Val::Null,
    });
    let scope = Names::from([("twice", Val::Function(twice))]);
    for (source, expected) in [
        ("twice(4)", "8"),
        ("twice(n: 4)", "8"),
        ("twice([4])", "8"),
        ("twice(\"4\")", "null"),
        ("twice()", "null"),
    ] {
        let expression = Expression::compile(source, &["twice"]).unwrap();
        assert_eq!(expression.evaluate(&scope).unwrap().value.to_string(), expected, "{source}");
    }
    // A name that is not known may be a function of the scope only where it is told so.
    assert!(Expression::compile("twice(4)", &[]).is_err());
}

#[test]
fn say_what_went_wrong_first() {
    for (source, said) in [
        ("missing + 1", "variable `missing` is not set"),
        ("1 / 0", "a division by zero has no value"),
        ("1 + \"a\"", "`+` has no value for a number and a text"),
        ("abs(\"a\")", "`abs` wants a number but got a text"),
        ("abs(1, 2)", "the arguments do not fit `abs(n)`"),
        ("{a: 1}.b", "there is no `b` in the context"),
        ("1 < \"a\"", "a number cannot be compared with a text"),
        ("assert(1, false, \"no luck\")", "no luck"),
    ] {
        let evaluated = Expression::compile(source, &[]).unwrap().evaluate(&Names::default()).unwrap();
        assert!(evaluated.value.is_null(), "{source}");
        assert_eq!(evaluated.reason.as_deref(), Some(said), "{source}");
    }
    let evaluated = Expression::compile("missing = null", &[]).unwrap().evaluate(&Names::default()).unwrap();
    assert_eq!(evaluated.value.as_bool(), Some(true));
}
