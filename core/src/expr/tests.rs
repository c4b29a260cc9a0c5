//! What holds for both languages: language by prefix, bounds, and that no text is a panic.

use proptest::prelude::*;

use super::feel::MAX_SOURCE;
use super::*;

fn vars() -> Vars {
    let json = r#"{"a": 1, "b": "2", "t": true, "n": null, "l": [1, 2, 3], "m": {"x": {"y": "z"}}}"#;
    serde_json::from_str(json).unwrap()
}

fn eval(lang: Lang, source: &str, vars: &Vars) -> Result<Value, String> {
    compile(lang, source).map_err(|e| e.to_string())?.eval(vars).map_err(|e| e.to_string())
}

#[test]
fn tells_the_language_by_the_beginning() {
    for (text, expected) in [
        ("= a > 1", (Lang::Feel, " a > 1")),
        ("\n  =a", (Lang::Feel, "a")),
        ("= \"${a}\"", (Lang::Feel, " \"${a}\"")),
        ("${a}", (Lang::Juel, "${a}")),
        (" \n#{a} \n", (Lang::Juel, " \n#{a} \n")),
        ("Hello ${a}", (Lang::Juel, "Hello ${a}")),
        (" a > 1", (Lang::Feel, " a > 1")),
        ("", (Lang::Feel, "")),
    ] {
        assert_eq!(detect(text), expected, "{text}");
    }
}

#[test]
fn keeps_its_source_and_its_language() {
    let feel = compile(Lang::Feel, " -5 ").unwrap();
    assert_eq!((&**feel.source(), feel.lang()), (" -5 ", Some(Lang::Feel)));
    let juel = compile(Lang::Juel, "${'x'}").unwrap();
    assert_eq!((&**juel.source(), juel.lang()), ("${'x'}", Some(Lang::Juel)));
}

#[test]
fn bounds_the_source() {
    let fits = format!("\"{}\"", "x".repeat(MAX_SOURCE - 2));
    assert!(compile(Lang::Feel, &fits).is_ok());
    for lang in [Lang::Feel, Lang::Juel] {
        let message = compile(lang, &"x".repeat(MAX_SOURCE + 1)).unwrap_err().message;
        assert!(message.contains("longer than 65536 bytes"), "{message}");
    }
}

#[test]
fn bounds_nesting() {
    let deep = 20_000;
    for (open, core, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("-", "a", ""),
        ("not(", "a", ")"),
        ("a[", "1", "]"),
        ("if a then ", "1", " else 1"),
        ("if ", "a", " then 1 else 1"),
        ("1 in (", "1", ")"),
        ("1 in [", "1", "..2]"),
        ("1 in ]", "1", "..2]"),
        ("(1 + 2 * 3 ** -a.b[", "1", "])"),
    ] {
        let nest = |levels: usize| format!("{}{core}{}", open.repeat(levels), close.repeat(levels));
        let message =
            compile(Lang::Feel, &nest(deep.min(MAX_SOURCE / (open.len() + close.len()) - 1))).unwrap_err();
        assert!(message.message.contains("64 levels"), "{open}: {message}");
        let expr = compile(Lang::Feel, &nest(20)).unwrap_or_else(|e| panic!("{open}: {e}"));
        let _ = expr.eval(&vars());
    }
    for (open, core, close) in [
        ("(", "1", ")"),
        ("-", "a", ""),
        ("!", "a", ""),
        ("not ", "a", ""),
        ("empty ", "a", ""),
        ("l[", "1", "]"),
        ("t ? ", "1", " : 1"),
        ("t ? 1 : ", "1", ""),
    ] {
        let nest = |levels: usize| format!("${{{}{core}{}}}", open.repeat(levels), close.repeat(levels));
        let message =
            compile(Lang::Juel, &nest(deep.min(MAX_SOURCE / (open.len() + close.len()) - 3))).unwrap_err();
        assert!(message.message.contains("64 levels"), "{open}: {message}");
        assert!(compile(Lang::Juel, &nest(60)).is_ok(), "{open}");
    }
}

