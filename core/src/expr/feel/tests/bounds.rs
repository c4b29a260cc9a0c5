//! Nothing that a text says overflows the stack, hangs or takes endless memory.

use super::super::{Expression, Names, UnaryTests, Val};

/// What the smallest host gives a thread.
const STACK: usize = 512 << 10;

fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(test).unwrap().join().unwrap();
}

fn scope() -> Names {
    Names::from([
        ("a", Val::from(1)),
        ("l", Val::list(vec![Val::from(1), Val::from(2)])),
        ("t", Val::from("text")),
    ])
}

/// The value, or the message of what went wrong.
fn run(source: &str) -> Result<Val, String> {
    let expression = Expression::compile(source, &[]).map_err(|error| error.message)?;
    let evaluated = expression.evaluate(&scope()).map_err(|error| error.to_string())?;
    match evaluated.value {
        Val::Null => Err(evaluated.reason.unwrap_or_default()),
        value => Ok(value),
    }
}

#[test]
fn whatever_nests_is_bounded() {
    on_small_stack(|| {
        for (open, core, close) in [
            ("(", "1", ")"),
            ("[", "1", "]"),
            ("{a: ", "1", "}"),
            ("-", "a", ""),
            ("not(", "a", ")"),
            ("l[", "1", "]"),
            ("l[item = ", "1", "]"),
            ("abs(", "1", ")"),
            ("abs(n: ", "1", ")"),
            ("if a = 1 then ", "1", " else 1"),
            ("if ", "a", " then 1 else 1"),
            ("1 in (", "1", ")"),
            ("1 in (< ", "1", ")"),
            ("1 in (1, ", "1", ")"),
            ("1 in [", "1", "..2]"),
            ("[1..", "1", "]"),
            ("]1..", "1", "["),
            ("(< ", "1", ")"),
            ("[< ", "1", "]"),
            ("1 in ", "(1)", ""),
            ("for x in ", "l", " return x"),
            ("for x in l return ", "x", ""),
            ("some x in l satisfies ", "true", ""),
            ("function(x) ", "x", ""),
            ("(function(x) ", "x", ")(1)"),
            ("a instance of list<", "number", ">"),
            ("a instance of function<", "number", ">->number"),
            ("a between ", "1", " and 2"),
            ("(1 + 2 * 3 ** -a.b[", "1", "])"),
            ("a = (a and a or a in (", "1", "))"),
        ] {
            for levels in [20, 60, 64, 2000] {
                let source = format!("{}{core}{}", open.repeat(levels), close.repeat(levels));
                let outcome = run(&source);
                if levels == 2000 && !outcome.is_ok_and(|value| value.as_bool().is_some()) {
                    let error = Expression::compile(&source, &[]).map(|_| ()).err();
                    assert!(error.is_none_or(|e| e.message.contains("64 levels") || e.offset < 40), "{open}");
                }
            }
        }
    });
}

#[test]
fn what_does_not_nest_may_be_long() {
    on_small_stack(|| {
        for (first, more) in [
            ("1", " + 1"),
            ("true", " and true"),
            ("l", "[true]"),
            ("if false then 1 else 2", ""),
            ("a", " instance of number"),
        ] {
            let source = format!("{first}{}", more.repeat(2_000));
            assert!(run(&source).is_ok(), "{more}: {:?}", run(&source));
        }
        let branches = "if false then 1 else ".repeat(2_000) + "2";
        assert_eq!(run(&branches).unwrap().to_string(), "2");
        let iterators = "x in l, ".repeat(2_000);
        assert!(run(&format!("for {iterators} y in l return y")).is_err());
    });
}

#[test]
fn functions_may_call_themselves_but_not_for_ever() {
    on_small_stack(|| {
        let factorial = "{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(20)}.r";
        assert_eq!(run(factorial).unwrap().to_string(), "2432902008176640000");
        for source in [
            "{f: function(n) f(n), r: f(1)}.r",
            "{f: function(n) 1 + f(n), r: f(1)}.r",
            "{f: function(n) [f(n)], r: f(1)}.r[1]",
            "{f: function(n) for x in [1] return if some y in [1] satisfies f(n) then 1 else 2, r: f(1)}.r",
            "{f: function(n) sort([1, 2], function(a, b) f(a)), r: f(1)}.r",
            "{f: function(g) g(g), r: f(f)}.r",
            "(function(g) g(g))(function(g) g(g))",
        ] {
            if let Err(reason) = run(source) {
                assert!(
                    reason.contains("too deep") || reason.contains("too much work"),
                    "{source}: {reason}"
                );
            }
        }
        let twice = "{f: function(n) f(n + 1) + f(n + 1), r: f(1)}.r";
        assert!(run(twice).unwrap_err().contains("too"));
    });
}

