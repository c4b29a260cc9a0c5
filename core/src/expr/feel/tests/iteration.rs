use super::check;

#[test]
fn goes_through_lists_and_steps() {
    check(&[
        ("for x in list return x / 10", "[1, 2, 3]"),
        ("for x in 1..3 return x", "[1, 2, 3]"),
        ("for x in 3..1 return x", "[3, 2, 1]"),
        ("for x in -1..1 return x", "[-1, 0, 1]"),
        ("for x in 1..1 return x", "[1]"),
        ("for x in i..i + 1 return x", "[2, 3]"),
        ("for x in [1, 2], y in [10, 20] return x + y", "[11, 21, 12, 22]"),
        ("for x in [[1, 2], [3]], y in x return y", "[1, 2, 3]"),
        ("for x in [] return x", "[]"),
        ("for x in 5 return x", "[5]"),
        ("for x in missing return x", "null"),
        ("for x in 1.5..3 return x", "null"),
        ("for x in [1..3] return x", "null"),
        (r#"for x in "a".."c" return x"#, "null"),
        ("for order item in [1, 2] return order item * 2", "[2, 4]"),
        ("sum(for x in list return if x > 10 then x else 0)", "50"),
    ]);
}

#[test]
fn sees_the_results_so_far() {
    check(&[
        ("for x in 1..4 return count(partial)", "[0, 1, 2, 3]"),
        ("for x in 0..4 return if x = 0 then 1 else x * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("for x in 1..3 return partial", "[[], [[]], [[], [[]]]]"),
    ]);
}

#[test]
fn asks_for_some_or_every_item() {
    check(&[
        ("some x in list satisfies x > 20", "true"),
        ("some x in list satisfies x > 30", "false"),
        ("every x in list satisfies x >= 10", "true"),
        ("every x in list satisfies x > 10", "false"),
        ("some x in [] satisfies true", "false"),
        ("every x in [] satisfies false", "true"),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", "true"),
        ("every x in 1..5 satisfies x < 6", "true"),
        ("some x in [null, 5] satisfies x > 4", "true"),
        ("some x in [null, 3] satisfies x > 4", "null"),
        ("every x in [null, 5] satisfies x > 4", "null"),
        ("every x in [null, 3] satisfies x > 4", "false"),
        ("some x in missing satisfies true", "null"),
    ]);
}

#[test]
fn filters() {
    check(&[
        ("list[item >= 20]", "[20, 30]"),
        ("list[false]", "[]"),
        ("[1, 2, 3, 4][even(item)]", "[2, 4]"),
        ("[{x: 1, y: 2}, {x: null, y: 3}][x < 2]", r#"[{"x": 1, "y": 2}]"#),
        ("[{x: 1}, {y: 2}][y > 1]", r#"[{"y": 2}]"#),
        ("orders[id > 1].id", "[2]"),
        ("orders[item = 3]", "[3]"),
        ("list[item > i * 5]", "[20, 30]"),
        ("[[1, 2], [3]][count(item) = 2]", "[[1, 2]]"),
        ("list[list contains([1, 2], item / 10)]", "[10, 20]"),
        ("[][1]", "null"),
        ("[][item > 1]", "[]"),
        ("null[true]", "null"),
        ("list[item > 10][1]", "20"),
    ]);
}
