mod bounds;
mod contexts;
mod functions;
mod iteration;
mod lists;
mod numbers;
mod ranges;
mod temporal;
mod texts;
mod types;
mod unary;

use crate::expr::{Lang, compile};
use crate::value::{Value, Vars};

fn vars() -> Vars {
    let json = r#"{
        "amount": 150, "rate": 0.1, "status": "open", "flag": true, "no": false, "nothing": null, "i": 2,
        "größe": 5, "_x1": 6, "in stock": 7, "list": [10, 20, 30], "empty": [], "texts": ["a", "b"],
        "order": {"id": "o1", "total": 99.5, "in": 8, "customer": {"name": "Ada", "tags": ["vip", "new"]}},
        "orders": [{"id": 1, "paid": true}, {"id": 2}, 3]
    }"#;
    serde_json::from_str(json).unwrap()
}

/// Each row is an expression and the JSON of its value.
fn check(rows: &[(&str, &str)]) {
    let vars = vars();
    for (source, expected) in rows {
        let expected: Value = serde_json::from_str(expected).unwrap();
        let expr = compile(Lang::Feel, source).unwrap_or_else(|e| panic!("`{source}`: {e}"));
        assert_eq!(expr.eval(&vars), Ok(expected), "`{source}`");
    }
}

/// Each row is an expression and a part of the message that refuses it.
fn refuse(rows: &[(&str, &str)]) {
    for (source, said) in rows {
        let Err(error) = compile(Lang::Feel, source) else { panic!("`{source}` is refused") };
        assert!(error.message.contains(said), "`{source}`: {error}");
    }
}

