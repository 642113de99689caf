//! Which findings are made, how bad each is, and what ShellCheck calls it.
//!
//! As bad as ShellCheck takes it, but for what weighs less in a Dockerfile, whose author starts the script once and knows
//! the files: 1007 (`PREFIX= make` says "empty"), 2010, 2011, 2038, 2044 and 2045 (odd file names), 2043 (a list that has
//! one item now), 2100 and 2209 (values that look like something else), 2166 (`-a` in tests works in all images), 2238 (a
//! file called like a command) are notes. 2028 is a warning here: [`super::weigh`] knows which `echo` it is.
//!
//! The numbers were held against ShellCheck 0.11 with the examples that the linter's own documentation gives: where
//! both report one, under one number. What is not listed is off:
//!
//! - 1090, 1091, 2187: files that are sourced cannot be seen here, and the shell is known (hadolint has these off too);
//! - 1008, 1113 to 1115, 1126, 1128, 2096, 2148, 2239, 2246: shebangs and directives of script files;
//! - 2230, 2243, 2248 to 2250, 2292, 2312: ShellCheck makes these on request only;
//! - 1004, 1073, 1076, 2265, 2271 to 2274, 2333, 2399, 3079, 3083: the number means something else to ShellCheck, or a
//!   second rule says the same.

use crate::diagnostic::Severity;
use shuck_linter::{Rule, RuleSet, ShellCheckCodeMap};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A script that does not parse.
pub(super) const SYNTAX: u16 = 1072;

#[rustfmt::skip] // as many as fit a line
const ERRORS: &[u16] = &[
    1019, 1020, 1035, 1036, 1037, 1039, 1040, 1041, 1042, 1044, 1045, 1046, 1047, 1049, 1058, 1064, 1065, 1069, 1070,
    1072, 1074, 1075, 1080, 1087, 1088, 1089, 1097, 1101, 1102, 1105, 1118, 1127, 1133, 1140, 1141, 1143, 2066, 2068,
    2070, 2071, 2072, 2078, 2080, 2081, 2082, 2104, 2105, 2127, 2142, 2144, 2145, 2157, 2168, 2199, 2218, 2242, 2260,
    2261, 2264, 2270, 2276, 2277, 2280, 2282, 2296, 2298, 2300, 2301, 2316, 2328, 2387, 2389, 2390, 2391, 2396,
];

#[rustfmt::skip]
const WARNINGS: &[u16] = &[
    1010, 1011, 1012, 1078, 1083, 1110, 1112, 1132, 2024, 2027, 2028, 2034, 2046, 2048, 2050, 2053, 2054, 2057, 2060,
    2061, 2062, 2063, 2064, 2069, 2076, 2088, 2089, 2090, 2091, 2092, 2097, 2098, 2112, 2113, 2115, 2120, 2121, 2124,
    2125, 2128, 2139, 2140, 2141, 2146, 2154, 2155, 2156, 2163, 2164, 2172, 2178, 2184, 2186, 2194, 2195, 2198, 2202,
    2206, 2207, 2210, 2211, 2213, 2214, 2215, 2216, 2217, 2220, 2221, 2222, 2240, 2252, 2254, 2257, 2288, 2294, 2309,
    2318, 2319, 2327, 2336, 2370, 3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009, 3010, 3011, 3012, 3014, 3015,
    3016, 3017, 3018, 3020, 3021, 3022, 3024, 3026, 3030, 3032, 3033, 3034, 3037, 3040, 3041, 3042, 3043, 3044, 3045,
    3046, 3047, 3048, 3050, 3051, 3052, 3053, 3054, 3055, 3057, 3058, 3059, 3060, 3061, 3062, 3065, 3067, 3073,
];

#[rustfmt::skip]
const INFOS: &[u16] = &[
    1001, 1003, 1007, 1079, 2009, 2010, 2011, 2012, 2013, 2014, 2015, 2016, 2018, 2019, 2021, 2022, 2026, 2029, 2030,
    2031, 2035, 2038, 2043, 2044, 2045, 2059, 2086, 2094, 2100, 2102, 2103, 2117, 2119, 2153, 2162, 2166, 2196, 2197,
    2209, 2223, 2231, 2238, 2267, 2291, 2295, 2308, 2317, 2329,
];

#[rustfmt::skip]
const STYLES: &[u16] = &[
    2001, 2003, 2004, 2005, 2006, 2007, 2116, 2126, 2129, 2143, 2181, 2212, 2219, 2233, 2235, 2268, 2321, 2323, 2331,
];

/// Numbers that the linter made up, and ShellCheck's for the same.
const RENAMED: [(u16, u16); 11] = [
    (2264, 2298),
    (2277, 1085),
    (2336, 2179),
    (2370, 2188),
    (2387, 2290),
    (2389, 1061),
    (2390, 1061),
    (2391, 1048),
    (2396, 1058),
    (3042, 3039),
    (3073, 3029),
];

/// How bad ShellCheck takes what is `ours` here.
pub(super) const fn as_shellcheck(code: u16, ours: Severity) -> Severity {
    match code {
        1007 | 2010 | 2011 | 2038 | 2043 | 2044 | 2100 | 2166 | 2174 | 2209 | 2226 | 2238 => Severity::Warning,
        2028 | 2251 => Severity::Info,
        2045 => Severity::Error,
        _ => ours,
    }
}

/// What a rule of the linter is to us.
#[derive(Copy, Clone, Debug)]
pub(super) struct Known {
    /// ShellCheck's number.
    pub(super) code: u16,
    /// How bad it is, before it is weighed.
    pub(super) severity: Severity,
}

/// The rules that are used. Constant data of the linter's, built when first asked for.
pub(super) struct Codes {
    /// All of the linter's numbers: for `# shellcheck disable=…` in heredocs.
    pub(super) map: ShellCheckCodeMap,
    known: HashMap<Rule, Known>,
}

impl Codes {
    pub(super) fn get() -> &'static Self {
        static CODES: OnceLock<Codes> = OnceLock::new();
        CODES.get_or_init(Self::new)
    }

    fn new() -> Self {
        let map = ShellCheckCodeMap::default();
        let by_number: HashMap<u32, Rule> = map.mappings().collect();
        let mut known = HashMap::new();
        for (severity, numbers) in [
            (Severity::Error, ERRORS),
            (Severity::Warning, WARNINGS),
            (Severity::Info, INFOS),
            (Severity::Style, STYLES),
        ] {
            for &number in numbers {
                let Some(&rule) = by_number.get(&u32::from(number)) else { continue };
                let code = RENAMED.iter().find(|(theirs, _)| *theirs == number).map_or(number, |&(_, ours)| ours);
                known.insert(rule, Known { code, severity });
            }
        }
        Self { map, known }
    }

    /// What a rule is to us; `None` when it is off.
    pub(super) fn known(&self, rule: Rule) -> Option<Known> {
        self.known.get(&rule).copied()
    }

    /// The rules at least as bad.
    pub(super) fn rules(&self, minimum: Severity) -> RuleSet {
        self.known.iter().filter(|(_, known)| known.severity >= minimum).map(|(&rule, _)| rule).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linter_has_every_number_and_none_is_listed_twice() {
        let map = ShellCheckCodeMap::default();
        let mut all: Vec<u16> = [ERRORS, WARNINGS, INFOS, STYLES].concat();
        for &number in &all {
            assert!(map.resolve(&number.to_string()).is_some(), "{number}");
        }
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
