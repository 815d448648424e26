//! How is a site asked, politely and safely?
