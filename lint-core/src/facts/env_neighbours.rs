//! Pairs of one ENV that use what another pair of it sets: they get the value from before the instruction.

use super::Variables;
use crate::cx::DockerfileCx;
use crate::dockerfile::{Instruction, Pair, Stage, VarOp, Word};
use crate::span::Span;
use std::collections::HashMap;

/// A name that one pair of an ENV sets and another uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeighbourUse {
    /// The name.
    pub name: String,
    /// The uses: the variables from `$` on.
    pub uses: Vec<Span>,
    /// The name in the pair that sets it.
    pub set_at: Span,
    /// Whether all uses name the variable with an operator.
    pub only_with_operator: bool,
    /// Whether an ARG or ENV somewhere above sets the name, in a place that is not seen here.
    pub set_elsewhere: bool,
    /// What stands before the first pair that uses a name set before it in the instruction: where ENV can be cut in two.
    pub cut: Option<Span>,
}

impl DockerfileCx<'_> {
    /// The names that an ENV both sets and uses in another pair, unless they had a value before.
    pub fn neighbour_uses(&self, env: Instruction<'_>) -> Vec<NeighbourUse> {
        let (Some(view), Some(stage)) = (env.as_env(), env.stage()) else { return Vec::new() };
        let pairs: Vec<Pair<'_>> = view.pairs().collect();
        if pairs.len() < 2 {
            return Vec::new();
        }
        let names: Vec<String> = pairs.iter().map(|pair| pair.key.cooked().into_owned()).collect();
        let mut set_by: HashMap<&str, Vec<usize>> = HashMap::new();
        for (ix, name) in names.iter().enumerate() {
            set_by.entry(name).or_default().push(ix);
        }
        let mut found: Vec<NeighbourUse> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let cut = cut(&pairs, &set_by);
        for (ix, pair) in pairs.iter().enumerate() {
            for var in pair.value.into_iter().flat_map(Word::variables).filter(|var| var.op != VarOp::Bad) {
                let setters = set_by.get(var.name).map_or(&[][..], Vec::as_slice);
                let Some(setter) = setters.iter().find(|&&setter| setter != ix).and_then(|&at| pairs.get(at)) else {
                    continue;
                };
                if self.facts.variables().is_declared(stage.index(), env.index(), var.name) {
                    continue;
                }
                let at = *places.entry(var.name).or_insert_with(|| {
                    found.push(NeighbourUse {
                        name: var.name.to_owned(),
                        uses: Vec::new(),
                        set_at: setter.key.span(),
                        only_with_operator: true,
                        set_elsewhere: is_set_elsewhere(self.facts.variables(), env, stage, var.name),
                        cut,
                    });
                    found.len() - 1
                });
                if let Some(neighbour) = found.get_mut(at) {
                    neighbour.uses.push(var.span);
                    neighbour.only_with_operator &= var.op != VarOp::Plain;
                }
            }
        }
        found
    }
}

/// Whether an earlier line of the file gives the name a value that this stage does not see.
fn is_set_elsewhere(variables: &Variables, env: Instruction<'_>, stage: Stage<'_>, name: &str) -> bool {
    let others = std::iter::once(None).chain((0..stage.index()).map(Some));
    others.into_iter().any(|scope| variables.origin(scope, env.index(), name).is_some())
}

/// The gap before the first pair that uses a name which an earlier pair sets, when no pair before it uses one that comes
/// later: then all pairs from there on may go into an ENV of their own.
fn cut(pairs: &[Pair<'_>], set_by: &HashMap<&str, Vec<usize>>) -> Option<Span> {
    for (ix, pair) in pairs.iter().enumerate() {
        let used = pair.value.into_iter().flat_map(Word::variables);
        let (mut earlier, mut later) = (false, false);
        for setters in used.filter_map(|var| set_by.get(var.name)) {
            earlier |= setters.first().is_some_and(|&first| first < ix);
            later |= setters.last().is_some_and(|&last| last > ix);
        }
        if later {
            return None;
        }
        if earlier {
            let before = pairs.get(ix.checked_sub(1)?)?;
            return Some(Span::new(before.span.end, pair.span.start));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// The names used beside their pair, and the text of the cut.
    fn uses(text: &str) -> Vec<(String, Option<String>)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let found = cx.dockerfile.instructions().flat_map(|env| cx.neighbour_uses(env));
        found.map(|one| (one.name, one.cut.map(|cut| cut.of(text).to_owned()))).collect()
    }

    #[test]
    fn a_pair_that_uses_another_is_found() {
        let cut = |name: &str, cut: Option<&str>| vec![(name.to_owned(), cut.map(str::to_owned))];
        assert_eq!(uses("FROM a\nENV A=1 B=$A\n"), cut("A", Some(" ")));
        assert_eq!(uses("FROM a\nENV A=1 X=2 \\\n  B=$A C=$A\n"), cut("A", Some(" \\\n  ")));
        assert_eq!(uses("FROM a\nENV B=$A A=1\n"), cut("A", None));
        assert_eq!(uses("FROM a\nENV A=$A A=2\n"), cut("A", None));
    }

    #[test]
    fn values_from_above_and_own_values_are_fine() {
        for text in [
            "FROM a\nENV A=1\nENV A=2 B=$A\n",
            "FROM a\nARG A\nENV A=2 B=$A\n",
            "FROM a AS a\nENV A=1\nFROM a\nENV A=2 B=$A\n",
            "FROM a\nENV A=$A:x B=1\n",
            "FROM a\nENV A=1 B='$A' C=\\$A D=$AB\n",
            "FROM a\nENV A $A B=1\n",
            "FROM a\nLABEL A=1 B=$A\n",
        ] {
            assert_eq!(uses(text), [], "{text}");
        }
    }
}
