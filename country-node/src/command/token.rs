//! `token`: a bearer token for one of the country's users, signed with the country's own key.

use super::join::TOKEN_KEY;
use super::{Failure, say};
use crate::audit::command::Administration;
use crate::node::Node;
use clap::Args;
use door::key_file;
use schema::role::Role;
use schema::token::issue;

/// The longest that a token holds, in days: a quarter.
const MOST_DAYS: i64 = 92;

#[derive(Args, Debug)]
pub struct Token {
    /// The user, by a pseudonym that the country keeps.
    #[arg(long)]
    user: String,
    /// What the user does: observer, analyst, officer or administrator.
    #[arg(long, value_parser = role)]
    role: Role,
    /// How many days it holds, at most 92.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=MOST_DAYS))]
    days: i64,
}

fn role(name: &str) -> Result<Role, String> {
    let roles = [Role::Observer, Role::Analyst, Role::Officer, Role::Administrator];
    roles
        .into_iter()
        .find(|role| role.name() == name)
        .ok_or_else(|| format!("one of {}", roles.map(Role::name).join(", ")))
}

impl Token {
    /// What the audit log says of it: not for whom, and never the token.
    pub fn administration(&self) -> Administration {
        Administration::of("token").with("role", self.role.name()).with("days", self.days.to_string())
    }

    pub fn run(&self, node: &Node) -> Result<(), Failure> {
        let key = key_file::read(&node.folder.join(TOKEN_KEY))?;
        let now = (node.clock)();
        say(&issue(&key, node.config.country, &self.user, self.role, now, now + self.days * 86_400)?)
    }
}
