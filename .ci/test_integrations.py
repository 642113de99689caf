"""Runs what other programs run: the pre-commit hooks and the steps of the GitHub action, with a built plimsoll; and asks
BuildKit's own parser (the PyPI package `dockerfile`) whether it reads our fixtures as we do.

    python3 .ci/test_integrations.py target/release/plimsoll
    python3 .ci/test_integrations.py --self-test      # with a stand-in for plimsoll: tests this file

Needs git, bash and, on the first run, PyPI (for pre-commit, PyYAML and dockerfile, in a virtual
environment under target/).
The last line says how many checks passed and failed.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "target" / "integrations"
BIN = ENVIRONMENT / "bin"

BAD = 'FROM alpine:latest\nUSER 1000:1000\nHEALTHCHECK CMD ["true"]\nCMD ["sleep", "60"]\n'
GOOD = BAD.replace("latest", "3.24")
RULE = "no-latest-tag"


class Checks:
    """Counts, and says what went wrong."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def that(self, holds, name, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}\n{detail}".rstrip())

    def equal(self, actual, expected, name):
        self.that(actual == expected, name, f"  expected {expected!r}\n  got      {actual!r}")


# --- The names that the hooks take ------------------------------------------------------------------------------------

NAMES = {
    "Dockerfile": True,
    "dockerfile": True,
    "Containerfile": True,
    "api/Dockerfile": True,
    "api/Dockerfile.dev": True,
    "api/dev.Dockerfile": True,
    "api/dev.dockerfile": True,
    "build/app.containerfile": True,
    "Dockerfile.prod.alpine": True,
    "docker-compose.yml": True,
    "docker-compose.override.yaml": True,
    "docker-compose-dev.yml": True,
    "compose.yaml": True,
    "compose.prod.yml": True,
    "deploy/compose_test.yml": True,
    "stack.yml": True,
    "docker-stack.yml": True,
    "infra/stack-prod.yaml": True,
    "Dockerfile.dockerignore": False,
    ".dockerignore": False,
    "MyDockerfile": False,
    "Dockerfiles/readme.md": False,
    "dockerfile_notes.txt": False,
    "composer.yml": False,
    "composer.json": False,
    "compose.json": False,
    "decompose.yaml": False,
    "values.yaml": False,
    "stackoverflow.yml": False,
}


def takes(hook, name):
    """As pre-commit decides by name."""
    return bool(re.search(hook["files"], name)) and not re.search(hook["exclude"], name)


def check_names(checks, hooks):
    for hook in hooks:
        for name, expected in NAMES.items():
            checks.equal(takes(hook, name), expected, f"hook {hook['id']} and the name {name}")


# --- GitHub's workflow commands ---------------------------------------------------------------------------------------

KINDS = {"error", "warning", "notice"}
OTHERS = {"group", "endgroup", "debug"}
PROPERTIES = {"file", "line", "endLine", "col", "endColumn", "title"}


class BadCommand(Exception):
    """A line that GitHub would not read as it was meant."""


def unescape(text, codes):
    """Takes the escapes back. Anything else after a percent sign was not escaped."""
    meanings = {"25": "%", "0D": "\r", "0A": "\n", "3A": ":", "2C": ","}
    result, rest = "", text
    while "%" in rest:
        before, _, after = rest.partition("%")
        code = after[:2]
        if code not in codes:
            raise BadCommand(f"a bare percent sign before {after[:5]!r}")
        result += before + meanings[code]
        rest = after[2:]
    return result + rest


def parse_command(line):
    """The name, the properties and the message of `::name key=value,…::message`; None for any other line."""
    if not line.startswith("::"):
        return None
    head, separator, data = line[2:].partition("::")
    if not separator:
        raise BadCommand("no second ::")
    if "\r" in line or "\n" in line:
        raise BadCommand("a bare line end")
    name, _, rest = head.partition(" ")
    if name not in KINDS | OTHERS:
        raise BadCommand(f"an unknown command {name!r}")
    properties = {}
    for pair in rest.split(",") if rest else []:
        key, equals, value = pair.partition("=")
        if not equals or key not in PROPERTIES or key in properties:
            raise BadCommand(f"a bad property {pair!r}")
        if ":" in value:
            raise BadCommand(f"a bare colon in {pair!r}")
        properties[key] = unescape(value, {"25", "0D", "0A", "3A", "2C"})
    return name, properties, unescape(data, {"25", "0D", "0A"})


