use super::check;

#[test]
fn looks_into_lists() {
    check(&[
        ("list contains(list, 20)", "true"),
        ("list contains([1, null], null)", "true"),
        ("list contains(list, \"20\")", "false"),
        ("count(list)", "3"),
        ("count([])", "0"),
        ("count(5)", "1"),
        ("count(null)", "null"),
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        ("index of([1, null], null)", "[2]"),
        ("all([true, false])", "false"),
        ("all([true, null])", "null"),
        ("all([])", "true"),
        ("all(true, true)", "true"),
        ("any([false, true, null])", "true"),
        ("any([false, null])", "null"),
        ("any(false, false)", "false"),
        ("and([true, false])", "false"),
        ("true and or (false, true)", "true"),
        ("is empty([])", "true"),
        ("is empty(list)", "false"),
    ]);
}

#[test]
fn takes_lists_apart_and_together() {
    check(&[
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
        ("sublist([4, 5, 6], 2)", "[5, 6]"),
        ("sublist([4, 5, 6], -2)", "[5, 6]"),
        ("sublist([4, 5, 6], 0)", "null"),
        ("sublist([4, 5, 6], 4)", "[]"),
        ("sublist([4, 5, 6], 3, 2)", "[6]"),
        ("sublist([4, 5, 6], -5)", "[4, 5, 6]"),
        ("sublist([4, 5, 6], -4, 2)", "[4]"),
        ("sublist([4, 5, 6], 1, -1)", "null"),
        ("sublist([4, 5, 6], 1e20, 1e18)", "null"),
        ("sublist([4, 5, 6], 1e18, 1e18)", "[]"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("append([], [1])", "[[1]]"),
        ("concatenate([1, 2], [3], 4)", "[1, 2, 3, 4]"),
        ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
        ("insert before([1, 3], -1, 2)", "[1, 2, 3]"),
        ("insert before([1, 3], 4, 2)", "[1, 3, 2]"),
        ("insert before([1, 3], -3, 2)", "[2, 1, 3]"),
        ("insert before([1, 3], 0, 2)", "null"),
        ("remove([1, 2, 3], 2)", "[1, 3]"),
        ("remove([1, 2, 3], -1)", "[1, 2]"),
        ("remove([1, 2, 3], 4)", "[1, 2, 3]"),
        ("remove([1, 2, 3], -4)", "[1, 2, 3]"),
        ("remove([1, 2, 3], 0)", "null"),
        ("list replace([2, 4, 7], 3, 6)", "[2, 4, 6]"),
        ("list replace([2, 4, 7], -1, 6)", "[2, 4, 6]"),
        ("list replace([2, 4, 7], 4, 6)", "null"),
        ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", "[5, 5, 7]"),
        ("list replace([2, 4], function(item, newItem) item, 5)", "null"),
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("distinct values([1, 2, 1, null, null])", "[1, 2, null]"),
        ("duplicate values([1, 2, 1, 3, 3])", "[1, 3]"),
        ("flatten([[1, [2]], [[3]], 4])", "[1, 2, 3, 4]"),
        ("partition([1, 2, 3], 2)", "[[1, 2], [3]]"),
        ("partition([1], 0)", "null"),
    ]);
}

#[test]
fn sorts_and_keeps_the_order_of_equals() {
    check(&[
        ("sort([3, 1, 4, 1, 5, 9, 2, 6], function(x, y) x > y)", "[9, 6, 5, 4, 3, 2, 1, 1]"),
        (
            "sort([{k: 1, v: 1}, {k: 0, v: 2}, {k: 1, v: 3}, {k: 0, v: 4}], function(x, y) x.k < y.k).v",
            "[2, 4, 1, 3]",
        ),
        ("sort(list: [2, 1], precedes: function(x, y) x < y)", "[1, 2]"),
        (r#"sort(["b", "a"])"#, r#"["a", "b"]"#),
        (r#"sort(["b", 1])"#, "null"),
        ("sort([1, 2], function(x) x)", "null"),
        ("sort([], function(x, y) x < y)", "[]"),
    ]);
}

#[test]
fn computes_with_lists() {
    check(&[
        ("min([3, 1, 2])", "1"),
        ("max(3, 1, 2)", "3"),
        (r#"max(["a", "c", "b"])"#, r#""c""#),
        ("min([])", "null"),
        (r#"min([1, "a"])"#, "null"),
        ("sum([1, 2, 3])", "6"),
        ("sum(0.1, 0.2)", "0.3"),
        ("sum([])", "null"),
        (r#"sum([1, "a"])"#, "null"),
        ("mean([1, 2, 3, 4])", "2.5"),
        ("product([2, 3, 4])", "24"),
        ("median(8, 2, 5, 3, 4)", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("median([])", "null"),
        ("stddev([2, 4, 6])", "2"),
        ("stddev([47])", "null"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
        ("mode([])", "[]"),
    ]);
}
