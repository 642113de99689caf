//! Bytes per second of the parsers: of Dockerfiles (`PLIMSOLL_BENCH_DIR` names another folder of them), and of a made-up
//! Compose file with its model.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use plimsoll_core::dockerfile::parse;
use plimsoll_core::{compose, yaml};
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

/// About a megabyte of services.
fn services() -> Arc<str> {
    let service = |at: usize| {
        format!(
            "  app{at}:\n    image: acme/app:${{TAG:-1.{at}}}\n    restart: always\n    environment:\n      LOG_LEVEL: info\n      PORT: \"8080\"\n    ports:\n      - \"{}:80\"\n    volumes:\n      - data:/var/lib/data\n      - ./app.yaml:/etc/app.yaml:ro\n    deploy:\n      resources:\n        limits:\n          memory: 256M\n",
            1024 + at
        )
    };
    let services: String = (0..3_000).map(service).collect();
    format!("services:\n{services}volumes:\n  data:\n").into()
}

fn compose_file(criterion: &mut Criterion) {
    let text = services();
    let tree = yaml::parse(Arc::clone(&text));
    let mut group = criterion.benchmark_group("compose");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("yaml", |bencher| bencher.iter(|| yaml::parse(Arc::clone(&text)).nodes().count()));
    group.bench_function("model", |bencher| bencher.iter(|| compose::read(&tree).services.len()));
    group.finish();
}

criterion_group!(benches, dockerfile, compose_file);
criterion_main!(benches);
