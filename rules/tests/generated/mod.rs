//! Compose files that a test makes up.

use std::fmt::Write as _;

/// Numbers that look random and are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

/// A Compose file with comments, blank lines, anchors and block scalars in odd places.
pub(crate) fn compose(seed: u64) -> String {
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut out = String::new();
    let filler = ["", "", "", "\n", "# c\n", "\n# c\n", "# c\n\n", "  # deep\n", "\n\n", "      # deeper\n\n  # c\n"];
    let pad = |out: &mut String, numbers: &mut Numbers, indent: usize| {
        for line in numbers.one(&filler).split_inclusive('\n') {
            let indent = if line.trim().is_empty() { 0 } else { indent };
            let _ = write!(out, "{:indent$}{line}", "");
        }
    };
    for top in ["x-a", "volumes", "services", "name", "networks", "x-b"] {
        if top != "services" && numbers.below(2) == 0 {
            continue;
        }
        pad(&mut out, &mut numbers, 0);
        match top {
            "x-a" => out.push_str("x-a: &base {restart: always}\n"),
            "name" => out.push_str("name: shop # c\n"),
            "services" => services(&mut out, &mut numbers, &pad),
            other => {
                let _ = write!(out, "{other}:\n  one:\n  two: {{}}\n");
            }
        }
    }
    pad(&mut out, &mut numbers, 0);
    if numbers.below(4) == 0 {
        out.truncate(out.trim_end().len());
    }
    if numbers.below(5) == 0 { out.replace('\n', "\r\n") } else { out }
}

fn services(out: &mut String, numbers: &mut Numbers, pad: &dyn Fn(&mut String, &mut Numbers, usize)) {
    let based = out.contains("&base");
    out.push_str("services:\n");
    for name in ["web", "db", "cache", "Api", "_x", "api-2"] {
        if numbers.below(3) == 0 {
            continue;
        }
        pad(out, numbers, 2);
        let anchor = numbers.one(&["", " &a", " &b", " # c", "   # c"]);
        let _ = write!(out, "  {name}:{anchor}\n    image: x:1\n");
        for _ in 0..numbers.below(5) {
            pad(out, numbers, 4);
            let entry = numbers.one(&[
                "ports:\n      - 80:80 # c\n      # of it\n      - \"70:70\"\n\n      - 60\n",
                "ports: [90:90, '80:80', \"70\"]\n",
                "depends_on: [z, y, x]\n",
                "depends_on:\n    - b\n    - a\n",
                "depends_on:\n      b: &c@ {condition: service_started}\n      a: *c@\n",
                "volumes: [\"a:/b\", '${C}:/d']\n",
                "volumes:\n      - \"a:/b\" # c\n      - '${C}:/d'\n",
                "command: |\n      text\n\n      # text\n",
                "command: >-\n      text\n      more\n",
                "command: |+\n      text\n\n",
                "environment: &e\n      A: 1\n      B:\n",
                "labels: {a: \"b\"}\n",
                "user: \"1\"\n",
                "x-empty:\n",
            ]);
            let key = entry.split(':').next().unwrap_or("");
            // The service's own part of the text, to write each key once.
            let own = out.rfind(&format!("  {name}:")).and_then(|at| out.get(at..)).unwrap_or("");
            if !own.contains(&format!("\n    {key}:")) {
                // Some names are given once, others again and again.
                let suffix = if numbers.below(2) == 0 { String::new() } else { out.len().to_string() };
                let _ = write!(out, "    {}", entry.replace('@', &suffix));
            }
        }
        if based && numbers.below(4) == 0 {
            out.push_str("    <<: *base\n");
        }
        for anchor in ["a", "b", "e"] {
            let own = out.rfind(&format!("  {name}:")).unwrap_or(0);
            let has = |text: Option<&str>| text.is_some_and(|text| text.contains(&format!("&{anchor}\n")));
            // No service may hold itself.
            if has(out.get(..own)) && !has(out.get(own..)) && numbers.below(3) == 0 {
                let _ = writeln!(out, "    x-{anchor}: *{anchor}");
            }
        }
    }
}
