//! Tables: text → commands and words.
