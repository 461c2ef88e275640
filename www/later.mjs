// Which functions of the page's program its first step does without: those of the other steps, of the dialogs, of the
// provider and of what is kept. A name says what a function was made for; but the compiler gives one of several equal
// ones to all, under any of their names, and equal ones are mostly small or of Yew. split.mjs leaves small ones where they
// are; those that turned up at the start are named below. tests/browser/load.test.mjs holds that nothing is missed.
const later = [
  /roles::web::steps::(key|primary|provider|rehearsal|submit|watch)\b/,
  /roles::web::shell::(project_row|palette|commands|projects::Projects|help::Help|requests::RequestsList|shortcuts::List)\b/,
  // The texts of the other steps.
  /roles::web::text::(language::complete|Texts>::all|(help|key|primary|provider|rehearsal|scene|submit|watch)::\w+>::of)\b/,
  /roles::web::shell::\w+::\w+ as .*\{closure#\d+\}::\{closure#\d+\}/,
  // Shown by a press, which waits for it.
  /roles::web::steps::zone::report_forms\b/,
  // No field and no progress of PatternFly's stands in the first step.
  /patternfly_yew::(components|icon)\b|roles::web::parts::field\b/,
  /roles::web::submitting::(drive|begin)\b|roles::web::submitting::Submits.*\{closure#\d+\}::\{closure#\d+\}/,
  /roles::web::streaming::Work>::run\b/,
  /roles::web::watching::(round|places|stream|state::judged)\b|roles::web::watching::order\b.*\{closure#\d+\}::\{closure#\d+\}/,
  /roles::web::kept::write_applied\b/,
  /roles::web::link\b/,
  /product::(provider|rehearse)\b/,
  /product::api::(article|difference|compared|rehearsal|nameservers|zones|companion)\b/,
  /product::project::(file\b|draft::Draft>::restore|outcome::.*Deserialize|.*Deserialize>::deserialize)/,
  /engine::tsig\b|\b(toml|toml_datetime|toml_parser|data_encoding|sha2|sha1|md5|hmac)::/,
  // Angles stand in the serial's clock alone.
  /compiler_builtins::math::libm_math\b/,
];
const first = [
  // Hears every key.
  /shell::shown\b/,
  /^core::ptr::drop_in_place/,
  /HookProvider|UseReducer|UseEffectBase|parts::choice/,
  /shell::palette::PaletteButton/,
  /product::project::(steps|shelf)|ProviderKind|::Mark as/,
  /product::provider::record::Record>/,
  // What Zone says of the assigned name servers.
  /product::provider::(delegate::unnamed|pasted::same)\b/,
  // A primary's, too.
  /product::rehearse::scenario::Transport as .*::Serialize>/,
];

// A hook of another step's own, which no other is equal to.
const own = /^<understudy::roles::web::steps::(key|primary|provider|rehearsal|submit|watch)::[\w:]+::HookProvider as yew::functional::hooks::Hook>::run/;

/** Whether the function of that name comes later. */
export function isLater(name) {
  const plain = name.replaceAll(/\[[0-9a-f]{8,16}\]/g, "");
  return own.test(plain) || (later.some((part) => part.test(plain)) && !first.some((part) => part.test(plain)));
}
