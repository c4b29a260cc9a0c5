use super::Regex;
use crate::expr::feel::Names;
use crate::expr::feel::run::Run;

/// Where the pattern is found first.
fn find(pattern: &str, flags: &str, text: &str) -> Option<String> {
    let regex = Regex::new(pattern, flags).unwrap_or_else(|e| panic!("`{pattern}`: {e}"));
    let found = regex.find(text, 0, &Run::new(&Names::default())).unwrap();
    found.map(|found| found.group(0, text).to_owned())
}

#[test]
fn finds_the_first_way_that_matches() {
    for (pattern, flags, text, expected) in [
        ("b+", "", "abbbc", Some("bbb")),
        ("b+?", "", "abbbc", Some("b")),
        ("a|ab", "", "ab", Some("a")),
        ("(a|ab)(c|bcd)", "", "abcd", Some("abcd")),
        ("x*", "", "aaa", Some("")),
        ("a{2}", "", "aaa", Some("aa")),
        ("a{2,}", "", "aaaa", Some("aaaa")),
        ("a{1,2}?", "", "aaaa", Some("a")),
        ("(ab){2,3}", "", "abababab", Some("ababab")),
        ("(a*)*", "", "aab", Some("aa")),
        ("(a*)+$", "", "aab", Some("")),
        ("(a|b*)*c", "", "abbac", Some("abbac")),
        ("^b", "", "a\nb", None),
        ("^b$", "m", "a\nb\nc", Some("b")),
        (".", "", "\n", None),
        (".", "s", "\n", Some("\n")),
        ("[a-c-[b]]+", "", "abc", Some("a")),
        ("[^a-c]", "", "abcd", Some("d")),
        ("[-a]+", "", "a-b", Some("a-")),
        ("[0-9-.]+", "", "1-2.3", Some("1-2.3")),
        (r"[\]\\]+", "", r"a]\b", Some(r"]\")),
        (r"\d+\.\d\D", "", "a12.3b", Some("12.3b")),
        (r"\w+\s\S", "", "ab_1 c", Some("ab_1 c")),
        (r"\p{Lu}\p{Ll}+", "", "aBcd", Some("Bcd")),
        (r"\P{L}+", "", "ab12", Some("12")),
        (r"\i\c*", "", "1a-b.c", Some("a-b.c")),
        (r"(a)(b)\2\1", "", "abba", Some("abba")),
        (r"(a)\1", "i", "xaA", Some("aA")),
        ("STRASSE", "i", "Strasse", Some("Strasse")),
        ("a b", "x", "ab", Some("ab")),
        ("a[ ]b", "x", "a b", Some("a b")),
        ("a.c", "q", "abca.c", Some("a.c")),
        ("ü|😀", "", "a😀", Some("😀")),
        ("(?:a(?:b|c))+", "", "abacad", Some("abac")),
        ("()", "", "", Some("")),
        ("a||b", "", "b", Some("")),
    ] {
        assert_eq!(find(pattern, flags, text).as_deref(), expected, "`{pattern}` in `{text}`");
    }
}

#[test]
fn refuses_what_is_no_pattern() {
    for pattern in [
        "(", ")", "a)", "[", "[]", "[a", "a**", "*", "+a", "{2}", "a{", "a{2,1}", "a{x}", "]", "}", r"\",
        r"\q", r"\1", r"(a\1)", r"[\1]", r"\p{Xx}", r"\p", "[b-a]", "(?=a)", "(?<n>a)", "[a[b]]",
    ] {
        assert!(Regex::new(pattern, "").is_err(), "`{pattern}`");
    }
    assert!(Regex::new("a", "g").is_err());
    assert!(Regex::new("(((a{1000}){1000}){1000}){1000}", "").is_err());
    assert!(Regex::new(&"(".repeat(100_000), "").is_err());
}
