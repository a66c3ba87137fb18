// Compiles the SM2 engine (AssemblyScript, *.as of this folder and the kernels) to WebAssembly and writes it as a TypeScript
// module with the binary in base64, so that the library needs no file at run time. Does nothing when the sources are those
// of the module that is there. Called by tools/bootstrap.cjs; by hand: node libs/gm/assembly/build.cjs
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const SOURCES = ['memory', 'field', 'points', 'scalars', 'tables', 'secret', 'ghash', 'engine'];
const MADE = path.resolve(__dirname, '../src/engine/binary.generated.ts');
const FLAGS = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort='];
const PAGES = '4';

const read = (name) => fs.readFileSync(path.join(__dirname, name), 'utf8');

/** SHA-256 of everything that goes into the binary. */
const sourceHash = () => {
  const hash = createHash('sha256');
  for (const name of [...SOURCES.map((each) => `${each}.as`), 'kernels.cjs', 'build.cjs'])
    hash.update(name).update(read(name));
  return hash.digest('hex');
};

const isFresh = (wanted) => fs.existsSync(MADE) && fs.readFileSync(MADE, 'utf8').includes(wanted);

const sourceOf = (name) => {
  const base = path.basename(name, '.ts');
  if (base === 'kernels') return require('./kernels.cjs').kernels();
  return SOURCES.includes(base) ? read(`${base}.as`) : null;
};

const compile = async () => {
  const asc = await import('assemblyscript/asc');
  let binary;
  const errors = [];
  const { error } = await asc.main(['engine.ts', ...FLAGS, '--initialMemory', PAGES, '--outFile', 'engine.wasm'], {
    readFile: (name) => (name.includes('~lib') || name.includes('node_modules') ? null : sourceOf(name)),
    writeFile: (name, content) => {
      if (name.endsWith('.wasm')) binary = content;
    },
    listFiles: () => [],
    stderr: { write: (text) => errors.push(String(text)) },
    stdout: { write: () => undefined },
  });
  if (error || !binary) throw new Error(`the SM2 engine does not compile\n${errors.join('')}`);
  return Buffer.from(binary);
};

/** Builds when needed; answers whether it did. */
const build = async () => {
  const wanted = sourceHash();
  if (isFresh(wanted)) return false;
  const binary = await compile();
  const text = [
    `// Made by libs/gm/assembly/build.cjs from sources with SHA-256 ${wanted}`,
    '/** The SM2 engine as WebAssembly, base64. */',
    `export const ENGINE_BINARY =`,
    `  '${binary.toString('base64')}';`,
    '',
  ].join('\n');
  fs.mkdirSync(path.dirname(MADE), { recursive: true });
  fs.writeFileSync(`${MADE}.${process.pid}`, text);
  fs.renameSync(`${MADE}.${process.pid}`, MADE);
  return true;
};

module.exports = { build, sourceHash };

if (require.main === module)
  build().then(
    (done) => process.stderr.write(done ? 'SM2 engine built\n' : ''),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
