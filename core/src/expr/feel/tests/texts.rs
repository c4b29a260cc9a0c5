use super::check;

#[test]
fn counts_characters() {
    check(&[
        (r#"string length("🐎😀")"#, "2"),
        (r#"string length("\u0009\U01F40E")"#, "2"),
        (r#"substring("foobar", 3)"#, r#""obar""#),
        (r#"substring("foobar", 3, 3)"#, r#""oba""#),
        (r#"substring("foobar", -2, 1)"#, r#""a""#),
        (r#"substring("a🐎b", 2, 1)"#, r#""🐎""#),
        (r#"substring("foobar", 0)"#, "null"),
        (r#"substring("foobar", 7)"#, r#""""#),
        (r#"substring("foobar", -7)"#, r#""foobar""#),
        (r#"substring("foobar", 5, 9)"#, r#""ar""#),
        (r#"substring("foobar", 1, 0)"#, r#""""#),
        (r#"substring("foobar", 1, -1)"#, "null"),
        (r#"upper case("aBc4ß")"#, r#""ABC4SS""#),
        (r#"lower case("aBc4Ü")"#, r#""abc4ü""#),
        (r#"substring before("foobar", "bar")"#, r#""foo""#),
        (r#"substring before("foobar", "xyz")"#, r#""""#),
        (r#"substring after("foobar", "ob")"#, r#""ar""#),
        (r#"substring after("", "a")"#, r#""""#),
        (r#"contains("foobar", "of")"#, "false"),
        (r#"starts with("foobar", "fo")"#, "true"),
        (r#"ends with("foobar", "r")"#, "true"),
        (r#"contains("foobar", null)"#, "null"),
        (r#"trim("  a b ")"#, r#""a b""#),
        (r#"is blank("  ")"#, "true"),
        (r#"split("aß", "")"#, r#"["a", "ß", ""]"#),
    ]);
}

#[test]
fn joins_and_prints() {
    check(&[
        (r#"string join(["a", "b", "c"])"#, r#""abc""#),
        (r#"string join(["a", null, "c"], ", ")"#, r#""a, c""#),
        (r#"string join(["a", "b"], ", ", "[", "]")"#, r#""[a, b]""#),
        (r#"string join([], "x")"#, r#""""#),
        (r#"string join([1], "x")"#, "null"),
        ("string(1.50)", r#""1.5""#),
        (r#"string("a")"#, r#""a""#),
        (r#"string([1, "a", {b: [true, null]}])"#, r#""[1, \"a\", {b: [true, null]}]""#),
        ("string([1..5))", r#""[1..5)""#),
        ("string(null)", "null"),
        (r#"number("1 000,5", " ", ",")"#, "1000.5"),
        (r#"number("1,000.5", ",", ".")"#, "1000.5"),
        (r#"number("1.5")"#, "1.5"),
        (r#"number("1,000", ",", ",")"#, "null"),
        (r#"number("x")"#, "null"),
    ]);
}

#[test]
fn matches_patterns() {
    check(&[
        (r#"matches("foobar", "^fo*b")"#, "true"),
        (r#"matches("foobar", "^b")"#, "false"),
        (r#"matches("FOO", "foo", "i")"#, "true"),
        (r#"replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")"#, r#""[1=ab][2=]cd""#),
        (r#"replace("0123456789", "(\d{3})(\d{3})(\d{4})", "($1) $2-$3")"#, r#""(012) 345-6789""#),
        (r#"replace("a.b", ".", "$0$0", "q")"#, r#""a$0$0b""#),
        (r#"replace("abc", "", "-")"#, r#""-a-b-c-""#),
        (r#"replace("abc", "b", "\$")"#, r#""a$c""#),
        (r#"replace("abc", "(", "-")"#, "null"),
        (r#"split("John Doe", "\s")"#, r#"["John", "Doe"]"#),
        (r#"split("a;b;;", ";")"#, r#"["a", "b", "", ""]"#),
        (r#"extract("references are 1234, 1256", "12[0-9]*")"#, r#"["1234", "1256"]"#),
    ]);
}
