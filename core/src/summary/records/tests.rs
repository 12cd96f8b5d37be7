//! What is told of two versions of tables of records.
