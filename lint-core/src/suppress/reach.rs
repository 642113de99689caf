//! Which of many scopes hold at a place, without a look at each.

use super::Suppression;
use crate::diagnostic::FileId;
use std::ops::Range;

/// Scopes by where they begin, with the furthest end of each half, each quarter and so on.
#[derive(Debug, Default)]
pub(super) struct Reach {
    furthest: Vec<u32>,
}

impl Reach {
    /// Of comments in the order of their files and of the beginnings of their scopes.
    pub(super) fn new(all: &[Suppression]) -> Self {
        let mut reach = Self { furthest: vec![0; all.len().next_power_of_two() * 2] };
        let leaves = reach.furthest.len() / 2;
        for (at, suppression) in all.iter().enumerate() {
            let mut node = leaves + at;
            while let Some(furthest) = reach.furthest.get_mut(node).filter(|_| node > 0) {
                *furthest = suppression.scope.end.max(*furthest);
                node /= 2;
            }
        }
        reach
    }

    /// The comments of a file whose scopes begin at or before `at`, and end there or further on.
    pub(super) fn at(&self, all: &[Suppression], file: FileId, at: u32) -> Vec<usize> {
        let from = all.partition_point(|suppression| suppression.file < file);
        let to = all.partition_point(|suppression| (suppression.file, suppression.scope.start) <= (file, at));
        let mut found = Vec::new();
        self.collect(1, 0..self.furthest.len() / 2, &(from..to), at, &mut found);
        found
    }

    fn collect(&self, node: usize, covers: Range<usize>, wanted: &Range<usize>, at: u32, found: &mut Vec<usize>) {
        let is_apart = covers.end <= wanted.start || wanted.end <= covers.start;
        if is_apart || self.furthest.get(node).is_none_or(|furthest| *furthest < at) {
            return;
        }
        if covers.len() == 1 {
            found.push(covers.start);
            return;
        }
        let middle = covers.start + covers.len() / 2;
        self.collect(node * 2, covers.start..middle, wanted, at, found);
        self.collect(node * 2 + 1, middle..covers.end, wanted, at, found);
    }
}