#[test]
fn long_chains_do_not_nest() {
    let chain = |operator: &str, operand: &str| vec![operand; 10_000].join(operator);
    for (operator, operand, expected) in [
        ("+", "a", Value::from(10_000)),
        ("-", "a", Value::from(-9_998)),
        ("*", "a", Value::from(1)),
        ("**", "a", Value::from(1)),
        (" or ", "n", Value::Null),
        (" and ", "t", Value::from(true)),
    ] {
        assert_eq!(eval(Lang::Feel, &chain(operator, operand), &vars()), Ok(expected), "{operator}");
    }
    for (operator, operand, expected) in [
        ("+", "a", Value::from(10_000)),
        ("/", "a", Value::from(1)),
        ("||", "n", Value::from(false)),
        (" and ", "t", Value::from(true)),
        ("==", "t", Value::from(true)),
        ("<=", "t", Value::from(true)),
    ] {
        let source = format!("${{{}}}", chain(operator, operand));
        assert_eq!(eval(Lang::Juel, &source, &vars()), Ok(expected), "{operator}");
    }
    let path = format!("m{}", ".x".repeat(10_000));
    assert_eq!(eval(Lang::Feel, &path, &vars()), Ok(Value::Null));
    assert_eq!(eval(Lang::Feel, &format!("a{}", "[1]".repeat(10_000)), &vars()), Ok(Value::from(1)));
}

#[test]
fn bounds_results() {
    let big = Vars::from([
        ("s".into(), Value::from("x".repeat(1000))),
        ("l".into(), (0..50_000).map(|_| Value::Null).collect()),
        ("d".into(), (0..64).fold(Value::Null, |inner, _| Value::from(vec![inner]))),
    ]);
    let sums = vec!["s"; 1_048].join("+");
    assert!(eval(Lang::Feel, &sums, &big).is_ok());
    assert_eq!(eval(Lang::Feel, &format!("{sums}+s"), &big), Ok(Value::Null));
    assert!(eval(Lang::Juel, &"${s}".repeat(1_049), &big).unwrap_err().contains("longer than 1048576"));
    assert!(eval(Lang::Feel, "[l, l, l]", &big).unwrap_err().contains("100000 values"));
    assert!(eval(Lang::Feel, "[d]", &big).unwrap_err().contains("64 levels"));
    let work = vec!["l = l"; 6_000].join(" and ");
    assert!(eval(Lang::Feel, &work, &big).unwrap_err().contains("too much work"));
    let work = format!("${{{}}}", vec!["l == l"; 6_000].join(" && "));
    assert!(eval(Lang::Juel, &work, &big).unwrap_err().contains("too much work"));
}

#[test]
fn delivers_what_json_carries() {
    let third = eval(Lang::Feel, "1 / 3", &vars()).unwrap();
    assert_eq!(serde_json::to_string(&third).unwrap(), "0.3333333333333333");
    assert_eq!(eval(Lang::Feel, "1 / 3 * 3 > 0.99999999999999999", &vars()), Ok(true.into()));
    assert_eq!(eval(Lang::Juel, "${1 / 3}", &vars()), Ok(third.clone()));
    assert_eq!(eval(Lang::Feel, "[1 / 3]", &vars()), Ok(Value::from(vec![third])));
    for (lang, source) in
        [(Lang::Feel, "2 ** 60"), (Lang::Feel, "[2 ** 60]"), (Lang::Juel, "${9007199254740991 + 1}")]
    {
        assert!(eval(lang, source, &vars()).unwrap_err().contains("JSON"), "{source}");
    }
}

/// Pieces that make texts which get far into the parsers.
fn fragments() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "b",
        "l",
        "m",
        ".x",
        ".",
        "[",
        "]",
        "(",
        ")",
        "${",
        "#{",
        "}",
        "1",
        "0.5",
        "-1",
        "\"s\"",
        "'s'",
        "\\",
        "+",
        "-",
        "*",
        "/",
        "**",
        "%",
        "=",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        "!",
        "&&",
        "||",
        "?",
        ":",
        ",",
        "..",
        " ",
        " and ",
        " or ",
        " not ",
        "not(",
        " in ",
        " between ",
        "if ",
        " then ",
        " else ",
        "empty ",
        " div ",
        " mod ",
        "null",
        "true",
        "//",
        "/*",
        "*/",
        "`",
        "ü",
        "😀",
        "\u{0}",
        "1e9",
        "e",
        "\"",
        "'",
        "{",
        "@",
        " eq ",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_panics(text in prop_oneof![fragments(), ".{0,40}"]) {
        for (lang, source) in
            [(Lang::Feel, text.clone()), (Lang::Juel, text.clone()), (Lang::Juel, format!("${{{text}}}"))]
        {
            match compile(lang, &source) {
                Ok(expr) => {
                    let first = expr.eval(&vars());
                    prop_assert_eq!(&first, &expr.eval(&vars()));
                    if let Ok(value) = first {
                        prop_assert!(serde_json::to_string(&value).is_ok());
                    }
                }
                Err(error) => {
                    prop_assert!(error.offset <= source.len());
                    prop_assert!(source.is_char_boundary(error.offset));
                    prop_assert!(!error.message.is_empty());
                }
            }
        }
    }
}