def check_place(properties, message):
    """The place of an annotation has to be one that the runner keeps."""
    numbers = {}
    for key in ("line", "endLine", "col", "endColumn"):
        if key in properties:
            if not re.fullmatch(r"[1-9][0-9]*", properties[key]):
                raise BadCommand(f"{key} is {properties[key]!r}")
            numbers[key] = int(properties[key])
    line, end = numbers.get("line"), numbers.get("endLine", numbers.get("line"))
    if end is not None and (line is None or end < line):
        raise BadCommand("ends before it begins")
    if line != end and ("col" in numbers or "endColumn" in numbers):
        raise BadCommand("columns over several lines")
    if numbers.get("endColumn", sys.maxsize) < numbers.get("col", 0):
        raise BadCommand("its columns end before they begin")
    file = properties.get("file")
    if file is None:
        return
    if file.startswith(("/", "./")) or "\\" in file or ".." in file.split("/"):
        raise BadCommand(f"the path {file!r} is not relative to the root")
    if line is not None and not re.match(re.escape(f"{file}:{line}:") + "[1-9]", message):
        raise BadCommand(f"the message does not begin with its place: {message!r}")


def read_log(log):
    """The annotations of a log. Groups have to be closed, and no kind may have more than GitHub shows."""
    annotations, depth = [], 0
    for line in log.split("\n"):
        command = parse_command(line)
        if command is None:
            continue
        name, properties, message = command
        if name in OTHERS:
            depth += {"group": 1, "endgroup": -1}.get(name, 0)
            if depth not in (0, 1):
                raise BadCommand("groups do not nest")
            continue
        check_place(properties, message)
        annotations.append(command)
    if depth:
        raise BadCommand("a group stays open")
    for kind in KINDS:
        if sum(1 for name, _, _ in annotations if name == kind) > 10:
            raise BadCommand(f"more than ten annotations of the kind {kind}")
    return annotations


RIGHT = [
    "::error file=a/Dockerfile,line=1,endLine=1,col=6,endColumn=9,title=x::a/Dockerfile:1:6: text",
    "::warning file=a%2Cb%3Ac 100%25,line=2,endLine=4::a,b:c 100%25:2:1: one%0Atwo 50%25",
    "::notice::3 more findings; see the job summary",
    "::group::More\nplain text\n::endgroup::",
    "nothing :: of ours",
]
WRONG = {
    "a bare percent sign": "::error::100% sure",
    "a colon's escape in the message": "::error::a%3Ab",
    "a bare colon in a property": "::error file=a:b::text",
    "a bare comma in a property": "::error file=a,b::text",
    "an unknown property": "::error path=a::text",
    "an unknown command": "::eror::text",
    "no end of the properties": "::error file=a",
    "line zero": "::error file=a,line=0::a:0:1: text",
    "an end before the beginning": "::error file=a,line=3,endLine=2::a:3:1: text",
    "columns over several lines": "::error file=a,line=1,endLine=2,col=1::a:1:1: text",
    "an absolute path": "::error file=/a,line=1::/a:1:1: text",
    "a path from here": "::error file=./a,line=1::./a:1:1: text",
    "a path out of the root": "::error file=../a,line=1::../a:1:1: text",
    "a message without its place": "::error file=a,line=1::text",
    "a group that stays open": "::group::More",
    "a carriage return": "::error::text\r",
    "eleven of a kind": "\n".join(["::notice::text"] * 11),
}


def check_the_reader(checks):
    """The reader of logs itself: it takes what is right and refuses what is wrong."""
    for log in RIGHT:
        try:
            read_log(log)
            checks.that(True, "")
        except BadCommand as error:
            checks.that(False, f"the reader takes {log!r}", str(error))
    for name, log in WRONG.items():
        try:
            read_log(log)
            checks.that(False, f"the reader refuses {name}")
        except BadCommand:
            checks.that(True, "")


# --- pre-commit -------------------------------------------------------------------------------------------------------


