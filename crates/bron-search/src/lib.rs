//! What do I ask a knowledge base, and what did its answer say?
