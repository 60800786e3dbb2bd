//! One request to the desk: who it is from, in which language, and what was typed.

use axum::http::{HeaderMap, header};

use crate::{office::Moderator, words::Words};

/// The cookie of a session.
pub const SESSION: &str = "desk";
/// The cookie of the language.
pub const LANGUAGE: &str = "desk-lang";

/// What a form or a query says.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `a=b&c=d`.
    pub fn read(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).map(|(k, v)| (k.into_owned(), v.into_owned())).collect())
    }

    /// These fields.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The value of a field; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// Whether a field is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// All fields.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }
}

/// One request.
#[derive(Clone)]
pub struct Visit {
    /// Who, where somebody is signed in.
    pub who: Option<Moderator>,
    /// Their session's cookie.
    pub cookie: String,
    /// What every form of theirs has to hold.
    pub csrf: String,
    /// The language.
    pub words: Words,
    /// The path that was asked for.
    pub path: String,
    /// What the address says.
    pub query: Form,
    /// What was typed.
    pub form: Form,
    /// When.
    pub now: u64,
    /// From where.
    pub address: std::net::IpAddr,
    /// Whether it came by https, as far as the desk knows.
    pub is_secure: bool,
}

impl Visit {
    /// Who, on pages that only those see who are signed in.
    pub fn moderator(&self) -> Moderator {
        self.who.clone().unwrap_or_else(|| unreachable!("the gate lets nobody else in"))
    }
}

/// A cookie of a request.
pub fn cookie(headers: &HeaderMap, name: &str) -> String {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut all = lines.flat_map(|line| line.split(';')).filter_map(|one| one.trim().split_once('='));
    all.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
}

/// A header that sets a cookie for the desk's pages; without a value it takes it away.
pub fn set_cookie(name: &str, value: &str, seconds: u64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/desk; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}