def run(command, cwd, env=None, **more):
    merged = {**os.environ, **(env or {})}
    return subprocess.run(command, cwd=cwd, env=merged, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def git(repository, *arguments):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    done = run(["git", *identity, *arguments], repository)
    if done.returncode:
        raise SystemExit(f"git {' '.join(arguments)}: {done.stdout}")


def local_config(hook, binary):
    """The hook as a local one that runs the given binary: building by the hook's own way takes minutes."""
    import json

    _, *arguments = shlex.split(hook["entry"])
    local = {**hook, "language": "system", "entry": shlex.join([str(binary), *arguments])}
    local.pop("description", None)
    return json.dumps({"repos": [{"repo": "local", "hooks": [local]}]})  # JSON is YAML


def check_hook(checks, hook, binary):
    name = hook["id"]
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder)
        git(repository, "init", "-q")
        write(repository, {
            ".pre-commit-config.yaml": local_config(hook, binary),
            "fine/Dockerfile": GOOD,
            "old/Dockerfile": BAD,
            "notes.txt": BAD,
        })
        git(repository, "add", ".")
        git(repository, "commit", "-q", "-m", "Begin")

        pre_commit = [str(BIN / "pre-commit"), "run"]
        home = {"PRE_COMMIT_HOME": str(ENVIRONMENT / "home"), "NO_COLOR": "1"}
        write(repository, {"new/Dockerfile": BAD, "fine/Dockerfile": GOOD + "# touched\n", "notes.txt": BAD * 2})
        git(repository, "add", ".")
        done = run(pre_commit, repository, home)
        checks.equal(done.returncode, 1, f"{name}: a bad file fails\n{done.stdout}")
        checks.that(RULE in done.stdout, f"{name}: the rule is named", done.stdout)
        checks.that("new/Dockerfile" in done.stdout, f"{name}: the bad file is named", done.stdout)
        for other in ["fine/Dockerfile", "old/Dockerfile", "notes.txt"]:
            checks.that(other not in done.stdout, f"{name}: {other} is not named", done.stdout)

        write(repository, {"new/Dockerfile": GOOD})
        git(repository, "add", ".")
        done = run(pre_commit, repository, home)
        checks.equal(done.returncode, 0, f"{name}: a mended file passes\n{done.stdout}")

        git(repository, "reset", "-q", "--hard")
        write(repository, {"readme.txt": "text\n"})
        git(repository, "add", ".")
        done = run(pre_commit, repository, home)
        checks.that(done.returncode == 0 and "Skipped" in done.stdout, f"{name}: other files skip it", done.stdout)


def check_script(checks, hooks):
    """The script behind the hooks that build themselves: it builds when there is nothing, and then hands over."""
    scripts = {shlex.split(hook["entry"])[0] for hook in hooks if hook["language"] == "script"}
    for script in scripts:
        with tempfile.TemporaryDirectory() as folder:
            clone = Path(folder) / "a clone"
            copy = clone / script
            copy.parent.mkdir(parents=True)
            shutil.copy(ROOT / script, copy)
            built = clone / "target" / "release" / "plimsoll"
            tools = Path(folder) / "tools"
            tools.mkdir()
            cargo = tools / "cargo"
            ready = Path(folder) / "ready"
            ready.write_text("#!/bin/sh\necho ran $#\n")
            ready.chmod(0o755)
            cargo.write_text(f"#!/bin/sh\necho built\nmkdir -p '{built.parent}'\ncp '{ready}' '{built}'\n")
            cargo.chmod(0o755)
            path = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
            first = subprocess.run([copy, "check", "a b"], env={**os.environ, **path}, text=True, capture_output=True)
            checks.equal((first.returncode, first.stdout), (0, "ran 2\n"), f"{script} builds and runs\n{first.stderr}")
            checks.that("built" in first.stderr, f"{script} builds on stderr", first.stderr)
            again = subprocess.run([copy, "check"], env={**os.environ, **path}, text=True, capture_output=True)
            checks.equal((again.stdout, again.stderr), ("ran 1\n", ""), f"{script} builds once")
            shutil.rmtree(clone / "target")
            for name in ["sh", "dirname"]:
                (Path(folder) / name).symlink_to(shutil.which(name))
            bare = subprocess.run([copy], env={"PATH": folder}, text=True, capture_output=True)
            checks.equal(bare.returncode, 2, f"{script} fails without cargo\n{bare.stderr}")
            checks.that("plimsoll-system" in bare.stderr, f"{script} says what to do without cargo", bare.stderr)


# --- The action -------------------------------------------------------------------------------------------------------


class Runner:
    """What GitHub does with the steps of a composite action: inputs, environment, files for outputs."""

    def __init__(self, action, workspace, path):
        self.action = action
        self.workspace = workspace
        self.path = path
        self.files = Path(tempfile.mkdtemp())

    def step(self, step_id, inputs=None):
        [step] = [step for step in self.action["runs"]["steps"] if step["id"] == step_id]
        values = {name: spec.get("default", "") for name, spec in self.action["inputs"].items()} | (inputs or {})
        expression = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
        env = {key: expression.sub(lambda found: values[found[1]], text) for key, text in step["env"].items()}
        special = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH"]
        for name in special:
            (self.files / name).write_text("")
            env[name] = str(self.files / name)
        env |= {
            "PATH": self.path,
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.files),
            "NO_COLOR": "1",
        }
        script = self.files / f"{step_id}.sh"
        script.write_text(step["run"])
        shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]  # as the runner does for `bash`
        done = subprocess.run(shell, cwd=self.workspace, env={**os.environ, **env}, text=True, capture_output=True)
        return done, {name: (self.files / name).read_text() for name in special}


