//! What stands in a run folder, for programs that do not know bron?
