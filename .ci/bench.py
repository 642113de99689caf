#!/usr/bin/env python3
"""Measures the release binary on a folder of Dockerfiles, as ratios in one run.

usage: bench.py FOLDER [--bin PATH] [--hadolint PATH] [--times N] [--callgrind]

Prints the best of N runs: with no rule, with each category alone, without and with ShellCheck's codes, and hadolint on the
same files (it takes many at once). With --callgrind also instruction counts, which do not depend on the machine's load.
"""
import argparse, json, pathlib, re, subprocess, sys, time

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument('folder', type=pathlib.Path)
ap.add_argument('--bin', default='target/release/plimsoll')
ap.add_argument('--hadolint')
ap.add_argument('--times', type=int, default=7)
ap.add_argument('--callgrind', action='store_true')
a = ap.parse_args()

rules = json.loads(subprocess.run([a.bin, 'rules', '--format', 'json'], capture_output=True, text=True).stdout)['rules']
categories = sorted({rule['category'] for rule in rules})
files = sorted(str(path) for path in a.folder.iterdir() if path.is_file())
base = [a.bin, 'check', '--isolated', '--silent', '--exit-zero']

# A rule that looks at nothing here: reading, parsing and finishing remain.
runs = {'reading and parsing': ['--select', 'invalid-yaml']}
for category in categories:
    ids = [rule['id'] for rule in rules if rule['category'] == category and rule['id'] != 'shellcheck']
    runs[f'{category} ({len(ids)} rules)'] = ['--select', ','.join(ids)]
runs['all rules but ShellCheck'] = ['--preset', 'all', '--ignore', 'shellcheck']
runs['ShellCheck alone'] = ['--select', 'shellcheck']
runs['all rules'] = ['--preset', 'all']
runs['recommended'] = []

def best(command, times):
    took = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took.append(time.perf_counter() - start)
    return min(took)

def instructions(command):
    out = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *command], capture_output=True, text=True)
    found = re.search(r'Collected\s*:\s*(\d+)', out.stderr)
    return int(found.group(1)) if found else sys.exit(out.stderr[-500:])

print(f'{len(files)} files')
took = {name: best([*base, '--jobs', '1', *flags, str(a.folder)], a.times) for name, flags in runs.items()}
none = took['reading and parsing']
for name, seconds in took.items():
    line = f'{name:36}{seconds * 1000:9.1f} ms{seconds / none:8.2f} x'
    if a.callgrind:
        line += f'{instructions([*base, "--jobs", "1", *runs[name], str(a.folder)]) / 1e6:12,.0f} M instructions'
    print(line, flush=True)
if a.hadolint:
    hadolint = best([a.hadolint, '--no-fail', *files], 3)
    print(f'hadolint, all its rules              {hadolint * 1000:9.1f} ms')
    for name in ('all rules', 'all rules but ShellCheck'):
        two = best([*base, *runs[name], str(a.folder)], a.times)
        print(f'hadolint / plimsoll, {name}: {hadolint / took[name]:.0f} with one thread, {hadolint / two:.0f} with all')
