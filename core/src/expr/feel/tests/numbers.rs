use super::check;

#[test]
fn rounds() {
    check(&[
        ("decimal(1/3, 2)", "0.33"),
        ("decimal(2.5, 0)", "2"),
        ("floor(1.5)", "1"),
        ("floor(-1.56, 1)", "-1.6"),
        ("decimal(1.56, -30)", "0"),
        ("round up(1.56, -30)", "null"),
        ("ceiling(-1.5)", "-1"),
        ("ceiling(1.56, 1)", "1.6"),
        ("round up(-5.5, 0)", "-6"),
        ("round up(1.121, 2)", "1.13"),
        ("round down(-1.126, 2)", "-1.12"),
        ("round half up(-5.5, 0)", "-6"),
        ("round half down(5.5, 0)", "5"),
        ("round half up(155, -1)", "160"),
        ("round up(5.5, 1.1)", "null"),
        ("round up(5.5, 6177)", "null"),
        ("round up(5.5)", "null"),
    ]);
}

#[test]
fn computes() {
    check(&[
        ("abs(-10)", "10"),
        ("modulo(12, 5)", "2"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(-12, -5)", "-2"),
        ("modulo(10.1, -4.5)", "-3.4"),
        ("modulo(1, 0)", "null"),
        ("sqrt(16)", "4"),
        ("sqrt(-3)", "null"),
        ("decimal(exp(5), 8)", "148.4131591"),
        ("decimal(log(10), 8)", "2.30258509"),
        ("log(0)", "null"),
        ("odd(5)", "true"),
        ("odd(-5)", "true"),
        ("even(5)", "false"),
        ("even(0)", "true"),
        ("even(0.5)", "false"),
        ("4 ** 0.5", "2"),
        ("2 ** 0.5 ** 2", "2"),
        ("(-8) ** 0.5", "null"),
    ]);
}
