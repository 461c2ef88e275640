//! A key in each vendor's form. The one place where a secret is written out, for a person who asked for it.

use zeroize::Zeroizing;

use super::{Form, Key};

impl Key {
    /// The key as `form` has it, ending with a line feed; wiped on drop.
    #[must_use]
    pub fn write(&self, form: Form) -> Zeroizing<String> {
        self.write_with(form, &self.secret.base64())
    }

    /// The same with `mask` in the secret's place.
    #[must_use]
    pub fn write_masked(&self, form: Form, mask: &str) -> String {
        self.write_with(form, mask).to_string()
    }

    fn write_with(&self, form: Form, secret: &str) -> Zeroizing<String> {
        let (name, dotless) = (self.name.to_string(), self.name.as_ref().without_dot());
        let algorithm = self.algorithm.config_name();
        Zeroizing::new(match form {
            Form::Bind => {
                format!("key \"{dotless}\" {{\n    algorithm {algorithm};\n    secret \"{secret}\";\n}};\n")
            }
            Form::Knot => format!("key:\n  - id: {name}\n    algorithm: {algorithm}\n    secret: {secret}\n"),
            Form::Nsd => format!("key:\n    name: \"{name}\"\n    algorithm: {algorithm}\n    secret: \"{secret}\"\n"),
            Form::PowerDns => format!("pdnsutil import-tsig-key {dotless} {algorithm} '{secret}'\n"),
            Form::Dig => format!("{algorithm}:{dotless}:{secret}\n"),
            // Names here have letters, digits and escapes; only a backslash needs one of JSON's.
            Form::Json => format!(
                "{{\n  \"name\": \"{}\",\n  \"algo\": \"{}.\",\n  \"secret\": \"{secret}\"\n}}\n",
                name.replace('\\', "\\\\"),
                self.algorithm.mnemonic()
            ),
            Form::Bare => format!("{secret}\n"),
        })
    }
}
