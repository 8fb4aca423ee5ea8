//! From a text to an expression.

use super::expression::{Expression, Operator};
use super::value::Value;

/// Brackets and signs within each other that are followed; deeper ones make the whole unknown.
const DEEPEST: usize = 64;

/// The most operators of an expression: a chain of them is an expression as deep as it is long. More make the whole unknown.
const MOST: usize = 500;

/// Reads an expression. What cannot be read is unknown, as a whole.
pub fn read(text: &str) -> Expression {
    let unknown = Expression::Constant(Value::Unknown);
    let Some(tokens) = tokens(text) else { return unknown };
    let mut reading = Reading { tokens: &tokens, at: 0, depth: 0, operators: 0 };
    let read = reading.pair(0);
    read.filter(|_| reading.at == tokens.len()).unwrap_or(unknown)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text(String),
    Number(f64),
    Answer(String),
    Unknown,
    Name(String),
    Sign(&'static str),
}

const SIGNS: [&str; 12] = ["!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ","];

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' | '"' => {
                let (inside, after) = rest.get(1..)?.split_once(first)?;
                (Token::Text(inside.to_owned()), after)
            }
            // Word processors write quotes like these into forms.
            '‘' | '’' | '“' | '”' => {
                let inside = rest.get(first.len_utf8()..)?;
                let end = inside.find(['’', '”', '‘', '“'])?;
                let after = inside.get(end..)?;
                (Token::Text(inside.get(..end)?.to_owned()), after.get(after.chars().next()?.len_utf8()..)?)
            }
            '$' => {
                let (name, after) = rest.strip_prefix("${")?.split_once('}')?;
                let name = name.trim();
                // What the record before this one said: no export tells.
                let earlier = name.starts_with("last-saved#");
                (if earlier { Token::Unknown } else { Token::Answer(name.to_owned()) }, after)
            }
            '0'..='9' => {
                let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
                (Token::Number(rest.get(..end)?.parse().ok()?), rest.get(end..)?)
            }
            c if c.is_alphabetic() || c == '_' => {
                let end =
                    rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ':'))).unwrap_or(rest.len());
                (Token::Name(rest.get(..end)?.to_owned()), rest.get(end..)?)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
                (Token::Sign(sign), rest.strip_prefix(sign)?)
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

struct Reading<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    operators: usize,
}

impl Reading<'_> {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        Some(token)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = matches!(self.tokens.get(self.at), Some(Token::Sign(there)) if *there == sign);
        self.at += usize::from(is);
        is
    }

    /// The operator that comes next, with how strongly it binds.
    fn operator(&self) -> Option<(Operator, usize)> {
        Some(match self.tokens.get(self.at)? {
            Token::Name(name) => match name.as_str() {
                "or" => (Operator::Or, 1),
                "and" => (Operator::And, 2),
                "div" => (Operator::Div, 6),
                "mod" => (Operator::Mod, 6),
                _ => return None,
            },
            Token::Sign(sign) => match *sign {
                "=" => (Operator::Equal, 3),
                "!=" => (Operator::Unequal, 3),
                "<" => (Operator::Less, 4),
                "<=" => (Operator::AtMost, 4),
                ">" => (Operator::More, 4),
                ">=" => (Operator::AtLeast, 4),
                "+" => (Operator::Plus, 5),
                "-" => (Operator::Minus, 5),
                "*" => (Operator::Times, 6),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Values with operators between them that bind more strongly than `weakest`.
    fn pair(&mut self, weakest: usize) -> Option<Expression> {
        let mut left = self.single()?;
        while let Some((operator, strength)) = self.operator().filter(|(_, strength)| *strength > weakest) {
            self.at += 1;
            self.operators += 1;
            if self.operators > MOST {
                return None;
            }
            let right = self.pair(strength)?;
            left = Expression::Pair(Box::new(left), operator, Box::new(right));
        }
        Some(left)
    }

    fn single(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let read = match self.next()? {
            Token::Text(text) => Expression::Constant(Value::Text(text)),
            Token::Number(number) => Expression::Constant(Value::Number(number)),
            Token::Answer(name) => Expression::Answer(name),
            Token::Unknown => Expression::Constant(Value::Unknown),
            Token::Sign("-") => {
                let zero = Expression::Constant(Value::Number(0.0));
                Expression::Pair(Box::new(zero), Operator::Minus, Box::new(self.single()?))
            }
            Token::Sign("(") => {
                let inside = self.pair(0)?;
                self.takes(")").then_some(inside)?
            }
            Token::Name(name) => {
                self.takes("(").then_some(())?;
                let mut arguments = Vec::new();
                while !self.takes(")") {
                    if !arguments.is_empty() && !self.takes(",") {
                        return None;
                    }
                    arguments.push(self.pair(0)?);
                }
                Expression::Call(name.to_lowercase(), arguments)
            }
            Token::Sign(_) => return None,
        };
        self.depth -= 1;
        Some(read)
    }
}
