use super::super::{Names, UnaryTests, Val};

fn check(input: impl Into<Val>, rows: &[(&str, Option<bool>)]) {
    let input = input.into();
    let scope = Names::from([("limit", Val::from(10)), ("max-age", Val::from(3))]);
    for (source, expected) in rows {
        let tests = UnaryTests::compile(source, &["max-age"]).unwrap_or_else(|e| panic!("`{source}`: {e}"));
        assert_eq!(tests.evaluate(&input, &scope).unwrap().value.as_bool(), *expected, "`{source}`");
    }
}

#[test]
fn tests_the_input() {
    check(
        5,
        &[
            ("-", Some(true)),
            (" - ", Some(true)),
            ("-5", Some(false)),
            ("5", Some(true)),
            ("< 10", Some(true)),
            ("< limit", Some(true)),
            ("> max-age", Some(true)),
            ("= 5", Some(true)),
            ("!= 5", Some(false)),
            ("1, 5", Some(true)),
            ("1, > 7", Some(false)),
            ("[1..5)", Some(false)),
            ("]1..5]", Some(true)),
            ("(1..5), 5", Some(true)),
            ("not(5)", Some(false)),
            ("not(1, < 3)", Some(true)),
            ("not(true) or ? = 5", Some(true)),
            ("? > 4", Some(true)),
            ("? * 2 > limit", Some(false)),
            ("odd(?)", Some(true)),
            ("[1, 5]", Some(true)),
            ("limit / 2", Some(true)),
            ("\"a\"", None),
            ("< \"a\"", None),
            ("null", Some(false)),
            ("not(< \"a\")", None),
        ],
    );
    check(
        Val::Null,
        &[
            ("null", Some(true)),
            ("5", Some(false)),
            ("< 5", None),
            ("-", Some(true)),
            ("? > 2", None),
            ("odd(?)", None),
        ],
    );
    check("x", &[("\"x\", \"y\"", Some(true)), ("string length(?) = 1", Some(true))]);
    check(true, &[("true", Some(true)), ("false", Some(false))]);
}

#[test]
fn says_what_is_wrong() {
    for source in ["", ",", "1,", "< ", "not(", "1 2", "- 5 -"] {
        assert!(UnaryTests::compile(source, &[]).is_err(), "`{source}`");
    }
}
