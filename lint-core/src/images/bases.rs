//! Images that one builds upon: distributions and language runtimes.

use super::{Capabilities, Facts, Pid1, Purpose, Row, Shell, Tool, UNSTATED, User, named, tcp};

/// The table.
#[rustfmt::skip] // facts in paragraphs, not one a line
pub(super) static ROWS: &[Row] = &[
    // nodejs/docker-node 24/trixie/Dockerfile, 24/trixie-slim/Dockerfile
    Row { image: "node", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // nodejs/docker-node 24/trixie/Dockerfile, 24/trixie-slim/Dockerfile
    Row { image: "node", tag: "*slim*", facts: Facts {
        tools: Some(&[]), ..UNSTATED
    } },
    // nodejs/docker-node 24/alpine3.23/Dockerfile
    Row { image: "node", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/python 3.13/slim-trixie/Dockerfile
    Row { image: "python", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/python 3.13/slim-trixie/Dockerfile
    Row { image: "python", tag: "*slim*", facts: Facts {
        tools: Some(&[]), ..UNSTATED
    } },
    // general knowledge; docker-library/python
    Row { image: "python", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/golang 1.26/trixie/Dockerfile
    Row { image: "golang", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/golang (alpine variants build on alpine)
    Row { image: "golang", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // rust-lang/docker-rust stable/trixie/slim/Dockerfile
    Row { image: "rust", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // rust-lang/docker-rust stable/trixie/slim/Dockerfile
    Row { image: "rust", tag: "*slim*", facts: Facts {
        tools: Some(&[]), ..UNSTATED
    } },
    // rust-lang/docker-rust (alpine variants build on alpine)
    Row { image: "rust", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/ruby 3.4/slim-trixie/Dockerfile
    Row { image: "ruby", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/ruby 3.4/slim-trixie/Dockerfile
    Row { image: "ruby", tag: "*slim*", facts: Facts {
        tools: Some(&[]), ..UNSTATED
    } },
    // docker-library/ruby (alpine variants build on alpine)
    Row { image: "ruby", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // docker-library/php 8.4/trixie/cli/Dockerfile: an untagged php is the cli variant
    Row { image: "php", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash), purpose: Some(Purpose::Base),
        ..UNSTATED
    } },
    // docker-library/php 8.4/trixie/cli/Dockerfile
    Row { image: "php", tag: "*cli*", facts: Facts {
        tools: Some(&[Tool::Curl]), ..UNSTATED
    } },
    // docker-library/php 8.4/trixie/fpm/Dockerfile, 8.4/alpine3.23/fpm/Dockerfile
    Row { image: "php", tag: "*fpm*", facts: Facts {
        ports: Some(&[tcp(9000)]), writable_paths: Some(&["/tmp", "/usr/local/var/run"]),
        writable_known: Some(false), capabilities: Some(Capabilities::Known(&["SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), tools: Some(&[Tool::Curl]), ..UNSTATED
    } },
    // docker-library/php 8.4/trixie/fpm/Dockerfile, 8.4/alpine3.23/fpm/Dockerfile
    Row { image: "php", tag: "*fpm*alpine*", facts: Facts {
        shell: Some(Shell::Ash), ..UNSTATED
    } },
    // docker-library/php 8.4/trixie/apache/Dockerfile
    Row { image: "php", tag: "*apache*", facts: Facts {
        ports: Some(&[tcp(80)]),
        writable_paths: Some(&["/var/run/apache2", "/var/lock/apache2", "/var/log/apache2", "/tmp"]),
        writable_known: Some(false),
        capabilities: Some(Capabilities::Known(&["NET_BIND_SERVICE", "SETGID", "SETUID"])),
        pid1: Some(Pid1::Service), tools: Some(&[Tool::Curl]), probe: Some("curl -fsS http://localhost/"),
        ..UNSTATED
    } },
    // docker-library/php 8.4/alpine3.23/fpm/Dockerfile
    Row { image: "php", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), ..UNSTATED
    } },
    // docker-library/docs openjdk/deprecated.md
    Row { image: "openjdk", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash), purpose: Some(Purpose::Base),
        ..UNSTATED
    } },
    // adoptium/containers 21/jre/ubuntu/noble/Dockerfile, 21/jre/alpine/3.23/Dockerfile
    Row { image: "eclipse-temurin", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // adoptium/containers 21/jre/ubuntu/noble/Dockerfile, 21/jre/alpine/3.23/Dockerfile
    Row { image: "eclipse-temurin", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // corretto/corretto-docker 21/jdk/al2023/Dockerfile
    Row { image: "amazoncorretto", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/docs alpine
    Row { image: "alpine", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/docs debian
    Row { image: "debian", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/docs ubuntu; MariaDB/mariadb-docker 11.8/Dockerfile (removes that account)
    Row { image: "ubuntu", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/busybox Dockerfile.template
    Row { image: "busybox", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // endoflife-date/endoflife.date centos
    Row { image: "centos", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // endoflife-date/endoflife.date fedora
    Row { image: "fedora", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/docs rockylinux/deprecated.md; docker-library/official-images library/rockylinux
    Row { image: "rockylinux", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // general knowledge
    Row { image: "almalinux", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/docs amazonlinux; opensearch-project/opensearch-build al2023 Dockerfile
    Row { image: "amazonlinux", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash), tools: Some(&[Tool::Curl]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // docker-library/docs scratch
    Row { image: "scratch", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::None), tools: Some(&[]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // GoogleContainerTools/distroless README
    Row { image: "gcr.io/distroless/*", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Runtime), shell: Some(Shell::None), tools: Some(&[]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // GoogleContainerTools/distroless README
    Row { image: "gcr.io/distroless/*", tag: "nonroot*", facts: Facts {
        user: Some(named("nonroot", 65532)), ..UNSTATED
    } },
    // GoogleContainerTools/distroless README
    Row { image: "gcr.io/distroless/*", tag: "debug-nonroot*", facts: Facts {
        user: Some(named("nonroot", 65532)), ..UNSTATED
    } },
    // GoogleContainerTools/distroless README
    Row { image: "gcr.io/distroless/*", tag: "debug*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // general knowledge
    Row { image: "cgr.dev/chainguard/*", tag: "*", facts: Facts {
        user: Some(named("65532", 65532)), pid1: Some(Pid1::Runtime), shell: Some(Shell::None), tools: Some(&[]),
        purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // general knowledge: dev tags bring a shell
    Row { image: "cgr.dev/chainguard/*", tag: "*-dev*", facts: Facts {
        shell: Some(Shell::Unknown), ..UNSTATED
    } },
    // dotnet/dotnet-docker src/runtime-deps/10.0/noble/amd64/Dockerfile, src/aspnet/10.0/noble/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/aspnet", tag: "*", facts: Facts {
        user: Some(User::Root), writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Base),
        ..UNSTATED
    } },
    // dotnet/dotnet-docker src/runtime-deps/10.0/noble/amd64/Dockerfile, src/aspnet/10.0/noble/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/aspnet", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // dotnet/dotnet-docker src/runtime-deps/10.0/noble/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/runtime", tag: "*", facts: Facts {
        user: Some(User::Root), writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        pid1: Some(Pid1::Runtime), shell: Some(Shell::Bash), tools: Some(&[]), purpose: Some(Purpose::Base),
        ..UNSTATED
    } },
    // dotnet/dotnet-docker src/runtime-deps/10.0/noble/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/runtime", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), tools: Some(&[Tool::BusyboxWget]), ..UNSTATED
    } },
    // dotnet/dotnet-docker src/runtime-deps/10.0/noble-chiseled/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/*", tag: "*chiseled*", facts: Facts {
        user: Some(named("1654", 1654)), writable_paths: Some(&["/tmp"]), writable_known: Some(false),
        pid1: Some(Pid1::Runtime), shell: Some(Shell::None), tools: Some(&[]), ..UNSTATED
    } },
    // dotnet/dotnet-docker src/sdk/10.0/noble/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/sdk", tag: "*", facts: Facts {
        user: Some(User::Root), pid1: Some(Pid1::Shell), shell: Some(Shell::Bash),
        tools: Some(&[Tool::Curl, Tool::Wget]), purpose: Some(Purpose::Base), ..UNSTATED
    } },
    // dotnet/dotnet-docker src/sdk/10.0/noble/amd64/Dockerfile
    Row { image: "mcr.microsoft.com/dotnet/sdk", tag: "*alpine*", facts: Facts {
        shell: Some(Shell::Ash), ..UNSTATED
    } },
];
