//! Decimal numbers, read as `str::parse::<f64>` reads them, in a tenth of its code.
//!
//! The standard library's reader brings ten kilobytes of powers of five, which do not compress, into the browser's module,
//! for a precision that no setting of a container needs. Up to fifteen digits the result is the same, to the bit.

/// The largest power of ten that a float holds exactly.
const EXACT: u64 = 22;

/// Reads a number; `None` for a text that is none. As in Rust, `inf` and `nan` are numbers.
///
/// ```
/// use plimsoll_core::decimal;
///
/// assert_eq!(decimal::parse("0.50"), Some(0.5));
/// assert_eq!(decimal::parse("1e3"), Some(1000.0));
/// assert_eq!(decimal::parse("1.5s"), None);
/// ```
pub fn parse(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned_number(unsigned)?;
    Some(if text.starts_with('-') { -number } else { number })
}

/// Whether a text is a number at all.
pub fn is_number(text: &str) -> bool {
    parse(text).is_some()
}

fn unsigned_number(text: &str) -> Option<f64> {
    if ["inf", "infinity"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Some(f64::INFINITY);
    }
    if text.eq_ignore_ascii_case("nan") {
        return Some(f64::NAN);
    }
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, whole(exponent)?),
        None => (text, 0),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let (mut value, mut scale) = (0_u64, exponent);
    for (at, byte) in before.bytes().chain(after.bytes()).enumerate() {
        let digit = byte.is_ascii_digit().then_some(u64::from(byte & 15))?;
        let is_after = at >= before.len();
        match value.checked_mul(10).and_then(|value| value.checked_add(digit)) {
            // More digits than these say nothing.
            Some(more) if more < 1 << 60 => {
                value = more;
                scale -= i64::from(is_after);
            }
            _ => scale += i64::from(!is_after),
        }
    }
    Some(scaled(value, scale))
}

/// The exponent. One that is out of all proportion is cut to one that is still far outside of a float's range.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Some(if text.starts_with('-') { -number } else { number })
}

#[expect(clippy::cast_precision_loss, reason = "a longer number is rounded, as any float")]
fn scaled(value: u64, scale: i64) -> f64 {
    let mut number = value as f64;
    // 20 digits and 330 places lie beyond every float.
    let mut left = scale.unsigned_abs().min(400);
    while left > 0 && number != 0.0 {
        let step = left.min(EXACT);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        number = if scale < 0 { number / power } else { number * power };
        left -= step;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: [&str; 34] = [
        "0",
        "1",
        "-1",
        "+1",
        "0.5",
        "0.50",
        "-0.25",
        ".5",
        "5.",
        "00012.3400",
        "1e3",
        "1E3",
        "1e-3",
        "1e+3",
        "2.5e10",
        "999999999999999",
        "0.1",
        "0.2",
        "0.3",
        "0.7",
        "1.1",
        "95.0",
        "1e22",
        "1e-22",
        "123456.789",
        "8.5",
        "0e999",
        "1e999",
        "-1e999",
        "1e-999",
        "inf",
        "-Infinity",
        "3.600",
        "1099511627776",
    ];

    #[test]
    fn usual_numbers_are_those_of_the_standard_library_to_the_bit() {
        for text in NUMBERS {
            let theirs: f64 = text.parse().expect(text);
            assert_eq!(parse(text).map(f64::to_bits), Some(theirs.to_bits()), "{text}");
        }
        assert!(parse("NaN").is_some_and(f64::is_nan));
    }

    #[test]
    fn long_numbers_are_as_good_as_equal() {
        for text in [
            "3.14159265358979323846264338327950288",
            "123456789012345678901234567890",
            "1.7976931348623157e308",
            "0.000000000000000000000000000000012345",
            "4.9e-320",
        ] {
            let theirs: f64 = text.parse().expect(text);
            let ours = parse(text).expect(text);
            assert!(
                (ours - theirs).abs() <= theirs * 1e-3_f64.min(1e-15_f64.max(f64::MIN_POSITIVE / theirs)),
                "{text}: {ours}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "", "+", "-", ".", "e", "e5", ".e5", "1e", "1e+", "1e1.5", "1..2", "1.2.3", "1 ", " 1", "--1", "+-1",
            "1_000", "0x10", "1s", "infinit", "١",
        ] {
            assert!(text.parse::<f64>().is_err(), "{text}");
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
