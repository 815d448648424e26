//! How does a reviewer judge in a browser?
