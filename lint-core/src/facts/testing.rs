//! What tests of several facts begin with.

use crate::cx::DockerfileCx;
use crate::dockerfile::Stage;

/// Asks about the last stage of the first Dockerfile in a case (see [`crate::testing::split`]).
pub(super) fn with_stage<T>(text: &str, ask: impl FnOnce(&DockerfileCx<'_>, Stage<'_>) -> T) -> T {
    let project = crate::testing::project(&crate::testing::split(text, "Dockerfile"));
    let linked = project.link();
    let file = project.files().find(|(_, file)| file.dockerfile().is_some()).expect("a Dockerfile").0;
    let cx = DockerfileCx::new(&linked, file).expect("a Dockerfile");
    let last = cx.dockerfile.stages().last().expect("a stage");
    ask(&cx, last)
}
