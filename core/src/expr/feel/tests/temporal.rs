use super::check;

#[test]
fn makes_values_of_time() {
    check(&[
        (r#"date("2017-12-31")"#, r#""2017-12-31""#),
        (r#"date(date and time("2017-09-03T09:45:30@Europe/Paris"))"#, r#""2017-09-03""#),
        ("date(-2017, 1, 1)", r#""-2017-01-01""#),
        ("date(2017, 13, 1)", "null"),
        ("date(year: 2017, month: 8, day: 30)", r#""2017-08-30""#),
        (r#"date("2012-12-25T")"#, "null"),
        ("date(1)", "null"),
        (r#"time("13:20:00+02:00")"#, r#""13:20:00+02:00""#),
        (r#"time(11, 59, 45.5, duration("-PT2H45M55S"))"#, r#""11:59:45.5-02:45:55""#),
        ("time(12, 0, 0, null)", r#""12:00:00""#),
        ("time(12, null, 0)", "null"),
        (r#"time(date("2017-08-10"))"#, r#""00:00:00Z""#),
        (r#"time(@"2017-08-10T10:20:00@Asia/Dhaka")"#, r#""10:20:00@Asia/Dhaka""#),
        (r#"date and time("2012-12-24")"#, r#""2012-12-24T00:00:00""#),
        (r#"date and time(@"2017-08-10T10:20:00+02:00", @"23:59:01")"#, r#""2017-08-10T23:59:01""#),
        (r#"date and time("2017-08-10", @"23:59:01")"#, "null"),
        (r#"duration("P1Y27M")"#, r#""P3Y3M""#),
        (r#"duration("P2DT274M")"#, r#""P2DT4H34M""#),
        (r#"duration("P1M1D")"#, "null"),
        (r#"years and months duration(@"2011-12-22", @"2013-08-24T01:00:00")"#, r#""P1Y8M""#),
        ("now() instance of date and time", "true"),
        ("today() instance of date", "true"),
    ]);
}

#[test]
fn moves_between_zones() {
    check(&[
        (
            r#"date and time(@"2020-07-31T14:27:30@Europe/Berlin", "America/Los_Angeles")"#,
            r#""2020-07-31T05:27:30@America/Los_Angeles""#,
        ),
        (r#"date and time(@"2020-07-31T14:27:30", "Z")"#, r#""2020-07-31T14:27:30Z""#),
        (r#"date and time(@"2020-07-31T14:27:30Z", "Mars/Olympus")"#, "null"),
        (r#"@"2018-10-08T00:00:00+02:00" = @"2018-10-08T00:00:00@Europe/Paris""#, "true"),
        (r#"is(@"23:00:50Z", @"23:00:50@Etc/UTC")"#, "false"),
        (r#"@"2026-03-29T00:30:00@Europe/Paris" + @"PT2H""#, r#""2026-03-29T03:30:00@Europe/Paris""#),
        (r#"@"2026-03-28T02:30:00@Europe/Paris" + @"P1M""#, r#""2026-04-28T02:30:00@Europe/Paris""#),
        (r#"string(@"2018-12-10T10:30:00@Europe/Paris".time offset)"#, r#""PT1H""#),
    ]);
}

#[test]
fn computes_with_values_of_time() {
    check(&[
        (r#"@"2021-01-31" + @"P1M""#, r#""2021-02-28""#),
        (r#"@"2021-01-02" - @"PT1S""#, r#""2021-01-01""#),
        (r#"@"2021-01-02T10:10:10@Europe/Paris" - @"2021-01-01""#, r#""P1DT9H10M10S""#),
        (r#"@"2021-01-02" + 1"#, "null"),
        (r#"1.5 * @"P4DT1H""#, r#""P6DT1H30M""#),
        (r#"@"P10Y11M" / 2.5"#, r#""P4Y4M""#),
        (r#"@"P1D" / @"PT6H""#, "4"),
        (r#"@"P1D" / 0"#, "null"),
        (r#"-@"P1D""#, r#""-P1D""#),
        (r#"abs(@"-P1Y")"#, r#""P1Y""#),
        (r#"abs(@"2021-01-01")"#, "null"),
        (r#"max([@"PT1H", @"P1D"])"#, r#""P1D""#),
        (r#"sort([@"2021-01-02", @"2021-01-01"], function(a, b) a < b)"#, r#"["2021-01-01", "2021-01-02"]"#),
    ]);
}

#[test]
fn tells_the_day() {
    check(&[
        (r#"day of year(@"2020-12-31T10:10:10")"#, "366"),
        (r#"day of week(@"2019-09-17")"#, r#""Tuesday""#),
        (r#"month of year(@"2019-09-17")"#, r#""September""#),
        (r#"week of year(@"2010-01-01")"#, "53"),
        (r#"week of year(date: @"2003-12-29")"#, "1"),
        (r#"last day of month(@"2024-02-10")"#, r#""2024-02-29""#),
        (r#"day of week("foo")"#, "null"),
    ]);
}

#[test]
fn ranges_over_time() {
    check(&[
        (r#"@"2021-01-01" in [@"2020-12-31"..@"2021-01-02")"#, "true"),
        (r#"@"10:00:00" in (< @"09:00:00")"#, "false"),
        (
            r#"@"2021-01-01T00:00:00Z" between @"2020-12-31T23:30:00-01:00" and @"2021-01-02T00:00:00Z""#,
            "false",
        ),
        (r#"for day in @"2024-02-28"..@"2024-03-01" return day.day"#, "[28, 29, 1]"),
        (r#"for day in @"2021-01-02"..@"2021-01-01" return day"#, r#"["2021-01-02", "2021-01-01"]"#),
        (r#"some day in @"2021-01-01"..@"2021-01-05" satisfies day of week(day) = "Monday""#, "true"),
        (r#"overlaps([@"P1D"..@"P3D"], [@"PT48H"..@"P5D"])"#, "true"),
    ]);
}