#[test]
fn values_nest_within_bounds() {
    on_small_stack(|| {
        for source in [
            "for i in 1..100000 return [partial[-1]]",
            "for i in 1..100000 return {a: partial[-1]}",
            "for i in 1..100000 return function() partial",
            "{f: function(x, n) if n = 0 then x else f([x], n - 1), r: f(1, 100)}.r",
            "for i in 1..200 return context put({}, \"a\", partial[-1])",
        ] {
            let _ = run(source);
        }
        assert!(run("for i in 1..1000 return [partial[-1]]").is_err());
        let deep = "{f: function(x, n) if n = 0 then x else f([x], n - 1), r: f(1, 90)}.r";
        assert!(run(&format!("[[[{deep}]]]")).is_ok());
    });
}

#[test]
fn work_is_bounded() {
    on_small_stack(|| {
        for source in [
            "for i in 1..1000000000 return i",
            "for i in 1000000000..1 return i",
            "some i in 1..1000000000 satisfies i < 0",
            "every i in 1..1e15, j in 1..1e15 satisfies true",
            "count(for i in 1..100000 return count(for j in 1..100000 return j))",
            "for i in 1..5000 return index of(for j in 1..5000 return j, i)",
            "distinct values(for i in 1..50000 return i)",
            "{c: context(for i in 1..100000 return {key: string(i), value: i}), r: every i in 1..10000000 satisfies c.x = null}.r",
            "matches(string join(for i in 1..50 return \"a\"), \"(a*)*b\")",
            "matches(string join(for i in 1..2000 return \"a\"), \"(a|aa)+$\") and \
             matches(string join(for i in 1..60 return \"a\") + \"c\", \"(a|aa)+$\")",
        ] {
            assert_eq!(run(source).unwrap_err(), super::super::Exhausted.to_string(), "{source}");
        }
        for source in [
            "for i in 1..40 return partial",
            "{s: \"xxxxxxxxxxxxxxxx\", r: for i in 1..40 return if i = 1 then s else partial[-1] + partial[-1]}",
            "for i in 1..60 return string(partial)",
            "for i in 1..60 return [partial, partial]",
            "flatten(for i in 1..60 return [partial, partial])",
            "for i in 1..60 return concatenate(partial, partial)",
            "for i in 1..30 return if i = 1 then \"a\" else replace(partial[-1], \"a\", \"aaaaaaaaaa\")",
        ] {
            let _ = run(source);
        }
        let many = format!("matches(\"a\", \"{}a{}\")", "(".repeat(60), "){1000}".repeat(60));
        assert!(run(&many).unwrap_err().contains("too large"));
    });
}

#[test]
fn many_names_are_found_within_bounds() {
    let many: String = (0..4000).map(|n| format!("n{n}: 1, ")).collect();
    assert!(
        run(&format!("{{{many} r: for i in 1..10000000 return missing}}.r"))
            .unwrap_err()
            .contains("too much")
    );
    let found = run(&format!("{{{many} r: n3999 + n0 }}")).unwrap();
    assert_eq!(
        found.as_context().and_then(|c| c.get("r")).and_then(|r| r.as_number()),
        Val::from(2).as_number()
    );
    assert!(run(&format!("{{{many} n17: 1}}")).is_err());
}

#[test]
fn unary_tests_are_bounded_too() {
    on_small_stack(|| {
        for source in ["not(".repeat(2000), "(".repeat(2000), "< ".repeat(2000), "1, ".repeat(20_000) + "1"] {
            if let Ok(tests) = UnaryTests::compile(&source, &[]) {
                assert!(tests.evaluate(&Val::from(1), &scope()).is_ok());
            }
        }
        assert!(Expression::compile(&"x".repeat(super::super::MAX_SOURCE + 1), &[]).is_err());
    });
}

#[test]
fn printing_is_bounded() {
    let bomb = (0..60).fold(Val::Null, |inner, _| Val::list(vec![inner.clone(), inner]));
    assert!(bomb.to_string().ends_with('…'));
    assert!(bomb.to_json().is_err());
    assert!(bomb.equal(&bomb.clone()).is_err());
    assert!(size_of::<Val>() <= 32, "{}", size_of::<Val>());
}
