//! How do I try it without the internet? (eight imitated knowledge bases on loopback, made-up publications)
