//! How are exchanges (WARC), files of a run and judgements written and read so that nothing is lost?
