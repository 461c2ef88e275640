//! A small HTTP client that knows the two ways to present the token.

use serde_json::Value;

use super::program::Serve;

/// An account as the provider would have it.
pub const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

/// One answer: status and body.
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The `result` of a provider's answer that succeeded.
    pub fn result(&self) -> Value {
        let json = self.json();
        assert_eq!((self.status, &json["success"]), (200, &Value::Bool(true)), "{json}");
        json["result"].clone()
    }
}

impl Serve {
    fn agent() -> ureq::Agent {
        ureq::Agent::config_builder().http_status_as_error(false).build().into()
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = Self::agent()
            .get(format!("{}{path}", self.http))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("X-Understudy-Token", &self.token);
        read(request.call().unwrap())
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_accepting(path, body, "application/json")
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        let request = Self::agent()
            .put(format!("{}{path}", self.http))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("X-Understudy-Token", &self.token);
        read(request.send_json(body).unwrap())
    }

    pub fn delete(&self, path: &str) -> Answer {
        let request = Self::agent()
            .delete(format!("{}{path}", self.http))
            .header("Authorization", format!("Bearer {}", self.token));
        read(request.call().unwrap())
    }

    pub fn post_accepting(&self, path: &str, body: &Value, accept: &str) -> Answer {
        let request = Self::agent()
            .post(format!("{}{path}", self.http))
            .header("Authorization", format!("Bearer {}", self.token))
            .header("X-Understudy-Token", &self.token)
            .header("Accept", accept);
        read(request.send_json(body).unwrap())
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let status = response.status().as_u16();
    Answer { status, text: response.body_mut().read_to_string().unwrap() }
}
