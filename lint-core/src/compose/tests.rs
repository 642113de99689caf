use super::*;
use std::sync::Arc;

fn yaml(text: &str) -> Yaml {
    crate::yaml::parse(Arc::from(text))
}
