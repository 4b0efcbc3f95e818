// no-decimals FILE: takes the spelling of numbers with a point out of a WASM file, in place, before wasm-opt throws away what nothing calls any more.
//
// One thing alone calls it: the sentence in which serde says that it found such a number where it wanted something else, which a page shows to nobody.
// With it go 18 kB of tables and algorithms, 6 kB of what a browser loads. The sentence is made all the same, without the number. The spelling itself
// is emptied too, for it stands in a table of functions from which wasm-opt takes nothing: in an optimised browser build `f64` is spelt as nothing.
const { readFileSync, writeFileSync } = require('node:fs');

const FUNCTION = /^(<serde_core::de::WithDecimalPoint as core::fmt::Display>::fmt(::h[0-9a-f]{16})?|<f64 as core(\[[0-9a-f]+\])?::fmt::Display>::fmt)$/;
const [CUSTOM, IMPORTS, CODE] = [0, 2, 10];
// No locals; the value 0, which is `Ok(())`; the end.
const BODY = Buffer.from([4, 0, 0x41, 0, 0x0b]);

const [file] = process.argv.slice(2);
const wasm = readFileSync(file);

let at = 8;
const number = () => {
  let [value, shift, byte] = [0, 0, 0];
  do {
    byte = wasm[at++];
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
  } while (byte & 0x80);
  return value;
};
const text = () => {
  const length = number();
  return wasm.toString('utf8', at, (at += length));
};
const leb = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
};

let [imported, code] = [0, undefined];
const found = [];
while (at < wasm.length) {
  const start = at;
  const kind = wasm[at++];
  const length = number();
  const [first, end] = [at, at + length];
  if (kind === IMPORTS) imported = countImported();
  else if (kind === CODE) code = { start, first, end };
  else if (kind === CUSTOM && text() === 'name') found.push(...named(end));
  at = end;
}
if (found.length > 0) writeFileSync(file, without(found.map((index) => index - imported)));
console.error(`${file}: ${found.length} functions that spell numbers with a point`);

function countImported() {
  let functions = 0;
  for (let left = number(); left > 0; left--) {
    text();
    text();
    const kind = wasm[at++];
    if (kind === 0) {
      functions++;
      number();
    } else if (kind === 3) at += 2;
    else {
      if (kind === 1) at++;
      else if (kind !== 2) throw new Error(`an import of kind ${kind}`);
      const flags = wasm[at++];
      number();
      if (flags & 1) number();
    }
  }
  return functions;
}

// The functions of that name.
function named(end) {
  const indices = [];
  while (at < end) {
    const kind = wasm[at++];
    const next = number() + at;
    if (kind === 1) {
      for (let left = number(); left > 0; left--) {
        const index = number();
        if (FUNCTION.test(text())) indices.push(index);
      }
    }
    at = next;
  }
  return indices;
}

// The file with other bodies for these functions.
function without(indices) {
  at = code.first;
  const count = number();
  const bodies = [leb(count)];
  for (let index = 0; index < count; index++) {
    const start = at;
    at = number() + at;
    bodies.push(indices.includes(index) ? BODY : wasm.subarray(start, at));
  }
  const section = Buffer.concat(bodies);
  return Buffer.concat([wasm.subarray(0, code.start), Buffer.of(CODE), leb(section.length), section, wasm.subarray(code.end)]);
}
