//! A compiler in the image that ships.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The image holds the compiler and the sources besides the program they made: hundreds of megabytes that every host pulls,
    /// with their own security updates, and tools for whoever breaks in.
    ///
    /// A second stage that takes only the program ships neither.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25
    /// WORKDIR /src
    /// COPY . .
    /// RUN go build -o /server .
    /// CMD ["/server"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.25 AS build
    /// WORKDIR /src
    /// COPY . .
    /// RUN CGO_ENABLED=0 go build -o /server .
    /// FROM gcr.io/distroless/static-debian13
    /// COPY --from=build /server /server
    /// CMD ["/server"]
    /// ```
    ///
    /// It is reported only where all of it is certain: a file with one stage on an image that is known to bring a compiler,
    /// files copied into it, a command that compiles, and a container that starts what was made. What starts a tool, a shell
    /// or a script may need the compiler; so may files for development and tests.
    ///
    /// ```dockerfile
    /// FROM golang:1.25
    /// COPY . .
    /// RUN go build ./...
    /// CMD ["go", "test", "./..."]
    /// ```
    pub static RULE = {
        id: "prefer-multi-stage", summary: "Compile in a stage of its own", category: Size, severity: Info,
        since: "0.2.0", presets: [Strict], aliases: ["tally/prefer-multi-stage-build", "cis/4.3"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let Some(found) = cx.shipped_compiler() else { return };
    let image = found.image.of(cx.dockerfile.text());
    sink.report(
        found.command,
        format!("`{}` runs in the image that ships, so compiler and sources ship too", found.name),
    )
    .label(found.image, "this image brings the compiler")
    .label(found.sources, "these are the sources")
    .help(format!(
        "compile in a stage (`FROM {image} AS build`), and `COPY --from=build` the program into a small image"
    ));
}
