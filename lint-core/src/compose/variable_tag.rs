//! Images whose tag is a variable.

use super::Service;
use super::interpolate::{self, Part};

impl Service<'_> {
    /// Whether the image has a tag that nobody knows for its variables, and no digest is written: `acme/web:${TAG}`.
    pub fn has_variable_tag(&self) -> bool {
        let Some(image) = self.image.as_ref().filter(|image| image.has_variables() && image.default().is_none()) else {
            return false;
        };
        let parts = interpolate::parts(image.raw);
        let texts =
            || parts.iter().filter_map(|(part, _)| if let Part::Text(text) = part { Some(*text) } else { None });
        let last = texts().rev().find_map(|text: &str| Some(text.get(text.rfind(['/', ':'])?..)?.starts_with(':')));
        last == Some(true) && !texts().any(|text| text.contains('@'))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_last_colon_begins_a_tag_unless_it_is_a_port() {
        let of = |image: &str| {
            let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: '{image}'\n").into());
            super::super::read(&yaml).services[0].has_variable_tag()
        };
        for image in ["acme/web:${TAG}", "${IMAGE}:${TAG}", "${R}:5000/acme/web:1-$V", "${IMAGE:-a}:${T:-$V}"] {
            assert!(of(image), "{image}");
        }
        for image in ["acme/web:1", "${IMAGE}", "${R}:5000/acme/web", "a:${T}@sha256:ab", "a:${T:-1}", "a/${B}"] {
            assert!(!of(image), "{image}");
        }
    }
}
