//! A statement under construction: text with placeholders of the engine, and the arguments in their order.

use super::pool::Engine;

/// An argument. Lists go whole to PostgreSQL, which has arrays; the other engines never see them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Arg {
    Text(String),
    Int(i64),
    Texts(Vec<String>),
    Ints(Vec<i64>),
}

/// SQL and its arguments.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) engine: Engine,
    pub(super) text: String,
    pub(super) args: Vec<Arg>,
}

impl Statement {
    pub(super) fn new(engine: Engine, text: impl Into<String>) -> Self {
        Self { engine, text: text.into(), args: Vec::new() }
    }

    /// Adds text. Never a value: those are bound.
    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a placeholder for an argument.
    pub(super) fn bind(&mut self, arg: Arg) -> &mut Self {
        self.args.push(arg);
        match self.engine {
            Engine::Postgres => {
                self.text.push('$');
                self.text.push_str(&self.args.len().to_string());
            }
            Engine::Mysql | Engine::Sqlite => self.text.push('?'),
        }
        self
    }

    /// Adds a quoted name.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        let quoted = quote(self.engine, name);
        self.push(&quoted)
    }
}

/// A name as the engine quotes it. SQLite takes an unknown name in double quotes for a text, so that a column
/// that is gone would go unnoticed: backquotes have no such second meaning.
pub(super) fn quote(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Mysql | Engine::Sqlite => format!("`{}`", name.replace('`', "``")),
        Engine::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}