#[test]
fn literals() {
    check(&[
        ("null", "null"),
        ("true", "true"),
        ("false", "false"),
        ("0", "0"),
        ("1.50", "1.5"),
        (".5", "0.5"),
        ("1.2e3", "1200"),
        ("1E-2", "0.01"),
        (r#""""#, r#""""#),
        (r#""a b""#, r#""a b""#),
        (r#""q\"q\\ \n\r\t\'""#, r#""q\"q\\ \n\r\t'""#),
        (r#""\u00fc \uD83D\uDE00 \U01F600""#, r#""ü 😀 😀""#),
        ("\"two\nlines\"", r#""two\nlines""#),
        ("[]", "[]"),
        (r#"[1, "a", [true, null]]"#, r#"[1, "a", [true, null]]"#),
    ]);
}

#[test]
fn names_and_paths() {
    check(&[
        ("amount", "150"),
        ("größe", "5"),
        ("_x1", "6"),
        ("`in stock`", "7"),
        ("missing", "null"),
        ("order.id", r#""o1""#),
        ("order . customer . name", r#""Ada""#),
        ("order.in", "8"),
        ("order.`in`", "8"),
        ("order.missing", "null"),
        ("order.missing.deeper", "null"),
        ("missing.deeper", "null"),
        ("amount.deeper", "null"),
        ("nothing.deeper", "null"),
        ("(order).customer.tags[1]", r#""vip""#),
        ("orders.id", "[1, 2, null]"),
        ("orders.id[2]", "2"),
        ("orders[1].id", "1"),
        ("empty.id", "[]"),
    ]);
}

#[test]
fn indexing() {
    check(&[
        ("list[1]", "10"),
        ("list[3]", "30"),
        ("list[4]", "null"),
        ("list[0]", "null"),
        ("list[-1]", "30"),
        ("list[-3]", "10"),
        ("list[-4]", "null"),
        ("list[i]", "20"),
        ("list[i + 1]", "30"),
        ("list[1.5]", "null"),
        ("list[1e20]", "null"),
        ("list[-9223372036854775808]", "null"),
        ("list[9223372036854775807]", "null"),
        ("[5, 6][2]", "6"),
        ("amount[1]", "150"),
        ("amount[-1]", "150"),
        ("amount[2]", "null"),
        ("missing[1]", "null"),
        ("status[1]", r#""open""#),
    ]);
    check(&[
        ("list[item > 15]", "[20, 30]"),
        ("orders[paid]", r#"[{"id": 1, "paid": true}]"#),
        ("orders[id = 2].id", "[2]"),
        ("list[flag]", "[10, 20, 30]"),
        ("list[status]", "[]"),
        ("amount[item > 100]", "[150]"),
        ("[{item: 1}, {item: 2}][item > 1]", r#"[{"item": 2}]"#),
    ]);
}

#[test]
fn comparison() {
    check(&[
        ("amount > 100", "true"),
        ("amount > 100 and status = \"open\"", "true"),
        ("amount = 150.00", "true"),
        ("amount != 150", "false"),
        ("amount <= 149.99", "false"),
        ("0.1 + 0.2 = 0.3", "true"),
        (r#""a" < "b""#, "true"),
        (r#""a" >= "b""#, "false"),
        (r#""Z" < "a""#, "true"),
        ("null = null", "true"),
        ("null != null", "false"),
        ("missing = null", "true"),
        ("status = null", "false"),
        ("null != status", "true"),
        ("missing < 5", "null"),
        ("5 >= null", "null"),
        ("null <= null", "null"),
        (r#"5 = "5""#, "null"),
        (r#"5 != "5""#, "null"),
        (r#"5 < "6""#, "null"),
        ("true = 1", "null"),
        ("true = true", "true"),
        ("true < false", "null"),
        ("list = [10, 20, 30]", "true"),
        ("list = [10, 20]", "false"),
        ("list != [10, 20, 31]", "true"),
        ("order = order", "true"),
        ("order = orders", "null"),
        ("list < list", "null"),
    ]);
}

#[test]
fn between_and_in() {
    check(&[
        ("amount between 100 and 200", "true"),
        ("amount between 150 and 150", "true"),
        ("amount between 151 and 200", "false"),
        ("amount between 100 and 200 and flag", "true"),
        ("missing between 1 and 2", "null"),
        ("5 between 6 and missing", "false"),
        ("5 between 4 and missing", "null"),
        ("20 in list", "true"),
        ("21 in list", "false"),
        ("2 in [1, 2, 3]", "true"),
        (r#"status in ["open", "held"]"#, "true"),
        (r#""x" in []"#, "false"),
        ("null in [1, null]", "true"),
        (r#""1" in [1]"#, "false"),
        ("5 in 5", "true"),
        (r#"5 in "5""#, "null"),
        ("5 in (1, 5)", "true"),
        ("5 in (1, > 4)", "true"),
        ("5 in (1, [6..7])", "false"),
        ("5 in > 4", "true"),
        ("5 in <= 4", "false"),
        ("5 in [1..5]", "true"),
        ("5 in [1..5)", "false"),
        ("5 in (1 = 1, 5)", "true"),
        ("5 in ((4), (5))", "true"),
        ("true in (5 in (5))", "true"),
        ("1 in (1..5]", "false"),
        ("1 in ]1..5]", "false"),
        ("1 in [1..5]", "true"),
        ("amount in [i * 10..i * 100]", "true"),
        (r#""b" in ["a".."c"]"#, "true"),
        ("missing in [1..5]", "null"),
        ("[1] in [[1], [2]]", "true"),
        ("list in [10, 20, 30]", "false"),
        ("list in (= [10, 20, 30])", "true"),
        ("list in ([1], [10, 20, 30])", "true"),
        ("1 in [[2..4], [1..3]]", "true"),
        ("5 in (? > 4)", "true"),
        ("5 in (4, ? > 5)", "false"),
        ("5 in (1 + 1) * 2", "false"),
        ("5 in (list)", "false"),
        ("5 in [1..5] and no", "false"),
    ]);
}

#[test]
fn arithmetic() {
    check(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("100 / 10 / 2", "5"),
        ("2 ** 3 ** 2", "64"),
        ("-2 ** 2", "4"),
        ("10 ** -5", "0.00001"),
        ("2 * -3", "-6"),
        ("- -3", "3"),
        ("--3", "3"),
        ("-amount", "-150"),
        ("-(1 + 2)", "-3"),
        ("amount * rate", "15"),
        ("7 / 2", "3.5"),
        ("1 / 0", "null"),
        ("0 ** -1", "null"),
        ("10 ** 40", "null"),
        ("5 + null", "null"),
        ("missing * 2", "null"),
        ("1 + missing + 2", "null"),
        ("5 + \"a\"", "null"),
        ("\"a\" + 5", "null"),
        ("-status", "null"),
        ("true + true", "null"),
        ("\"a\" + \"b\" + status", r#""abopen""#),
        ("\"a\" + \"b\" + 1", "null"),
        ("\"a\" + \"b\" - \"b\"", "null"),
        ("\"a\" + \"b\" + null + \"c\"", "null"),
        ("\"a\" * \"b\"", "null"),
        ("1-1", "0"),
        ("i-1", "1"),
    ]);
}

#[test]
fn logic_has_three_values() {
    for (left, right, and, or) in [
        ("true", "true", "true", "true"),
        ("true", "false", "false", "true"),
        ("true", "null", "null", "true"),
        ("false", "true", "false", "true"),
        ("false", "false", "false", "false"),
        ("false", "null", "false", "null"),
        ("null", "true", "null", "true"),
        ("null", "false", "false", "null"),
        ("null", "null", "null", "null"),
    ] {
        check(&[(&format!("{left} and {right}"), and), (&format!("{left} or {right}"), or)]);
    }
    check(&[
        ("not(true)", "false"),
        ("not(false)", "true"),
        ("not(null)", "null"),
        ("not(5)", "null"),
        ("not (flag)", "false"),
        ("5 and true", "null"),
        ("status or true", "true"),
        ("status or false", "null"),
        ("true or false and false", "true"),
        ("false and 1 or true", "true"),
        ("not(amount > 100) or flag", "true"),
    ]);
}

#[test]
fn conditionals_and_comments() {
    check(&[
        ("if flag then 1 else 2", "1"),
        ("if missing then 1 else 2", "2"),
        ("if status then 1 else 2", "2"),
        ("if amount > 100 then \"big\" else if amount > 10 then \"mid\" else \"small\"", r#""big""#),
        ("(if no then 1 else 2) + 1", "3"),
        ("if flag then 1 + 1 else 2 + 2", "2"),
        ("1 // one\n + 1", "2"),
        ("/* a */ 1 /* b\n */ + /**/ 1", "2"),
        ("\t amount \n", "150"),
        ("\"// no comment\"", r#""// no comment""#),
    ]);
}

#[test]
fn says_what_cannot_be_called() {
    refuse(&[
        ("foo(1)", "there is no function `foo`"),
        ("1 + foo bar(1)", "there is no function `foo bar`"),
        ("function(a) external {java: {class: \"a\"}}", "an external function cannot be called"),
    ]);
}

#[test]
fn says_what_is_wrong() {
    refuse(&[
        ("", "the expression is empty"),
        ("  /* nothing */ ", "the expression is empty"),
        ("a == 1", "FEEL compares with a single `=`"),
        ("a && b", "FEEL joins conditions with `and`"),
        ("a || b", "with `or`"),
        ("!a", "FEEL negates with `not(…)`"),
        ("a % 2", "FEEL has no `%`"),
        ("a ? 1 : 2", "`if … then … else …`"),
        ("'x'", "a text stands in double quotes"),
        ("a < b < c", "comparisons do not chain"),
        ("a = b = c", "comparisons do not chain"),
        ("=a", "only one `=` introduces an expression"),
        ("1 +", "expected a value but found the end"),
        ("(1", "expected `)` but found the end"),
        ("[1, 2", "expected `]` but found the end"),
        ("[1,, 2]", "expected a value but found `,`"),
        ("if a then 1", "expected `else` but found the end"),
        ("a between 1 or 2", "expected `and` but found `or`"),
        ("a.1", "expected a name after `.`"),
        ("a.", "expected a name after `.`"),
        ("1 2", "expected an operator or the end but found `2`"),
        ("a \"b\"", "expected an operator or the end but found"),
        ("a in (1..5", "expected `]` or `)` after the end of the range but found the end"),
        ("a in (1, 2..5]", "expected `)`"),
        ("\"open", "the text is not closed"),
        ("/* open", "the comment is not closed"),
        ("`a", "the name is not closed"),
        ("``", "the name in backticks is empty"),
        ("a # b", "expected an operator or the end but found `#`"),
        ("1.23456789012345678901234567890123", "has more than 28 digits"),
    ]);
    let error = compile(Lang::Feel, "größe + # 1").unwrap_err();
    assert_eq!(error.offset, "größe + ".len());
}
