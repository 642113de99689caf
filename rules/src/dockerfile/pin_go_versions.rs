//! Go programs without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `@latest` is whatever was published last when the layer is built: two builds of one commit ship two different
    /// tools.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25
    /// RUN go install github.com/go-delve/delve/cmd/dlv@latest
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.25
    /// RUN go install github.com/go-delve/delve/cmd/dlv@v1.25.2
    /// ```
    ///
    /// Without a version, `go install` and `go run` take it from the `go.mod` of the project, or fail where there is
    /// none, so that is fine; `go get` fetches the newest:
    ///
    /// ```dockerfile
    /// FROM golang:1.25
    /// WORKDIR /src
    /// COPY . .
    /// RUN go install golang.org/x/tools/cmd/stringer && go install tool && go run ./gen
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25
    /// RUN go get github.com/golang/mock/mockgen
    /// ```
    ///
    /// A branch (`@main`, `@master`) moves as well. Packages of the project and the standard library have no versions.
    /// A variable that cannot be resolved is passed over.
    pub static RULE = {
        id: "pin-go-versions", summary: "Give the programs of `go install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3062"],
        differs: [
            "hadolint/DL3062" =>
                "`go install` and `go run` without `@` are fine, as the version comes from `go.mod`; packages without \
                 a domain and variables that nothing resolves are passed over.",
        ],
    }
    Check::Command(&["go"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let help = format!("write `{}`; `go list -m -versions MODULE` shows versions", loose.pinned());
    let finding = sink.report(loose.span(), loose.message()).help(help);
    let is_known =
        loose.packages.iter().any(|package| package.name.ends_with("@latest") || !package.name.contains('@'));
    if !at.is_plain() || !is_known {
        finding.not_as("hadolint/DL3062");
    }
}