def outputs(text):
    return dict(line.split("=", 1) for line in text.splitlines())


def tools_folder(folder, binary):
    """A folder for PATH: plimsoll, and a cargo that only notes how it was called."""
    folder.mkdir()
    (folder / "plimsoll").symlink_to(Path(binary).resolve())
    cargo = folder / "cargo"
    cargo.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(folder / "cargo-calls"))}\n')
    cargo.chmod(0o755)
    return folder


def check_action(checks, action, binary):
    for step in action["runs"]["steps"]:
        checks.that("uses" not in step, f"the step {step['id']} uses no other action")
        checks.that("${{" not in step["run"], f"the step {step['id']} has no expression in its script")
    with tempfile.TemporaryDirectory() as folder:
        tools = tools_folder(Path(folder) / "tools", binary)
        calls = tools / "cargo-calls"
        workspace = Path(folder) / "workspace"
        odd = "odd,name: 100%/Dockerfile"
        write(workspace, {odd: BAD, "fine/Dockerfile": GOOD, "many/Dockerfile": "FROM alpine:latest\n" * 15 + GOOD})
        runner = Runner(action, workspace, f"{tools}{os.pathsep}{os.environ['PATH']}")

        done, files = runner.step("install")
        checks.that(done.returncode == 0 and not calls.exists(), "the right version is not installed again", done.stderr)
        checks.equal(files["GITHUB_PATH"], "", "nothing is added to the path then")
        done, files = runner.step("install", {"version": "v9.9.9"})
        called = calls.read_text() if calls.exists() else ""
        checks.that("--tag v9.9.9" in called and "--locked" in called, "another version is installed by its tag", called)
        checks.that(files["GITHUB_PATH"].strip().endswith("/bin"), "and its folder is added to the path")

        done, files = runner.step("check", {"paths": f"{odd}\nfine"})
        checks.equal(done.returncode, 1, f"the check fails on findings\n{done.stderr}")
        try:
            annotations = read_log(done.stdout)
            checks.that(True, "")
        except BadCommand as error:
            annotations = []
            checks.that(False, "every annotation is well formed", f"{error}\n{done.stdout}")
        places = {properties.get("file") for _, properties, _ in annotations if "file" in properties}
        checks.equal(places, {odd}, "the annotations are on the bad file only")
        checks.that(any(RULE in message + properties.get("title", "") for _, properties, message in annotations),
                    "an annotation names the rule", done.stdout)
        given = outputs(files["GITHUB_OUTPUT"])
        checks.that(int(given.get("findings", 0)) >= 1, "the output counts the findings", str(given))
        checks.equal(given.get("exit-code"), "1", "the output has the exit code")
        summary = files["GITHUB_STEP_SUMMARY"]
        block = re.search(r"^~~~~~~text\n(.*?)^~~~~~~$", summary, re.MULTILINE | re.DOTALL)
        checks.that(block and RULE in block[1] and odd in block[1], "the summary lists the findings in a block", summary)

        done, files = runner.step("check", {"paths": "fine"})
        checks.equal(done.returncode, 0, f"the check passes without findings\n{done.stdout}{done.stderr}")
        checks.that("No findings." in files["GITHUB_STEP_SUMMARY"], "the summary says that there is nothing")
        checks.equal(outputs(files["GITHUB_OUTPUT"]).get("findings"), "0", "the output says that there is nothing")

        done, files = runner.step("check", {"paths": "many", "args": "--no-ignore", "fail-level": "never"})
        checks.equal(done.returncode, 0, f"with the fail level never nothing fails\n{done.stdout}{done.stderr}")
        try:
            read_log(done.stdout)
            checks.that(True, "")
        except BadCommand as error:
            checks.that(False, "many findings keep to the limits", f"{error}\n{done.stdout}")
        found = int(outputs(files["GITHUB_OUTPUT"]).get("findings", 0))
        checks.that(found >= 15, "the output counts also what the log leaves out", str(found))
        shutil.rmtree(runner.files)


# --- A stand-in for plimsoll ------------------------------------------------------------------------------------------

