//! Variables used in the ENV that sets them.

use plimsoll_core::facts::NeighbourUse;
use plimsoll_core::prelude::*;

declare_rule! {
    /// One ENV sees the environment from before itself: a pair that uses a name which another pair of the same instruction
    /// sets gets the old value, mostly none.
    ///
    /// ```dockerfile,expect
    /// FROM eclipse-temurin:21
    /// ENV APP_HOME=/opt/app APP_LIB=$APP_HOME/lib
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM eclipse-temurin:21
    /// ENV APP_HOME=/opt/app
    /// ENV APP_LIB=$APP_HOME/lib
    /// ```
    ///
    /// A pair that extends its own variable is fine, and so is a name that an ARG or ENV above has given a value:
    ///
    /// ```dockerfile
    /// FROM eclipse-temurin:21
    /// ENV PATH=/opt/app/bin:$PATH LANG=C.UTF-8
    /// ```
    ///
    /// ```dockerfile
    /// FROM eclipse-temurin:21
    /// ARG APP_HOME=/opt/app
    /// ENV APP_HOME=$APP_HOME APP_LIB=$APP_HOME/lib
    /// ```
    pub static RULE = {
        id: "env-self-reference", summary: "Set a variable before the ENV that uses it", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint], aliases: ["hadolint/DL3044"],
    }
    Check::Instruction(&[Keyword::Env], check)
}

fn check(cx: &DockerfileCx<'_>, env: Instruction<'_>, sink: &mut Sink<'_>) {
    let uses = cx.neighbour_uses(env);
    for (ix, found) in uses.iter().enumerate() {
        report(env, found, ix == 0, sink);
    }
}

fn report(env: Instruction<'_>, found: &NeighbourUse, is_first: bool, sink: &mut Sink<'_>) {
    let Some((first, others)) = found.uses.split_first() else { return };
    let name = &found.name;
    let message =
        format!("`{}` is the value from before this `ENV`, which sets `{name}` itself", first.of(env.file().text()));
    let mut finding = sink.report(*first, message).label(found.set_at, format!("`{name}` is set here"));
    for other in others {
        finding = finding.label(*other, "is used here, too");
    }
    finding = finding.help(format!("set `{name}` in an `ENV` of its own above"));
    if env.is_onbuild_inner() || found.only_with_operator || found.set_elsewhere {
        finding = finding.not_as("hadolint/DL3044");
    }
    // One cut serves all findings of the instruction.
    let cut = found.cut.filter(|_| is_first && !env.is_onbuild_inner());
    let comment = |cut: &Span| cut.of(env.file().text()).contains('#');
    if let Some(cut) = cut.filter(|cut| !comment(cut)) {
        finding.fix(Unsafe, "Cut the ENV in two", |edit| edit.replace(cut, "\nENV "));
    }
}
