//! Bytes per second of the Dockerfile parser. `PLIMSOLL_BENCH_DIR` names another folder of Dockerfiles.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use plimsoll_core::dockerfile::parse;
use std::sync::Arc;

/// The files of the folder, repeated up to about a megabyte.
fn workload() -> Vec<Arc<str>> {
    let folder = std::env::var("PLIMSOLL_BENCH_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/parser").to_owned());
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files: Vec<Arc<str>> =
        paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).map(Arc::from).collect();
    let total: usize = files.iter().map(|file| file.len()).sum();
    let rounds = (1_000_000 / total.max(1)).max(1);
    files.iter().cycle().take(files.len() * rounds).cloned().collect()
}

fn dockerfile(criterion: &mut Criterion) {
    let files = workload();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(files.iter().map(|file| file.len() as u64).sum()));
    group.bench_function("dockerfile", |bencher| {
        bencher.iter(|| files.iter().map(|file| parse(Arc::clone(file)).tiles().len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, dockerfile);
criterion_main!(benches);
