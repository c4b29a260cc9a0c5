use super::super::{Lang, Purpose, Statement, compile, feel};
use crate::value::{Value, Vars};

fn vars() -> Vars {
    let json = r#"{
        "amount": 150, "rate": 0.1, "status": "open", "flag": true, "no": false, "nothing": null, "i": 1,
        "five": "5", "blank": "", "yes": "TRUE", "größe": 5, "$x_1": 6, "list": [10, 20, 30], "none": [],
        "order": {"id": "o1", "lines": [{"sku": "A"}], "empty": 8, "a key": 9, "7": "seven"}, "bare": {}
    }"#;
    serde_json::from_str(json).unwrap()
}

/// Each row is a text and the JSON of its value.
fn check(rows: &[(&str, &str)]) {
    let vars = vars();
    for (source, expected) in rows {
        let expected: Value = serde_json::from_str(expected).unwrap();
        let expr = compile(Lang::Juel, source).unwrap_or_else(|e| panic!("`{source}`: {e}"));
        assert_eq!(expr.eval(&vars), Ok(expected), "`{source}`");
    }
}

/// Each row is the inside of `${…}` and the JSON of its value.
fn check_inside(rows: &[(&str, &str)]) {
    for (source, expected) in rows {
        check(&[(&format!("${{{source}}}"), expected)]);
    }
}

/// Each row is the inside of `${…}` and a part of the message that refuses to compile it.
fn refuse(rows: &[(&str, &str)]) {
    for (source, said) in rows {
        let Err(error) = compile(Lang::Juel, &format!("${{{source}}}")) else {
            panic!("`{source}` is refused")
        };
        assert!(error.message.contains(said), "`{source}`: {error}");
    }
}

/// Each row is the inside of `${…}` and a part of the message that its evaluation ends with.
fn fail(rows: &[(&str, &str)]) {
    let vars = vars();
    for (source, said) in rows {
        let expr =
            compile(Lang::Juel, &format!("${{{source}}}")).unwrap_or_else(|e| panic!("`{source}`: {e}"));
        let error = expr.eval(&vars).unwrap_err();
        assert!(error.message.contains(said), "`{source}`: {error}");
    }
}

