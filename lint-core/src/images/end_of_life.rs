//! When the lines of the common images end.

use super::names;
use super::{end_of_life_languages, end_of_life_servers, end_of_life_services, end_of_life_systems};

/// A day: year, month, day.
pub type Date = (u16, u8, u8);

/// A product and its release lines, newest first.
pub(super) struct Product {
    /// The image's familiar name, perhaps with a `*`.
    pub(super) image: &'static str,
    /// What to move to: a tag of the same image, or another image.
    pub(super) replacement: &'static str,
    /// A product whose lines end every few weeks or months.
    pub(super) fast: bool,
    /// Its lines.
    pub(super) lines: &'static [Line],
}

/// One release line.
pub(super) struct Line {
    /// How its tags begin.
    pub(super) tag: &'static str,
    /// The other way its tags begin, or empty.
    pub(super) code_name: &'static str,
    /// The last day of support, when one is announced.
    pub(super) end: Option<Date>,
}

/// The end of the line that a tag stands for.
///
/// The day is that of regular free support: for Debian that of its LTS, which reaches the images; for Ubuntu and the
/// servers not that of a paid extension.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct EndOfLife {
    /// The last day of support. It may lie in the future.
    pub date: Date,
    /// The line that ends: `18`, `buster`, `alpine3.16`.
    pub line: &'static str,
    /// True when not the image itself ends but the distribution that the tag's suffix names.
    pub base: bool,
    /// What to move to: the newest supported tag, or words naming another image.
    pub replacement: Option<&'static str>,
    /// True for products whose lines end every few weeks or months: worth a weaker word.
    pub fast: bool,
    /// Where the date comes from.
    pub source: &'static str,
}

/// The day on which the tables were read. What ended before it has ended: the core has no clock, and the same files give
/// the same findings for as long as the tables stay.
pub const AS_OF: Date = (2026, 8, 22);

/// Every date in the tables was read there.
const SOURCE: &str = "endoflife-date/endoflife.date, 2026-08-22";

/// The end of the line of this image and tag; of the earlier one when both the image and the base in the tag's suffix
/// end (`18-bullseye-slim`, `3.9.1-alpine3.16`). A floating major (`9`) has the date of the newest line it holds.
///
/// Nothing for an image without a tag, for tags that name no line (`latest`, `stable`) and for lines without a date.
pub fn end_of_life(familiar_name: &str, tag: Option<&str>) -> Option<EndOfLife> {
    let (name, tag) = (names::normalise(familiar_name), tag?);
    let own = product(name).and_then(|product| own_end(product, tag));
    // The releases of ROS have names that Ubuntu's have, too.
    let suffix = if name == "ros" { tag.split_once('-').map_or("", |(_, suffix)| suffix) } else { tag };
    let base = if name.contains('/') { None } else { base_end(suffix) };
    match (own, base) {
        (Some(own), Some(base)) if base.date < own.date => Some(base),
        (Some(own), _) => Some(own),
        (None, base) => base,
    }
}

fn product(name: &str) -> Option<&'static Product> {
    let tables = [
        end_of_life_systems::PRODUCTS,
        end_of_life_languages::PRODUCTS,
        end_of_life_servers::PRODUCTS,
        end_of_life_services::PRODUCTS,
    ];
    tables.into_iter().flatten().find(|product| names::matches(product.image, name))
}

fn own_end(product: &Product, tag: &str) -> Option<EndOfLife> {
    if product.image == "sonarqube" && tag.contains('-') && !tag.ends_with("-community") {
        return None; // the other editions have long-term lines of their own
    }
    let line = line_of(product, tag)?;
    Some(EndOfLife {
        date: line.end?,
        line: line.tag,
        base: false,
        replacement: Some(product.replacement),
        fast: product.fast,
        source: SOURCE,
    })
}

/// The line that the tag stands for: the longest that begins it, or else the newest within a floating major.
fn line_of(product: &Product, tag: &str) -> Option<&'static Line> {
    let tag = tag.strip_prefix("lts-").unwrap_or(tag);
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    let lines: &'static [Line] = product.lines;
    let exact = lines
        .iter()
        .filter(|line| begins(tag, line.tag) || (!line.code_name.is_empty() && begins(tag, line.code_name)))
        .max_by_key(|line| line.tag.len());
    if exact.is_some() {
        return exact;
    }
    let major = tag.split('-').next()?;
    let is_number = !major.is_empty() && major.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    lines.iter().find(|line| is_number && line.tag.strip_prefix(major).is_some_and(|rest| rest.starts_with('.')))
}

/// True when `tag` is `line`, or `line` and then something that does not go on with its last number.
fn begins(tag: &str, line: &str) -> bool {
    let Some(rest) = tag.strip_prefix(line) else { return false };
    let mut rest = rest.chars();
    match rest.next() {
        None | Some('.' | '+' | '_' | '-') => true,
        Some('u') => rest.next().is_none_or(|next| next.is_ascii_digit()), // Java: `8u402`
        Some(_) => false,
    }
}

/// The end of the distribution that a part of the tag names: `-bullseye`, `-jammy`, `-alpine3.16`.
fn base_end(tag: &str) -> Option<EndOfLife> {
    tag.split('-').find_map(|part| match part.strip_prefix("alpine") {
        Some(version) => {
            let line = product("alpine")?.lines.iter().find(|line| line.tag == version)?;
            Some(base(line.end?, line.tag, "the same tag on a supported Alpine"))
        }
        None => ["debian", "ubuntu"].into_iter().find_map(|system| {
            let line = product(system)?.lines.iter().find(|line| line.code_name == part && !part.is_empty())?;
            let replacement = if system == "debian" { "trixie" } else { "noble or resolute" };
            Some(base(line.end?, line.code_name, replacement))
        }),
    })
}

