use super::{check, refuse};

#[test]
fn later_entries_see_earlier_ones() {
    check(&[
        ("{}", "{}"),
        ("{a: 1, b: a + 1}", r#"{"a": 1, "b": 2}"#),
        ("{a: 1, b: {c: a + 1, d: c + a}}", r#"{"a": 1, "b": {"c": 2, "d": 3}}"#),
        (r#"{"a b": 1, c: a b}"#, r#"{"a b": 1, "c": 1}"#),
        ("{a: amount, amount: 1, b: amount}", r#"{"a": 150, "amount": 1, "b": 1}"#),
        (r#"{"": 1, "x+(y": 2}"#, r#"{"": 1, "x+(y": 2}"#),
        ("{a: 1, a: 2}", "null"),
        ("{a: 1}.a", "1"),
        ("{a: 1}.b", "null"),
        ("{a: 1} = {a: 1}", "true"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
        ("{a: 1} = {b: 1}", "false"),
        ("order = {customer: order.customer, id: \"o1\", in: 8, total: 99.5}", "true"),
    ]);
    refuse(&[
        ("{a 1}", "expected `:` but found `}`"),
        ("{a: 1", "expected `}`"),
        ("{: 1}", "expected a name"),
    ]);
}

#[test]
fn names_may_have_spaces_and_operators() {
    check(&[
        ("{first name: \"Ada\", r: first name}.r", r#""Ada""#),
        ("{a-b: 5, a: 1, b: 2, r: a-b}.r", "5"),
        ("{a-b: 5, a: 1, b: 2, r: a - b}.r", "5"),
        ("{a: 1, b: 2, r: a-b}.r", "-1"),
        ("{to and fro: 1, r: to and fro}.r", "1"),
        ("{rate/day: 2, r: rate/day * 2}.r", "4"),
        ("{owner's: 3, r: owner's}.r", "3"),
        ("{x: {net weight: 2}, r: x.net weight + 1}.r", "3"),
        ("{if any: 1, r: if any}.r", "1"),
        (r#"{"a(b": 1, a: abs, b: -2, r: a(b)}.r"#, "2"),
        (r#"{"-": 1, r: 3 - 1}.r"#, "2"),
        ("`in stock` + 1", "8"),
        ("no such thing", "null"),
        ("{🐎: 1, r: 🐎}.r", "1"),
    ]);
}

#[test]
fn functions_of_contexts() {
    check(&[
        ("get value(order, \"id\")", r#""o1""#),
        ("get value(order, [\"customer\", \"name\"])", r#""Ada""#),
        ("get value(context: order, key: \"id\")", r#""o1""#),
        ("get value(order, \"missing\")", "null"),
        ("get entries({a: 1})", r#"[{"key": "a", "value": 1}]"#),
        ("get entries({b: 1, a: 2}).key", r#"["b", "a"]"#),
        (r#"context([{key: "a", value: 1}])"#, r#"{"a": 1}"#),
        (r#"context([{key: "a", value: 1}, {key: "a", value: 2}])"#, "null"),
        (r#"context([{key: "a"}])"#, "null"),
        (r#"context put({a: 1}, "b", 2)"#, r#"{"a": 1, "b": 2}"#),
        (r#"context put({a: {b: 1}}, ["a", "b"], 2)"#, r#"{"a": {"b": 2}}"#),
        (r#"context put({a: 1}, ["a", "b"], 2)"#, "null"),
        (r#"context put({a: 1}, [], 2)"#, "null"),
        (r#"context put({a: 1, b: null}, ["b", "c", "d"], 2)"#, r#"{"a": 1, "b": {"c": {"d": 2}}}"#),
        (r#"context put({}, ["a", "b"], 2)"#, r#"{"a": {"b": 2}}"#),
        (r#"context put({}, for i in 1..2000 return "a", 2)"#, "null"),
        ("context merge([{a: 1, b: 1}, {b: 2}])", r#"{"a": 1, "b": 2}"#),
        ("context merge([1])", "null"),
        ("context merge({a: 1}, {b: 2})", r#"{"a": 1, "b": 2}"#),
        ("[[{a: 1}], {a: 2}].a", "[[1], 2]"),
    ]);
}
