#!/usr/bin/env python3
"""Measures release binaries on three made-up Compose files of one megabyte each, with one thread.

usage: bench_compose.py [BINARY ...] [--times N] [--callgrind] [--keep FOLDER]

The files: services as people write them, many tiny ones, few with long lists of variables. Prints the processor time of the
best of N runs, which says more than the clock on a machine that is busy, and the peak of memory, for each binary (by
default target/release/plimsoll). With --callgrind also instruction counts, which do not depend on the machine's load. With
--keep the files stay in FOLDER.
"""
import argparse, os, pathlib, re, subprocess, sys, tempfile

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument('binaries', nargs='*', default=['target/release/plimsoll'])
ap.add_argument('--times', type=int, default=7)
ap.add_argument('--callgrind', action='store_true')
ap.add_argument('--keep', type=pathlib.Path)
a = ap.parse_args()

IMAGES = ['nginx:1.27.3', 'postgres:16.4', 'redis:7.4', 'ghcr.io/acme/app:${TAG:-1.2}', 'node:20-alpine', 'acme/worker:2.3']

def usual(at):
    wait = f'    depends_on:\n      app{at - 1}:\n        condition: service_healthy\n' if at else ''
    return f'''  app{at}:
    image: {IMAGES[at % len(IMAGES)]}
    container_name: app-{at}
    restart: unless-stopped
    environment:
      NODE_ENV: production
      DATABASE_URL: "postgres://app:${{DB_PASSWORD}}@db{at}:5432/app"
      REDIS_HOST: redis{at}
      LOG_LEVEL: ${{LOG_LEVEL:-info}}
      SENTRY_DSN: ${{SENTRY_DSN}}
      FEATURE_{at}: "true"
    ports:
      - "127.0.0.1:{10000 + at}:8080"
      - "{30000 + at}:9090"
    volumes:
      - data{at}:/var/lib/data
      - ./config/app{at}.yaml:/etc/app/config.yaml:ro
      - type: bind
        source: ./logs
        target: /var/log/app
    networks:
      - front
      - back
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
      interval: 30s
      timeout: 5s
      retries: 3
    logging: *log
    labels:
      - "traefik.enable=true"
      - "traefik.http.routers.app{at}.rule=Host(`app{at}.example.com`)"
      - "traefik.http.services.app{at}.loadbalancer.server.port=8080"
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    deploy:
      resources:
        limits:
          cpus: "0.5"
          memory: 256M
{wait}'''

def tiny(at):
    return f'''  service-number-{at}:
    image: registry.example.com/team/thing-{at}:1.{at}
    restart: always
    ports:
      - "{1024 + at}:80"
'''

def long(at):
    value = lambda one: f'${{VAR_{one}:-v}}' if one % 5 == 0 else f'value-number-{one}-of-it'
    lines = ''.join(f'      - SETTING_{one}_NAME={value(one)}\n' for one in range(120))
    return f'  big{at}:\n    image: acme/big:{at}\n    environment:\n{lines}'

def megabyte(service, head='services:\n', tail=lambda count: ''):
    parts, size = [head], 0
    while size < 1_000_000:
        parts.append(service(len(parts) - 1))
        size += len(parts[-1])
    return ''.join(parts) + tail(len(parts) - 1), len(parts) - 1

LOG = 'x-log: &log\n  driver: json-file\n  options:\n    max-size: "10m"\n    max-file: "3"\nservices:\n'
volumes = lambda count: 'networks:\n  front:\n  back:\n    internal: true\nvolumes:\n' + ''.join(f'  data{at}:\n' for at in range(count))
files = {'usual': megabyte(usual, LOG, volumes), 'tiny': megabyte(tiny), 'long lists': megabyte(long)}

# A rule that looks at nothing here: reading, parsing and finishing remain.
runs = {'reading and parsing': ['--select', 'invalid-yaml'], 'recommended': [], 'all rules': ['--preset', 'all']}

def best(command, times):
    """The least processor time in seconds and the peak of memory in megabytes."""
    took, peak = [], 0
    for _ in range(times):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        took.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
    return min(took), peak

def instructions(command):
    out = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *command], capture_output=True, text=True)
    found = re.search(r'Collected\s*:\s*(\d+)', out.stderr)
    return int(found.group(1)) if found else sys.exit(out.stderr[-500:])

with tempfile.TemporaryDirectory() as temporary:
    folder = a.keep or pathlib.Path(temporary)
    for name, (text, count) in files.items():
        path = folder / name.replace(' ', '-') / 'compose.yaml'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(f'{name}: {count:,} services, {len(text) / 1e6:.2f} MB')
        for run, flags in runs.items():
            for binary in a.binaries:
                command = [binary, 'check', '--isolated', '--silent', '--exit-zero', '--jobs', '1', *flags, str(path)]
                seconds, peak = best(command, a.times)
                line = f'  {run:22}{seconds * 1000:9.1f} ms{peak:8.0f} MB'
                if a.callgrind:
                    line += f'{instructions(command) / 1e6:10,.0f} M instructions'
                print(line + (f'  {binary}' if len(a.binaries) > 1 else ''), flush=True)
