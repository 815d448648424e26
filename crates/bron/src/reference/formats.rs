//! Not yet.
pub fn page() -> String {
    String::new()
}
