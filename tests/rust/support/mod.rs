//! What the property tests are made of: models and events at random, and a host that holds every
//! step against the laws of the engine.

pub mod actions;
mod activity;
pub mod betsy;
pub mod block;
pub mod corpus;
pub mod drawing;
pub mod free;
pub mod host;
pub mod joins;
pub mod ledger;
pub mod metamodel;
pub mod mutate;
pub mod operations;
pub mod strategies;
pub mod tokensim;
pub mod trial;
pub mod words;
pub mod write;
pub mod xml;