STAND_IN = r'''#!/usr/bin/env python3
"""Finds `:latest` in Dockerfiles: enough of a plimsoll to test the tests."""
import sys
from pathlib import Path

VERSION = "@VERSION@"
arguments = sys.argv[1:]
if arguments == ["--version"]:
    print("plimsoll " + VERSION)
    sys.exit(0)
assert arguments.pop(0) == "check"
form, level, paths = "text", "warning", []
while arguments:
    argument = arguments.pop(0)
    if argument == "--format":
        form = arguments.pop(0)
    elif argument == "--fail-level":
        level = arguments.pop(0)
    elif not argument.startswith("--"):
        paths.append(Path(argument))
files = [file for path in paths for file in (sorted(path.rglob("Dockerfile*")) if path.is_dir() else [path])]
found = [(str(file), number, line.index(":latest") + 1) for file in files
         for number, line in enumerate(file.read_text().splitlines(), 1) if ":latest" in line]


def data(text):
    return text.replace("%", "%25").replace("\n", "%0A")


def value(text):
    return data(text).replace(":", "%3A").replace(",", "%2C")


for index, (file, line, column) in enumerate(found):
    place = f"{file}:{line}:{column}: "
    if form != "github":
        print(place + "warning[no-latest-tag] latest moves")
    elif index < 10:
        print(f"::warning file={value(file)},line={line},endLine={line},col={column},endColumn={column + 7},"
              f"title=no-latest-tag::{data(place)}100%25 latest")
if form == "github" and len(found) > 10:
    print(f"::notice::{len(found) - 10} more findings; see the job summary")
sys.exit(1 if found and level != "never" else 0)
'''


def stand_in(folder):
    version = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
    path = Path(folder) / "stand-in"
    path.write_text(STAND_IN.replace("@VERSION@", version))
    path.chmod(0o755)
    return path


# --- BuildKit's own parser --------------------------------------------------------------------------------------------

ORACLE = """
import dockerfile, json, sys
for path in sys.argv[1:]:
    try:
        read = dockerfile.parse_file(path)
    except Exception:
        print(json.dumps(None))
        continue
    one = lambda c: [c.cmd.upper(), c.start_line, c.end_line, list(c.flags), [h.name for h in c.heredocs]]
    print(json.dumps([one(command) for command in read]))
"""


def check_parser(checks, binary):
    """The same instructions, lines, flags and heredocs as BuildKit, on every fixture that it can parse."""
    import json

    files = [str(path) for path in sorted((ROOT / "fixtures").rglob("*ockerfile*")) if path.is_file()]
    oracle = run([str(BIN / "python"), "-c", ORACLE, *files], ROOT, check=True).stdout.splitlines()
    ours = run([str(binary), "ast", "--format", "json", *files], ROOT).stdout.splitlines()
    checks.equal((len(oracle), len(ours)), (len(files), len(files)), "both parsers read all files")
    compared = 0
    for path, expected, actual in zip(files, map(json.loads, oracle), map(json.loads, ours)):
        if expected is None:
            continue
        # The package gives an ONBUILD's heredocs to the instruction inside it, and does not show that one.
        heredocs = lambda i: [] if i["keyword"] == "ONBUILD" else i.get("heredocs") or []
        one = lambda i: [i["keyword"], i["start"], i["end"], i.get("flags") or [], heredocs(i)]
        checks.equal([one(i) for i in actual["instructions"]], expected, f"BuildKit reads {path} as we do")
        compared += 1
    checks.that(compared >= 20, f"only {compared} fixtures were compared with BuildKit's parser")


# --- All of it --------------------------------------------------------------------------------------------------------


def prepare():
    """The virtual environment with what this needs from PyPI; made once."""
    ready = ENVIRONMENT / "ready-2"
    if not ready.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "pre-commit==4.*", "PyYAML==6.*", "dockerfile==3.4.*"], check=True)
        ready.touch()


def read_yaml(path):
    """By the environment's PyYAML: this script itself runs on the standard library."""
    import json

    program = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"
    done = subprocess.run([str(BIN / "python"), "-c", program, str(path)], check=True, text=True, capture_output=True)
    return json.loads(done.stdout)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    prepare()
    checks = Checks()
    hooks = read_yaml(ROOT / ".pre-commit-hooks.yaml")
    action = read_yaml(ROOT / "action.yml")
    check_the_reader(checks)
    check_names(checks, hooks)
    valid = run([str(BIN / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], ROOT)
    checks.equal(valid.returncode, 0, f"pre-commit takes the hooks file\n{valid.stdout}")
    with tempfile.TemporaryDirectory() as folder:
        binary = stand_in(folder) if sys.argv[1] == "--self-test" else Path(sys.argv[1]).resolve()
        for hook in hooks:
            checks.that(hook["require_serial"], f"{hook['id']} runs once")
            if "--fix" not in hook["entry"]:
                check_hook(checks, hook, binary)
        check_script(checks, hooks)
        if sys.argv[1] != "--self-test":
            check_parser(checks, binary)
        check_action(checks, action, binary)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