fn base(date: Date, line: &'static str, replacement: &'static str) -> EndOfLife {
    EndOfLife { date, line, base: true, replacement: Some(replacement), fast: false, source: SOURCE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(name: &str, tag: &str) -> Option<Date> {
        end_of_life(name, Some(tag)).map(|end| end.date)
    }

    #[test]
    fn a_line_ends_on_its_day() {
        assert_eq!(date("node", "8"), Some((2019, 12, 31)));
        assert_eq!(date("node", "18.20.4-slim"), Some((2025, 4, 30)));
        assert_eq!(date("docker.io/library/python", "3.9"), Some((2025, 10, 31)));
        assert_eq!(date("debian", "12-slim"), Some((2028, 6, 30)));
        assert_eq!(date("debian", "buster-20240612"), Some((2024, 6, 30)));
        assert_eq!(date("eclipse-temurin", "17-jre-alpine"), Some((2027, 10, 31)));
        assert_eq!(date("eclipse-temurin", "17.0.9_9-jre"), Some((2027, 10, 31)));
        assert_eq!(date("eclipse-temurin", "8u402-b06-jre"), Some((2030, 12, 31)));
        assert_eq!(date("traefik", "v2.9"), date("traefik", "2.9.6"));
        assert!(date("traefik", "v2.9").is_some());
    }

    #[test]
    fn a_number_does_not_match_the_beginning_of_a_longer_one() {
        assert_eq!(date("python", "3.1"), Some((2012, 4, 9)));
        assert_eq!(date("python", "3.10"), Some((2026, 10, 31)));
        assert_eq!(date("python", "3.99"), None);
        assert_eq!(date("node", "80"), None);
    }

    #[test]
    fn code_names_stand_for_their_line() {
        assert_eq!(date("node", "hydrogen-alpine"), date("node", "18"));
        assert_eq!(date("node", "lts-hydrogen"), date("node", "18"));
        assert_eq!(date("ubuntu", "focal"), Some((2025, 5, 31)));
        assert_eq!(date("centos", "centos7"), Some((2024, 6, 30)));
    }

    #[test]
    fn a_floating_major_has_the_date_of_its_newest_line() {
        assert_eq!(date("postgres", "9"), Some((2021, 11, 11)));
        assert_eq!(date("postgres", "9-alpine"), Some((2021, 11, 11)));
        assert_eq!(date("redis", "5"), Some((2022, 4, 27)));
        assert_eq!(date("python", "2"), Some((2020, 1, 1)));
        assert_eq!(date("elasticsearch", "8"), Some((2027, 7, 15)));
        assert_eq!(date("mongo", "7"), Some((2027, 8, 31)), "MongoDB's floating tags stay on the first line");
        assert_eq!(date("mongo", "7.3"), Some((2024, 10, 2)));
    }

    #[test]
    fn the_earlier_of_the_image_and_its_base_counts() {
        let end = end_of_life("python", Some("3.12-buster")).unwrap();
        assert_eq!((end.date, end.line, end.base), ((2024, 6, 30), "buster", true));
        let end = end_of_life("python", Some("3.13.1-alpine3.16")).unwrap();
        assert_eq!((end.date, end.line, end.base), ((2024, 5, 23), "3.16", true));
        let end = end_of_life("node", Some("18-bullseye-slim")).unwrap();
        assert_eq!((end.date, end.line, end.base), ((2025, 4, 30), "18", false));
        assert_eq!(date("nginx", "stable-alpine3.17"), Some((2024, 11, 22)));
        assert_eq!(end_of_life("ros", Some("lunar-ros-base-xenial")).unwrap().line, "xenial");
    }

    #[test]
    fn what_names_no_line_has_no_end() {
        assert_eq!(end_of_life("node", None), None);
        assert_eq!(date("node", "latest"), None);
        assert_eq!(date("node", ""), None);
        assert_eq!(date("node", "-"), None);
        assert_eq!(date("nginx", "mainline"), None);
        assert_eq!(date("acme/web", "8"), None);
        assert_eq!(date("acme/web", "1-buster"), None, "a private image's suffix means what its owner says");
        assert_eq!(date("sonarqube", "9-enterprise"), None);
        assert!(date("sonarqube", "9-community").is_some());
        assert_eq!(date("elasticsearch", "8.5.1"), None, "the source does not list it");
        assert_eq!(date("httpd", "2.4"), None, "supported, with no end announced");
    }

    #[test]
    fn every_date_is_a_day_and_every_table_goes_from_new_to_old() {
        let tables = [
            end_of_life_systems::PRODUCTS,
            end_of_life_languages::PRODUCTS,
            end_of_life_servers::PRODUCTS,
            end_of_life_services::PRODUCTS,
        ];
        let version = |tag: &str| -> Vec<u32> { tag.split('.').filter_map(|part| part.parse().ok()).collect() };
        for product in tables.into_iter().flatten() {
            assert!(product.lines.is_sorted_by_key(|line| std::cmp::Reverse(version(line.tag))), "{}", product.image);
            for (year, month, day) in product.lines.iter().filter_map(|line| line.end) {
                assert!((1995..2045).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day));
            }
        }
    }
}
