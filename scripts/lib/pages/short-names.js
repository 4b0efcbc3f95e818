// What script and WASM call each other, by short names: wasm-bindgen's are long, end in a hash, and stand in both. Together they were 6 kB of
// what every page loads.

// shortNames(WASM, SCRIPT) → [WASM, SCRIPT], as a Buffer and a string.
exports.shortNames = (wasm, script) => {
  const short = new Map();
  const sections = [wasm.subarray(0, 8)];
  for (const reader = new Reader(wasm, 8); reader.at < wasm.length; ) {
    const start = reader.at;
    const kind = wasm[reader.at++];
    const end = reader.number() + reader.at;
    if (kind === IMPORTS) sections.push(section(kind, imports(reader, short)));
    else if (kind === EXPORTS) sections.push(section(kind, exported(reader, short)));
    else sections.push(wasm.subarray(start, end));
    reader.at = end;
  }
  script = script.replace(/[\w$]+/g, (word) => short.get(word) ?? word);
  const missing = [...short.values()].filter((name) => !script.includes(name));
  if (missing.length > 0 || short.size === 0) throw new Error(`of ${short.size} names the script does not know: ${missing}`);
  return [Buffer.concat(sections), script];
};

const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;

// What only wasm-bindgen's own script asks for. Pages ask for islands by their names, lazily loaded parts for the memory.
const OURS = /^(wasm_bindgen__|__wbindgen_|__wbg_|__externref_|intounderlying)/;

// The imports from where the reader is. What the script offers gets a short name, which is added to `short`; what other files offer keeps its own.
function imports(reader, short) {
  const count = reader.number();
  const parts = [leb(count)];
  for (let index = 0; index < count; index++) {
    const module = reader.text();
    const name = reader.text();
    if (reader.bytes[reader.at++] !== FUNCTION) throw new Error(`${name} is no function`);
    const type = reader.number();
    if (module.endsWith('_bg.js')) short.set(name, `$${index.toString(36)}`);
    parts.push(text(module), text(short.get(name) ?? name), Buffer.of(FUNCTION), leb(type));
  }
  return Buffer.concat(parts);
}

// The exports, likewise.
function exported(reader, short) {
  const count = reader.number();
  const parts = [leb(count)];
  for (let index = 0; index < count; index++) {
    const name = reader.text();
    const kind = reader.bytes[reader.at++];
    if (OURS.test(name)) short.set(name, `_${index.toString(36)}`);
    parts.push(text(short.get(name) ?? name), Buffer.of(kind), leb(reader.number()));
  }
  return Buffer.concat(parts);
}

function section(kind, body) {
  return Buffer.concat([Buffer.of(kind), leb(body.length), body]);
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  // LEB128, as every number in a WASM file.
  number() {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte & 0x80);
    return value;
  }

  text() {
    const end = this.number() + this.at;
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }
}

function leb(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
  return Buffer.of(...bytes, value);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([leb(bytes.length), bytes]);
}
