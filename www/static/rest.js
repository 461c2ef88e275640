// The rest of the page's program (www/split.mjs), which roles/web/io/rest.rs asks for: fetched, compiled, and joined to the
// part that runs. Fetched at the first touch of the page, so that it is mostly there when it is asked for.
(() => {
  const file = document.querySelector('meta[name="understudy-rest"]')?.content;
  let here = !file;
  let exports;
  let bytes;
  let compiled;
  let coming;
  const get = async () => {
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    bytes = await answer.arrayBuffer();
    compiled = await WebAssembly.compile(bytes);
  };
  // For a function that was called before anybody asked for the rest: the page stands still meanwhile.
  const wait = () => {
    console.warn(`${file} was needed at once`);
    // What is here already is not fetched twice.
    if (bytes) return new WebAssembly.Module(bytes);
    const request = new XMLHttpRequest();
    request.open("GET", file, false);
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    return new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0)));
  };
  // What another language says beside what the first step begins with.
  const said = {};
  const read = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  };
  const rest = {
    texts(language) {
      said[language] ??= read(`assets/${language}-rest.txt`).catch((error) => {
        said[language] = undefined;
        throw error;
      });
      return said[language];
    },
    forget(language) {
      said[language] = undefined;
    },
    begin(own) {
      exports = own;
    },
    isHere: () => here,
    fetch() {
      coming ??= get().catch((error) => {
        coming = undefined;
        throw error;
      });
      return coming;
    },
    loadRestNow() {
      if (here) return;
      new WebAssembly.Instance(compiled ?? wait(), { first: exports });
      here = true;
    },
  };
  globalThis.understudyRest = rest;
  const touched = () => {
    const { lang } = document.documentElement;
    if (lang !== "en") rest.texts(lang).catch(() => {});
    if (!here) rest.fetch().catch(() => {});
  };
  // A file may come, or a text be pasted, by other hands than pointer and keyboard.
  for (const event of ["pointerdown", "keydown", "drop", "change", "paste"]) addEventListener(event, touched, { once: true, capture: true });
})();
