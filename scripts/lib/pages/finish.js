// finish SITE HASH_TXT: what is left to do for the optimised pages after cargo-leptos: what script and WASM call each other, the names of the
// files, and each file also compressed.
const { createHash } = require('node:crypto');
const { readFileSync, readdirSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { brotliCompressSync, constants, gzipSync } = require('node:zlib');
const { shortNames } = require('./short-names.js');

// In larger pieces, and with some distances spelt directly, WASM becomes 1.9 kB smaller: measured, like everything about it.
const FOR_WASM = { [constants.BROTLI_PARAM_NDIRECT]: 15, [constants.BROTLI_PARAM_LGBLOCK]: 20 };

const [site, list] = process.argv.slice(2);
const pkg = join(site, 'pkg');
const hashes = Object.fromEntries([...readFileSync(list, 'utf8').matchAll(/^(\w+): (\S+)$/gm)].map(([, kind, hash]) => [kind, hash]));
const names = { js: `tertulia.${hashes.js}.js`, wasm: `tertulia.${hashes.wasm}.wasm`, split: `__wasm_split.${hashes.split}.js` };
const read = (name) => readFileSync(join(pkg, name));

const [wasm, script] = shortNames(read(names.wasm), read(names.js).toString('utf8'));
writeFileSync(join(pkg, names.wasm), wasm);
writeFileSync(join(pkg, names.js), script);
// cargo-leptos leaves this one as it is written.
writeFileSync(join(pkg, names.split), read(names.split).toString('utf8').replace(/^\s+(\/\/.*)?/gm, ''));
nameByBuild();
compress(site);

// Gives the files that name each other one hash, that of the whole build.
//
// cargo-leptos names a file by what is in it before the names of the others are written into it. So where nothing but a lazily loaded part
// changed, `tertulia.HASH.js` would keep its name and name another file, and a browser that keeps it for ever would ask for what is gone, or put
// together what does not belong together: a page that never comes to life. The lazily loaded parts name nobody, and keep their own hash.
function nameByBuild() {
  const digest = createHash('sha256');
  for (const name of readdirSync(pkg).filter((name) => /\.(js|wasm)$/.test(name)).sort()) digest.update(read(name));
  // As long as the hashes in whose place it stands: no length in a WASM file changes.
  const build = digest.digest('base64url').slice(0, hashes.js.length);
  const news = Object.fromEntries(Object.values(names).map((name) => [name, name.replace(/[^.]+(?=\.\w+$)/, build)]));
  for (const [old, name] of Object.entries(news)) {
    // One byte, one character: what is no text stays what it is.
    const content = Object.keys(news).reduce((text, old) => text.replaceAll(old, news[old]), read(old).toString('latin1'));
    writeFileSync(join(pkg, old), content, 'latin1');
    renameSync(join(pkg, old), join(pkg, name));
  }
  writeFileSync(list, readFileSync(list, 'utf8').replace(/^((?:js|wasm|split): )\S+$/gm, `$1${build}`));
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compress(path);
    else {
      writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params: entry.name.endsWith('.wasm') ? FOR_WASM : {} }));
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
    }
  }
}