#[test]
fn texts_with_expressions() {
    check(&[
        ("", r#""""#),
        ("plain", r#""plain""#),
        ("${amount}", "150"),
        ("#{amount}", "150"),
        ("\n ${amount} \n", "150"),
        ("${ amount }", "150"),
        ("Hello ${status}", r#""Hello open""#),
        ("Hello ${status}!", r#""Hello open!""#),
        ("${status}${amount}", r#""open150""#),
        ("#{status} ${flag}", r#""open true""#),
        ("${rate}%", r#""0.1%""#),
        ("<${nothing}>", r#""<>""#),
        ("costs \\${amount}", r#""costs ${amount}""#),
        ("\\#{a} ${i}", r##""#{a} 1""##),
        ("C:\\dir $5 #1 {x} $ ${i}", r##""C:\\dir $5 #1 {x} $ 1""##),
        ("$${i}", r#""$1""#),
        ("${'}'}", r#""}""#),
        ("${'${'}", r#""${""#),
        ("ü${i}ü", r#""ü1ü""#),
    ]);
}

#[test]
fn literals_and_paths() {
    check_inside(&[
        ("null", "null"),
        ("true", "true"),
        ("1.5", "1.5"),
        (".5", "0.5"),
        ("2e3", "2000"),
        ("'single'", r#""single""#),
        (r#""double""#, r#""double""#),
        (r#"'a\'b\\c\"d'"#, r#""a'b\\c\"d""#),
        ("größe", "5"),
        ("$x_1", "6"),
        ("order.id", r#""o1""#),
        ("order['id']", r#""o1""#),
        ("order[\"a key\"]", "9"),
        ("order.empty", "8"),
        ("order.lines[0].sku", r#""A""#),
        ("order.lines[0]['sku']", r#""A""#),
        ("order[7]", r#""seven""#),
        ("order.missing", "null"),
        ("order.missing.deeper", "null"),
        ("nothing.deeper", "null"),
        ("order[nothing]", "null"),
        ("list[0]", "10"),
        ("list[i]", "20"),
        ("list['2']", "30"),
        ("list[1.5]", "20"),
        ("status[nothing]", "null"),
        ("list[3]", "null"),
        ("list[-1]", "30"),
        ("list[-4]", "null"),
        ("list[i + 1]", "30"),
        ("(order).id", r#""o1""#),
    ]);
}

#[test]
fn logic() {
    check_inside(&[
        ("flag && no", "false"),
        ("flag and no", "false"),
        ("flag || no", "true"),
        ("no or flag", "true"),
        ("!flag", "false"),
        ("not flag", "false"),
        ("!!flag", "true"),
        ("!nothing", "true"),
        ("!blank", "true"),
        ("yes && 'true'", "true"),
        ("status && flag", "false"),
        ("!status", "true"),
        ("'1' ? 'y' : 'n'", r#""n""#),
        ("status == false", "true"),
        ("no || 'False'", "false"),
        ("no && unknown", "false"),
        ("flag || unknown", "true"),
        ("flag || no && no", "true"),
        ("empty nothing", "true"),
        ("empty blank", "true"),
        ("empty none", "true"),
        ("empty bare", "true"),
        ("empty list", "false"),
        ("empty status", "false"),
        ("empty 0", "false"),
        ("!empty list", "true"),
        ("not empty list && flag", "true"),
        ("empty order.missing", "true"),
        ("flag ? 1 : 2", "1"),
        ("no ? 1 : flag ? 2 : 3", "2"),
        ("flag ? no ? 1 : 2 : 3", "2"),
        ("nothing ? 1 : 2", "2"),
        ("amount > 100 ? 'big' : 'small'", r#""big""#),
    ]);
    fail(&[
        ("amount ? 1 : 2", "expected a boolean but found a number"),
        ("!list", "expected a boolean but found a list"),
    ]);
}

#[test]
fn comparison() {
    check_inside(&[
        ("amount == 150", "true"),
        ("amount eq 150.0", "true"),
        ("amount != 150", "false"),
        ("amount ne 151", "true"),
        ("amount > 100 && status == 'open'", "true"),
        ("amount lt 100", "false"),
        ("amount gt 100", "true"),
        ("amount le 150", "true"),
        ("amount ge 151", "false"),
        ("five == 5", "true"),
        ("5 == five", "true"),
        ("five < 10", "true"),
        ("five < '10'", "false"),
        ("'a' < 'b'", "true"),
        ("'B' < 'a'", "true"),
        ("blank == 0", "true"),
        ("nothing == null", "true"),
        ("nothing != null", "false"),
        ("status == null", "false"),
        ("null == 0", "false"),
        ("nothing < 5", "false"),
        ("5 >= nothing", "false"),
        ("null <= null", "true"),
        ("null < null", "false"),
        ("flag == 'true'", "true"),
        ("yes == true", "true"),
        ("flag == true", "true"),
        ("no < flag", "true"),
        ("list == list", "true"),
        ("list == none", "false"),
        ("list == status", "false"),
        ("amount > 100 == true", "true"),
        ("1 < 2 == 3 > 2", "true"),
    ]);
    fail(&[
        ("status == 5", "the text `open` is not a number"),
        ("status > 5", "the text `open` is not a number"),
        ("flag == 1", "expected a number but found a boolean"),
        ("list < list", "a list and a list have no order"),
        ("list < 'a'", "expected a text but found a list"),
    ]);
}

#[test]
fn arithmetic() {
    check_inside(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("7 / 2", "3.5"),
        ("7 div 2", "3.5"),
        ("7 % 4", "3"),
        ("-7 mod 4", "-3"),
        ("-amount", "-150"),
        ("- -3", "3"),
        ("five + 1", "6"),
        ("'1.5' * 2", "3"),
        ("-five", "-5"),
        ("nothing + 1", "1"),
        ("nothing + nothing", "0"),
        ("nothing / nothing", "0"),
        ("nothing mod nothing", "0"),
        ("blank + 1", "1"),
        ("0.1 + 0.2", "0.3"),
        ("amount * rate", "15"),
        ("i-1", "0"),
        ("status + 1", r#""open1""#),
        ("'a' + 'b' + nothing", r#""ab""#),
        ("'1' + '2'", "3"),
        ("status += five += flag", r#""open5true""#),
        ("'a' += 1 + 2 == 'a3'", "true"),
    ]);
    fail(&[
        ("1 / 0", "`1` is divided by zero"),
        ("1 % 0", "divided by zero"),
        ("status - 1", "the text `open` is not a number"),
        ("flag + 1", "expected a number but found a boolean"),
        ("-list", "expected a number but found a list"),
        ("9e27 * 100", "grows beyond 28 digits"),
    ]);
}

#[test]
fn fails_on_what_is_not_there() {
    fail(&[
        ("unknown", "variable `unknown` is not set"),
        ("unknown.x", "variable `unknown` is not set"),
        ("empty unknown", "variable `unknown` is not set"),
        ("status.length", "`length` is asked of a text"),
        ("amount[0]", "`0` is asked of a number"),
        ("list['x']", "the text `x` is not a number"),
        ("list[1e20]", "the index is too large"),
        ("order[list]", "expected a text but found a list"),
    ]);
    let error = compile(Lang::Juel, "all: ${list}").unwrap().eval(&vars()).unwrap_err();
    assert!(error.message.contains("expected a text but found a list"), "{error}");
}

#[test]
fn calls() {
    check_inside(&[
        ("status.equals('open')", "true"),
        ("!status.equals(\"closed\")", "true"),
        ("order.id.equals('o1') && flag", "true"),
        ("order.lines[0].sku.equals('B')", "false"),
        ("order.lines.size()", "1"),
        ("list.size() != 3", "false"),
        ("order.size() > 2", "true"),
        ("status.size()", "4"),
        ("none.isEmpty()", "true"),
        ("!list.isEmpty()", "true"),
        ("execution.getVariable('amount') > 100", "true"),
        ("execution.getVariable('unknown') == null", "true"),
        ("execution.getVariable('order').id", r#""o1""#),
        ("vars:get(amount)", "150"),
        ("var:get(unknown)", "null"),
        ("variables:exists('status')", "true"),
        ("vars:exists(unknown)", "false"),
        ("vars:isEmpty(unknown)", "true"),
        ("vars:notEmpty(status)", "true"),
        ("vars:getOrDefault(unknown, 123) > 100", "true"),
        ("vars:getOrDefault(amount, 1)", "150"),
        ("vars:equals(status, 'open')", "true"),
        ("vars:eq(unknown, 'open')", "false"),
        ("vars:ne(unknown, 1)", "false"),
        ("vars:ne(amount, nothing)", "true"),
        ("vars:eq(unknown, nothing)", "true"),
        ("vars:eq(five, 5)", "false"),
        ("vars:ne(list, status)", "true"),
        ("vars:lte(unknown, nothing)", "false"),
        ("vars:lt(list, 5)", "false"),
        ("vars:gt(amount, list)", "false"),
        ("var:lowerThan(amount, 200)", "true"),
        ("var:lt(unknown, 200)", "false"),
        ("var:lte(amount, 150)", "true"),
        ("var:gt(amount, 150)", "false"),
        ("var:greaterThanOrEquals(amount, 150) && flag", "true"),
    ]);
    fail(&[("amount.size()", "a number has no size"), ("nothing.size()", "nothing has no size")]);
    let vars: Vars = serde_json::from_str(r#"{"flag": true, "vars": 1, "b": 2}"#).unwrap();
    let chosen = compile(Lang::Juel, "${flag?vars:b}").unwrap().eval(&vars);
    assert_eq!(chosen, Ok(Value::from(crate::value::Number::from(1_i64))));
}

#[test]
fn methods() {
    check_inside(&[
        ("status.length()", "4"),
        ("größe.toString() + 'x'", r#""5x""#),
        ("status.toUpperCase().toLowerCase()", r#""open""#),
        ("' a '.trim()", r#""a""#),
        ("' '.isBlank()", "true"),
        ("status.contains('pe') && !status.contains('x')", "true"),
        ("status.startsWith('op') && status.endsWith('en')", "true"),
        ("five.startsWith(5) && status.endsWith(nothing)", "true"),
        ("status.equals(5) || five.equals(5) || amount.equals(list)", "false"),
        ("amount.equals(150.0) && list.equals(list)", "true"),
        ("status.equalsIgnoreCase('OPEN')", "true"),
        ("status.indexOf('e')", "2"),
        ("status.indexOf('x')", "-1"),
        ("'äbäb'.lastIndexOf('b')", "3"),
        ("'äöü'.substring(1)", r#""öü""#),
        ("'äöü'.substring(1, 2)", r#""ö""#),
        ("'äöü'.substring(3)", r#""""#),
        ("'äöü'.charAt(2)", r#""ü""#),
        ("status.concat('!').concat(1)", r#""open!1""#),
        ("'a-b-c'.replace('-', '+')", r#""a+b+c""#),
        ("'a'.compareTo('c')", "-2"),
        ("'abcd'.compareTo('a')", "3"),
        ("'a'.compareTo('abcd')", "-3"),
        ("'a'.compareTo(nothing)", "1"),
        ("'äöü'.charAt(1.5)", r#""ö""#),
        ("amount.compareTo(150)", "0"),
        ("list.contains(20) && !list.contains(21)", "true"),
        ("list.get(1)", "20"),
        ("list.indexOf(30)", "2"),
        ("order.get('id')", r#""o1""#),
        ("order.get('missing')", "null"),
        ("order.getOrDefault('missing', 3)", "3"),
        ("order.containsKey('id') && !order.containsKey('x')", "true"),
        ("order.containsValue(8)", "true"),
        ("order.lines[0].keySet()", r#"["sku"]"#),
        ("order.lines[0].values()", r#"["A"]"#),
        ("rate.intValue()", "0"),
        ("(0 - 1.5).longValue()", "-1"),
        ("amount.doubleValue()", "150"),
        ("JSON('{\"a\": [1]}').prop('a').elements().size()", "1"),
        ("S(order).prop('id').stringValue()", r#""o1""#),
        ("order.hasProp('id')", "true"),
        ("execution.hasVariable('amount') && !execution.hasVariable('x')", "true"),
        ("execution.getVariable('am' += 'ount')", "150"),
        ("vars:base64('status')", r#""b3Blbg==""#),
        ("vars:base64(unknown)", "null"),
        ("vars:contains(list, 10, 20)", "true"),
        ("vars:contains(list, 10, 21)", "false"),
        ("vars:containsAny(list, 21, 10)", "true"),
        ("vars:containsAny(unknown, 1)", "false"),
        ("vars:contains(status, 'op')", "true"),
        ("vars:contains(status, nothing)", "false"),
        ("'2026-01-31'.plusMonths(1)", r#""2026-02-28T00:00:00Z""#),
        (
            "'2026-01-31T10:00:00Z'.minusDays(31).plusHours(1).plusMinutes(2).plusSeconds(3).toDate()",
            r#""2025-12-31T11:02:03Z""#,
        ),
        ("'2026-01-01'.plusDays(-1)", r#""2025-12-31T00:00:00Z""#),
        ("now()", r#""1970-01-01T00:00:00Z""#),
        ("dateTime().plusWeeks(1)", r#""1970-01-08T00:00:00Z""#),
        ("execution.processBusinessKey", "null"),
        ("execution.getProcessInstanceId()", "null"),
    ]);
    fail(&[
        ("amount.substring(1)", "a number has no method `substring`"),
        ("nothing.trim()", "nothing has no method `trim`"),
        ("nothing.equals('a')", "nothing has no method `equals`"),
        ("nothing.isEmpty()", "nothing has no method `isEmpty`"),
        ("nothing.toString()", "nothing has no method `toString`"),
        ("amount.isEmpty()", "a number has no method `isEmpty`"),
        ("status.contains(nothing)", "expected a text but found nothing"),
        ("status.compareTo(1)", "a text has no method `compareTo`"),
        ("vars:lt(five, 6)", "a text and a number have no order"),
        ("status.indexOf(1)", "expected a text but found a number"),
        ("status.replace('o', nothing)", "expected a text but found nothing"),
        ("vars:contains(status, 1)", "expected a text but found a number"),
        ("status.substring(5)", "`open` is shorter than that"),
        ("status.substring(2, 1)", "`open` is shorter than that"),
        ("status.charAt(4)", "`open` is shorter than that"),
        ("status.substring(-1)", "an index must be a whole number"),
        ("list.get(3)", "the list has no such item"),
        ("order.prop('x')", "there is no member `x`"),
        ("JSON('{')", "`{` is not JSON"),
        ("status.plusDays(1)", "the text `open` is not a date"),
        ("'2026-01-01'.plusDays(0.5)", "a date moves by a whole number"),
        ("'2026-01-01'.plusYears(9999)", "outside the years"),
    ]);
}

#[test]
fn says_what_is_not_supported() {
    refuse(&[
        ("execution.getVariable()", "the call of method `getVariable`"),
        ("order.getVariable('x')", "the call of method `getVariable`"),
        (
            "execution.setVariable('x', 1)",
            "`setVariable` is not supported here: an expression that is asked for a value changes nothing",
        ),
        ("order.isStandard()", "the call of method `isStandard` is not supported: there are no beans"),
        ("execution.getTenantId()", "the call of method `getTenantId`"),
        ("order.getBusinessKey()", "the call of method `getBusinessKey`"),
        ("list.size(1)", "the call of method `size`"),
        ("status.equals()", "the call of method `equals`"),
        ("status.equals(1, 2)", "the call of method `equals`"),
        ("vars:equals(status)", "function `vars:equals` is not supported"),
        ("vars:equals(1 + 1, 2)", "function `vars:equals`"),
        ("vars:contains()", "function `vars:contains`"),
        ("date:format(x)", "a namespace or a `:`"),
        ("foo(1)", "function `foo` is not supported"),
        ("flag ? foo(1) : 2", "function `foo` is not supported"),
        ("fn:length(x)", "a namespace or a `:` without its `?`"),
        ("a instanceof b", "`instanceof` is not supported"),
        ("a -> b", "`->` is not supported"),
        ("[1, 2]", "a list or map literal"),
        ("{'a': 1}", "a list or map literal"),
        ("list[0](1)", "a call is not supported"),
    ]);
}

#[test]
fn sets_variables() {
    let set = |source: &str, purpose| {
        let statement = Statement::compile(source, purpose)?;
        let target = statement.target.map(|target| (target.name.to_string(), target.local));
        Some((target, statement.value.eval(&Vars::new()).unwrap_or_default()))
    };
    let x = |local, value: i32| Some((Some(("x".to_owned(), local)), Value::from(value)));
    for (source, expected) in [
        ("${execution.setVariable('x', 1)}", x(false, 1)),
        (" #{ execution . setVariable ( \"x\" , 1 + 1 ) } ", x(false, 2)),
        ("${execution.setVariableLocal('x', true ? 3 : 4)}", x(true, 3)),
        ("${1 + 1}", Some((None, 2.into()))),
        ("a ${'b'}", Some((None, "a b".into()))),
    ] {
        assert_eq!(set(source, Purpose::Execution), expected, "{source}");
        assert_eq!(set(&source.replace("execution", "task"), Purpose::Task), expected, "{source}");
    }
    for source in [
        "text",
        "${execution.setVariable(x, 1)}",
        "${execution.setVariable('', 1)}",
        "${execution.setVariable('x')}",
        "${execution.setVariable('x', 1, true)}",
        "${execution.setVariable('x', 1)",
        "${execution.setVariable('x', 1)}.",
        "${execution.setVariable('x', 1) + 1}",
        "${execution.setVariable('x', execution)}",
        "${execution.setVariable('x', execution.id)}",
        "${execution.setVariable('x', execution['id'])}",
        "${execution.setVariable('x', bean.call())}",
        "${task.setVariable('x', 1)}",
        "${order.setVariable('x', 1)}",
        "${execution.removeVariable('x')}",
        "${execution.}",
        "${execution",
        "${",
    ] {
        assert!(Statement::compile(source, Purpose::Execution).is_none(), "{source}");
    }
    assert!(Statement::compile("${task.assignee}", Purpose::Task).is_none());
    let long = format!("${{execution.setVariable('x', '{}')}}", "y".repeat(feel::MAX_SOURCE));
    assert!(Statement::compile(&long, Purpose::Execution).is_none());
}

#[test]
fn says_what_is_wrong() {
    refuse(&[
        ("", "the expression is empty"),
        ("a = 1", "an expression cannot assign; compare with `==`"),
        ("a & b", "joined with `&&`"),
        ("a | b", "joined with `||`"),
        ("a b", "expected an operator or `}` but found `b`"),
        ("1 +", "expected a value but found `}`"),
        ("(1", "expected `)` but found `}`"),
        ("list[1", "expected `]` but found `}`"),
        ("a ? 1", "expected `:` but found `}`"),
        ("a.", "expected a name after `.`"),
        ("and", "expected a value but found `and`"),
        ("'open", "the text is not closed"),
        ("'\\n'", "after a backslash"),
        ("a @ b", "`@` is not part of an expression"),
    ]);
    for (source, said, offset) in [
        ("${a", "expected an operator or `}` but found the end", 3),
        ("ü ${a} ${", "expected a value but found the end", 10),
        ("${a} ${b c}", "but found `c`", 9),
        ("${'", "the text is not closed", 2),
    ] {
        let error = compile(Lang::Juel, source).unwrap_err();
        assert!(error.message.contains(said), "`{source}`: {error}");
        assert_eq!(error.offset, offset, "`{source}`");
    }
}
